"""The screen that waits for the first scan: the invitation is the screen."""

from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Box
from device.ui.icons import Icon, shape_of
from device.ui.printer_sentences import can_print
from device.ui.screens.parts import foot, foot_middle, status_bar
from device.ui.screens.strips import strip
from device.ui.sentences import last_sale_words
from device.ui.sheet import Sheet
from device.ui.view import Aim, View
from words import _

_BARCODE_HEIGHT = 104.0
_BETWEEN = 36.0


def draw(sheet: Sheet, view: View) -> None:
    """Draw the invitation, and the last sale with its reprint."""
    status_bar(sheet, view)
    _invitation(sheet, strip(sheet, view, theme.BODY_TOP), view.aim)
    foot(sheet)
    _last_sale(sheet, view)


def _invitation(sheet: Sheet, top: float, aim: Aim | None) -> None:
    """In the middle of what the strip leaves free; a camera shows what it sees."""
    sheet.fill(Box(0, top, sheet.width, theme.FOOT_TOP - top), theme.GROUND)
    title, detail = _("Mời quét mã"), _("Hộp thuốc, đơn thuốc, thẻ căn cước")
    barcode_width, barcode_height = shape_of(Icon.BARCODE)
    icon = theme.SIGHT_WIDTH if aim else _BARCODE_HEIGHT * barcode_width / barcode_height
    words = max(sheet.width_of(title, theme.HERO, bold=True), sheet.width_of(detail, theme.STRONG))
    left = (sheet.width - icon - _BETWEEN - words) / 2
    middle = (top + theme.FOOT_TOP) / 2
    if aim:
        _sight(sheet, left, middle, aim)
    else:
        sheet.icon(Icon.BARCODE, left, middle, height=_BARCODE_HEIGHT)
    left += icon + _BETWEEN
    sheet.text(title, left, middle + 3, theme.HERO, bold=True)
    sheet.text(detail, left, middle + 47, theme.STRONG, colour=theme.INK2)


def _sight(sheet: Sheet, left: float, middle: float, aim: Aim) -> None:
    """The camera's picture, and over it where to hold a code."""
    height = theme.SIGHT_HEIGHT
    sheet.sight(Box(left, middle - height / 2, theme.SIGHT_WIDTH, height))
    frame = Icon.AIM_READ if aim is Aim.READ else Icon.AIM
    sheet.icon(frame, left, middle, height=height)


def _last_sale(sheet: Sheet, view: View) -> None:
    if view.last_sale is None:
        words = _("Máy chưa bán phiếu nào")
        sheet.text(words, theme.MARGIN, foot_middle(theme.BODY), theme.BODY, colour=theme.INK2)
        return
    box = Box(sheet.right - 132, theme.FOOT_TOP + theme.GAP, 132, theme.FOOT_BUTTON)
    if can_print(view.paper):
        sheet.button(_("In lại"), box, Reprint())
    sheet.icon(Icon.DONE, theme.MARGIN + 2, box.y + box.height / 2, height=34)
    sheet.text(
        last_sale_words(view.last_sale, view.today),
        68,
        foot_middle(theme.BODY),
        theme.BODY,
        room=box.x - theme.MARGIN - 68,
    )
