"""What several screens share: status bar, strip, foot."""

from device.amounts import clock
from device.ui import theme
from device.ui.drawing import Act, Box, Kind
from device.ui.icons import Icon
from device.ui.sentences import StripWords, clock_sign, network_word, received_words, unsent_words
from device.ui.sheet import Sheet
from device.ui.view import View

_BETWEEN = 24.0
_STATUS_BASELINE = 30.0


def status_bar(sheet: Sheet, view: View) -> None:
    """Clock and staff at the left; network, unsent and received at the right."""
    network = view.network
    ink = theme.INK if network.online else theme.PAPER
    ground = theme.PAPER if network.online else theme.OFF
    sheet.fill(Box(0, 0, sheet.width, theme.STATUS), ground)
    if network.online:
        edge = Box(0, theme.STATUS - theme.RULE, sheet.width, theme.RULE)
        sheet.fill(edge, theme.LINE)
    left = _status_right(sheet, view, ink)
    time = sheet.text(
        clock(view.now), theme.MARGIN, _STATUS_BASELINE, theme.NOTE, bold=True, colour=ink
    )
    staff = time.x + time.width + 18
    if not view.is_clock_trusted:
        sign = sheet.text(
            clock_sign(), time.x + time.width + 8, _STATUS_BASELINE, theme.NOTE, colour=ink
        )
        staff = sign.x + sign.width + 18
    room = left - _BETWEEN - staff
    sheet.text(view.staff, staff, _STATUS_BASELINE, theme.NOTE, colour=ink, room=room)


def _status_right(sheet: Sheet, view: View, ink: str) -> float:
    """Draw the right half from its right end; return where it begins."""
    network, right = view.network, sheet.right
    received = received_words(network, view.today)
    for words in (received, unsent_words(network)):
        text = sheet.text(
            words, right, _STATUS_BASELINE, theme.NOTE, colour=ink, align="right", room=260
        )
        right = text.x - _BETWEEN
    word = sheet.text(
        network_word(network),
        right,
        _STATUS_BASELINE,
        theme.NOTE,
        bold=not network.online,
        colour=ink,
        align="right",
        room=260,
    )
    icon = Icon.ONLINE if network.online else Icon.OFFLINE_ON_DARK
    bars = sheet.icon(icon, word.x - 30, 23, height=18)
    return bars.x


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
    room = right - 72
    sheet.text(words.title, 72, top + 39, theme.BODY, bold=True, room=room)
    sheet.text(words.detail, 72, top + 67, theme.NOTE, room=room)
    return top + theme.STRIP


def information_strip(sheet: Sheet, top: float, words: StripWords, icon: Icon) -> float:
    """Draw a strip that asks for nothing; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.INFORMATION), theme.OFF_TINT)
    sheet.icon(icon, theme.MARGIN + 2, top + theme.INFORMATION / 2, height=31)
    sheet.text(words.title, 72, top + 31, theme.BODY, bold=True)
    sheet.text(words.detail, 72, top + 59, theme.NOTE)
    return top + theme.INFORMATION


def foot(sheet: Sheet) -> None:
    """Draw the ground of the foot."""
    box = Box(0, theme.FOOT_TOP, sheet.width, theme.FOOT)
    sheet.fill(box, theme.PAPER)
    sheet.fill(Box(0, theme.FOOT_TOP, sheet.width, theme.RULE), theme.LINE)


def next_button(
    sheet: Sheet, words: str, act: Act, *, width: float, takes_money: bool = False
) -> Box:
    """Draw what comes next, always at the bottom right; return where it stands."""
    box = Box(sheet.right - width, _foot_button_top(), width, theme.FOOT_BUTTON)
    sheet.button(words, box, act, kind=Kind.PRIMARY, takes_money=takes_money)
    return box


def back_button(
    sheet: Sheet, words: str, act: Act, *, width: float, kind: Kind = Kind.OUTLINED
) -> Box:
    """Draw the way back, always at the bottom left; return where it stands."""
    box = Box(theme.MARGIN, _foot_button_top(), width, theme.FOOT_BUTTON)
    sheet.button(words, box, act, kind=kind)
    return box


def foot_hint(sheet: Sheet, words: str, *, left: float, right: float) -> None:
    """Write a quiet word into the foot, in two lines where one has no room."""
    room = right - left
    lines = 1 if sheet.width_of(words, theme.BODY) <= room else 2
    first = foot_middle(theme.BODY) - (lines - 1) * theme.LEADING[theme.BODY] / 2
    sheet.paragraph(words, left, first, theme.BODY, room=room, colour=theme.INK2)


def foot_middle(size: float) -> float:
    """Return the baseline of words of this size that stand in the middle of the foot's buttons."""
    return _foot_button_top() + theme.FOOT_BUTTON / 2 + theme.CAPITAL * size / 2


def _foot_button_top() -> float:
    return theme.FOOT_TOP + theme.GAP
