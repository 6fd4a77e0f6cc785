"""The battery is nearly empty: what is saved, and that nothing more is sold now."""

from device.counter.state import Ending
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_WORDS_LEFT = 156.0
_FIRST = 186.0


def draw(sheet: Sheet, view: View, state: Ending) -> None:
    """Draw that the terminal goes off, and that every sale is in the book."""
    del state
    status_bar(sheet, view)
    body(sheet, theme.WARN_TINT)
    sheet.fill(_foot(sheet), theme.WARN_TINT)
    sheet.icon(Icon.WARNING, 40, _FIRST - 12, height=84)
    room = sheet.right - _WORDS_LEFT
    sheet.text(
        _("Máy sắp tắt: pin gần hết"),
        _WORDS_LEFT, _FIRST, theme.TITLE, bold=True, room=room, shrink=True,
    )  # fmt: skip
    lines = (
        _("Mọi phiếu đã bán đều còn trong sổ."),
        _("Có điện lại thì bật máy, bán tiếp như thường."),
    )
    baseline = _FIRST + sheet.leading(theme.TITLE)
    for line in lines:
        sheet.text(line, _WORDS_LEFT, baseline, theme.STRONG, room=room, shrink=True)
        baseline += sheet.leading(theme.STRONG)


def _foot(sheet: Sheet) -> Box:
    return Box(0, theme.FOOT_TOP, sheet.width, theme.FOOT)
