"""Type size and language."""

from device.counter.event import Chosen, WentBack
from device.counter.state import Tuning
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LABEL_ROOM = 190.0
_HEIGHT = 88.0


def draw(sheet: Sheet, view: View, state: Tuning) -> None:
    """Draw both choices; each takes effect at once."""
    status_bar(sheet, view)
    body(sheet)
    sheet.text(_("Chọn cỡ chữ và ngôn ngữ"), theme.MARGIN, 104, theme.TITLE, bold=True, shrink=True)
    size = "large" if state.large else "plain"
    sizes = (("plain", _("Chữ thường")), ("large", _("Chữ lớn")))
    _row(sheet, _("Cỡ chữ"), sizes, size, 136)
    # Each language is written in itself: who cannot read the other one finds the way back.
    languages = (("vi", "Tiếng Việt"), ("en", "English"))
    _row(sheet, _("Ngôn ngữ"), languages, state.language, 136 + _HEIGHT + 24)
    free = foot_row(sheet, primary=(_("Xong"), WentBack()))
    say_between(sheet, _("Chọn là đổi ngay"), free)


def _row(
    sheet: Sheet, label: str, options: tuple[tuple[str, str], ...], chosen: str, top: float
) -> None:
    left = theme.MARGIN
    middle = top + _HEIGHT / 2
    sheet.text(
        label, left, sheet.baseline(middle, theme.STRONG), theme.STRONG, room=_LABEL_ROOM,
        shrink=True,
    )  # fmt: skip
    left += _LABEL_ROOM + theme.MARGIN
    width = (sheet.right - left - theme.GAP) / 2
    for number, (name, words) in enumerate(options):
        box = Box(left + number * (width + theme.GAP), top, width, _HEIGHT)
        kind = Kind.CHOSEN if name == chosen else Kind.OUTLINED
        sheet.button(words, box, Chosen(name), kind=kind)
