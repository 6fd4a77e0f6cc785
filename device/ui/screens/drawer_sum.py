"""The sum that somebody counts in the drawer: a box to be typed into, and the pad beside it."""

from device.amounts import thousands
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.pads import number_pad
from device.ui.sheet import Sheet
from words import _

PAD_LEFT = 452.0
SUM_RIGHT = 428.0


def typed_sum(sheet: Sheet, label: str, typed: str, top: float, *, height: float = 60.0) -> None:
    """Draw the box that is being typed into."""
    box = Box(theme.MARGIN, top, SUM_RIGHT - theme.MARGIN, height)
    sheet.outlined(box, theme.ACT, theme.PAPER, thickness=theme.TYPING_OUTLINE)
    baseline = sheet.baseline(box.middle, theme.BODY)
    word = sheet.text(label, box.x + 19, baseline, theme.BODY, room=150, shrink=True)
    amount = thousands(int(typed)) if typed else "0"
    colour = theme.INK if typed else theme.INK2
    right = box.right - 19
    sheet.text(
        amount,
        right - 6,
        sheet.baseline(box.middle, theme.TITLE),
        theme.TITLE,
        bold=True,
        colour=colour,
        align="right",
        room=right - 6 - word.x - word.width - 12,
        shrink=True,
    )
    sheet.fill(Box(right, box.y + 13, 3, box.height - 26), theme.ACT)


def sum_pad(sheet: Sheet, top: float) -> None:
    """Draw the pad, with a key for thousands."""
    box = Box(PAD_LEFT, top, sheet.right - PAD_LEFT, theme.FOOT_TOP - 8 - top)
    number_pad(sheet, box, corner="000")


def trouble_below(sheet: Sheet, words: str, middle: float) -> None:
    """Say below the box why it could not be written."""
    icon = sheet.icon(Icon.WARNING, theme.MARGIN, middle, height=30)
    left = icon.right + 12
    baseline = sheet.baseline(middle, theme.BODY)
    sheet.text(words, left, baseline, theme.BODY, bold=True, room=SUM_RIGHT - left, shrink=True)


def say_saving(sheet: Sheet) -> None:
    """Say in the pad's place that it is being written."""
    middle, room = (PAD_LEFT + sheet.right) / 2, sheet.right - PAD_LEFT
    words = _("Đang ghi…")
    sheet.text(words, middle, 220, theme.STRONG, bold=True, align="centre", room=room, shrink=True)
