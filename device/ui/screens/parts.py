"""What several screens share: status bar, strips, foot, the frame of practice."""

from device.ui import theme
from device.ui.drawing import Act, Box, Kind, Run
from device.ui.fitting import Align
from device.ui.icons import Icon
from device.ui.screens.status import status_bar
from device.ui.sentences import StripWords, training_word
from device.ui.sheet import Sheet

__all__ = [
    "STRIP_LEFT",
    "back_button",
    "body",
    "foot",
    "foot_box",
    "foot_hint",
    "foot_middle",
    "information_strip",
    "next_button",
    "slim_strip",
    "status_bar",
    "training_frame",
    "training_tag",
    "warning_strip",
]

_LEFT: Align = "left"
_RIGHT: Align = "right"
STRIP_LEFT = 72.0
"""Where the words of a strip begin."""


def body(sheet: Sheet, colour: str = theme.GROUND, *, top: float = theme.BODY_TOP) -> None:
    """Fill what lies between status bar and foot."""
    sheet.fill(Box(0, top, sheet.width, theme.FOOT_TOP - top), colour)


def warning_strip(
    sheet: Sheet, top: float, words: StripWords, *, button: tuple[str, Act] | None = None
) -> float:
    """Draw a strip with a triangle; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.STRIP), theme.WARN_TINT)
    sheet.icon(Icon.WARNING, theme.MARGIN, top + theme.STRIP / 2 - 1, height=34)
    right = sheet.right
    if button:
        caption, act = button
        width = max(150.0, sheet.width_of(caption, theme.BODY, bold=True) + 40)
        box = Box(right - width, top + 12, width, theme.LINE_BUTTON)
        sheet.button(caption, box, act)
        right = box.x - theme.MARGIN
    _two_lines(sheet, top, theme.STRIP, words, right=right)
    return top + theme.STRIP


def information_strip(sheet: Sheet, top: float, words: StripWords, icon: Icon) -> float:
    """Draw a strip that asks for nothing; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.INFORMATION), theme.OFF_TINT)
    sheet.icon(icon, theme.MARGIN + 2, top + theme.INFORMATION / 2, height=31)
    _two_lines(sheet, top, theme.INFORMATION, words, right=sheet.right)
    return top + theme.INFORMATION


def _two_lines(sheet: Sheet, top: float, height: float, words: StripWords, *, right: float) -> None:
    room = right - STRIP_LEFT
    title, detail = sheet.pair(top, height, theme.BODY, theme.NOTE)
    sheet.text(words.title, STRIP_LEFT, title, theme.BODY, bold=True, room=room, shrink=True)
    sheet.text(words.detail, STRIP_LEFT, detail, theme.NOTE, room=room, shrink=True)


def slim_strip(sheet: Sheet, top: float, words: str) -> float:
    """Draw a strip of one line with a triangle; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.SLIM_STRIP), theme.WARN_TINT)
    middle = top + theme.SLIM_STRIP / 2
    icon = sheet.icon(Icon.WARNING, theme.MARGIN, middle - 1, height=24)
    left = icon.right + theme.GAP
    room = sheet.right - left
    baseline = sheet.baseline(middle, theme.NOTE)
    sheet.text(words, left, baseline, theme.NOTE, bold=True, room=room, shrink=True)
    return top + theme.SLIM_STRIP


def foot(sheet: Sheet) -> None:
    """Draw the ground of the foot."""
    box = Box(0, theme.FOOT_TOP, sheet.width, theme.FOOT)
    sheet.fill(box, theme.PAPER)
    sheet.fill(Box(0, theme.FOOT_TOP, sheet.width, theme.RULE), theme.LINE)


def foot_box(sheet: Sheet, left: float, width: float) -> Box:
    """Return a button's place in the foot."""
    # Practice has a frame at the lower edge.
    top = theme.FOOT_TOP + (theme.KEY_GAP if sheet.is_training else theme.GAP)
    return Box(left, top, width, theme.FOOT_BUTTON)


def next_button(
    sheet: Sheet, words: str, act: Act, *, width: float, takes_money: bool = False
) -> Box:
    """Draw what comes next, always at the bottom right; return where it stands."""
    box = foot_box(sheet, sheet.right - width, width)
    return sheet.button(words, box, act, kind=Kind.PRIMARY, takes_money=takes_money)


def back_button(
    sheet: Sheet, words: str, act: Act, *, width: float, kind: Kind = Kind.OUTLINED
) -> Box:
    """Draw the way back, always at the bottom left; return where it stands."""
    return sheet.button(words, foot_box(sheet, theme.MARGIN, width), act, kind=kind)


def foot_hint(
    sheet: Sheet, words: str, *, left: float, right: float, to_the_right: bool = False
) -> None:
    """Write a quiet word into the foot, in two lines where one has no room."""
    room = right - left
    size = theme.BODY
    if sheet.width_of(words, size) > room and sheet.lines_of(words, size, room=room) > 2:  # noqa: PLR2004 - two lines
        size = theme.NOTE
    lines = sheet.balanced(words, size, room=room)
    baseline = foot_middle(sheet, size) - (len(lines) - 1) * sheet.leading(size) / 2
    for line in lines:
        x, align = (right, _RIGHT) if to_the_right else (left, _LEFT)
        sheet.text(line, x, baseline, size, colour=theme.INK2, align=align, room=room, shrink=True)
        baseline += sheet.leading(size)


def foot_middle(sheet: Sheet, size: float) -> float:
    """Return the baseline of words of this size that stand in the middle of the foot's buttons."""
    return sheet.baseline(foot_box(sheet, 0, 0).middle, size)


def training_tag() -> Run:
    """Return the tag that stands at a total while people practise."""
    return Run(training_word(), bold=True, ground=theme.TRAIN, colour=theme.PAPER)


def training_frame(sheet: Sheet) -> None:
    """Draw the frame that says on every screen that nothing counts."""
    thick, height = theme.TRAINING_FRAME, theme.HEIGHT - theme.STATUS
    for left in (0.0, sheet.width - thick):
        sheet.fill(Box(left, theme.STATUS, thick, height), theme.TRAIN)
    sheet.fill(Box(0, theme.HEIGHT - thick, sheet.width, thick), theme.TRAIN)
