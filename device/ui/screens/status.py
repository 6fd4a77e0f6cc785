"""The status bar, on every screen."""

from device.amounts import clock
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.sentences import (
    clock_sign,
    network_word,
    received_words,
    training_bar_words,
    unsent_words,
)
from device.ui.sheet import Sheet
from device.ui.view import View

_BETWEEN = 24.0
_BASELINE = 30.0
_ICON = 18.0


def status_bar(sheet: Sheet, view: View) -> None:
    """Clock and staff at the left; network, unsent and received at the right."""
    ink = theme.INK if _ground(view) == theme.PAPER else theme.PAPER
    sheet.fill(Box(0, 0, sheet.width, theme.STATUS), _ground(view))
    if _ground(view) == theme.PAPER:
        edge = Box(0, theme.STATUS - theme.RULE, sheet.width, theme.RULE)
        sheet.fill(edge, theme.LINE)
    room = _right_half(sheet, view, ink) - _BETWEEN - theme.MARGIN
    if view.is_training:
        words, size = training_bar_words(), theme.NOTE
        if sheet.least_width_of(words, bold=True) > room:
            words = training_bar_words(short=True)
        sheet.text(
            words, theme.MARGIN, _BASELINE, size, bold=True, colour=ink, room=room, shrink=True
        )
    else:
        _left_half(sheet, view, ink, room)


def _ground(view: View) -> str:
    if view.is_training:
        return theme.TRAIN
    return theme.PAPER if view.network.online else theme.OFF


def _left_half(sheet: Sheet, view: View, ink: str, room: float) -> None:
    end = theme.MARGIN + room
    time = sheet.text(clock(view.now), theme.MARGIN, _BASELINE, theme.NOTE, bold=True, colour=ink)
    left = time.x + time.width + 8
    if not view.is_clock_trusted:
        sign = sheet.text(
            clock_sign(), left, _BASELINE, theme.NOTE, colour=ink, room=end - left, shrink=True
        )
        left = sign.x + sign.width + 8
    left += 10
    # A name is cut before the figures are, but not beside a clock that says less than a name.
    fits = sheet.width_of(view.staff, theme.NOTE) <= end - left
    if fits or view.is_clock_trusted:
        sheet.text(
            view.staff, left, _BASELINE, theme.NOTE, colour=ink, room=end - left, shrink=True
        )


def _right_half(sheet: Sheet, view: View, ink: str) -> float:
    """Draw the right half from its right end; return where it begins."""
    network, right = view.network, sheet.right
    for words in (received_words(network, view.today), unsent_words(network)):
        text = sheet.text(words, right, _BASELINE, theme.NOTE, colour=ink, align="right", room=260)
        right = text.x - _BETWEEN
    word = sheet.text(
        network_word(network),
        right,
        _BASELINE,
        theme.NOTE,
        bold=not network.online,
        colour=ink,
        align="right",
        room=260,
    )
    online = Icon.ONLINE_ON_DARK if view.is_training else Icon.ONLINE
    icon = online if network.online else Icon.OFFLINE_ON_DARK
    return sheet.icon(icon, word.x - 30, 23, height=_ICON).x
