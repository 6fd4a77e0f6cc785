"""The screen that waits for the first scan: the invitation is the screen."""

from device.counter.event import MenuWanted, Opened
from device.counter.state import Ready
from device.counter.states.asking import Item
from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Act, Box, Run
from device.ui.icons import Icon, shape_of
from device.ui.printer_sentences import can_print
from device.ui.screens.parts import body, foot, foot_box, status_bar
from device.ui.screens.strips import strip
from device.ui.sentences import last_sale_words, parked_words
from device.ui.sheet import Sheet
from device.ui.view import Aim, View
from words import _

_BARCODE_HEIGHT = 104.0
_BETWEEN = 36.0
_SALE_TOP = theme.FOOT_TOP - theme.ROW
_PARKED_WIDTH = 264.0
"""At most."""


def draw(sheet: Sheet, view: View, state: Ready) -> None:
    """Draw the invitation, the last sale with its reprint, and the ways to everything else."""
    del state
    status_bar(sheet, view)
    body(sheet)
    _invitation(sheet, strip(sheet, view, theme.BODY_TOP), view.aim)
    _last_sale(sheet, view)
    foot(sheet)
    _foot(sheet)


def _invitation(sheet: Sheet, top: float, aim: Aim | None) -> None:
    """In the middle of what the strip leaves free; a camera shows what it sees."""
    title, detail = _("Mời quét mã"), _("Hộp thuốc, đơn thuốc, thẻ căn cước")
    barcode_width, barcode_height = shape_of(Icon.BARCODE)
    icon = theme.SIGHT_WIDTH if aim else _BARCODE_HEIGHT * barcode_width / barcode_height
    most = sheet.right - theme.MARGIN - icon - _BETWEEN
    words = max(sheet.width_of(title, theme.HERO, bold=True), sheet.width_of(detail, theme.STRONG))
    words = min(words, most)
    left = (sheet.width - icon - _BETWEEN - words) / 2
    middle = (top + _SALE_TOP) / 2
    if aim:
        _sight(sheet, left, middle, aim)
    else:
        sheet.icon(Icon.BARCODE, left, middle, height=_BARCODE_HEIGHT)
    left += icon + _BETWEEN
    upper, lower = sheet.pair(top, _SALE_TOP - top, theme.HERO, theme.STRONG)
    sheet.text(title, left, upper, theme.HERO, bold=True, room=most, shrink=True)
    colour, room = theme.INK2, words
    sheet.text(detail, left, lower + 6, theme.STRONG, colour=colour, room=room, shrink=True)


def _sight(sheet: Sheet, left: float, middle: float, aim: Aim) -> None:
    """The camera's picture, and over it where to hold a code."""
    height = theme.SIGHT_HEIGHT
    sheet.sight(Box(left, middle - height / 2, theme.SIGHT_WIDTH, height))
    frame = Icon.AIM_READ if aim is Aim.READ else Icon.AIM
    sheet.icon(frame, left, middle, height=height)


def _last_sale(sheet: Sheet, view: View) -> None:
    """The newest sale, its reprint, and whoever waits with a sale that was put by."""
    row = Box(0, _SALE_TOP, sheet.width, theme.ROW)
    sheet.fill(row, theme.PAPER)
    sheet.fill(Box(0, row.y, sheet.width, theme.RULE), theme.LINE)
    right = _row_buttons(sheet, view, row)
    if view.last_sale is None:
        words = _("Máy chưa bán phiếu nào")
        baseline = sheet.baseline(row.middle, theme.BODY)
        sheet.text(words, theme.MARGIN, baseline, theme.BODY, colour=theme.INK2)
        return
    sheet.icon(Icon.DONE, theme.MARGIN + 2, row.middle, height=34)
    upper, lower = last_sale_words(view.last_sale, view.today)
    room, left = right - theme.MARGIN - 68, 68.0
    one_line = (*upper, Run(" · "), *lower)
    if sheet.width_of(one_line, theme.BODY) <= room:
        sheet.text(one_line, left, sheet.baseline(row.middle, theme.BODY), theme.BODY)
        return
    first, second = sheet.pair(row.y, row.height, theme.BODY, theme.BODY)
    sheet.text(upper, left, first, theme.BODY, room=room, shrink=True)
    sheet.text(lower, left, second, theme.BODY, room=room, shrink=True)


def _row_buttons(sheet: Sheet, view: View, row: Box) -> float:
    """Draw the buttons of the row from its right end; return where they begin."""
    right, top = sheet.right, row.y + theme.KEY_GAP
    if view.last_sale and can_print(view.paper):
        box = Box(right - 120, top, 120, theme.LINE_BUTTON)
        right = sheet.button(_("In lại"), box, Reprint()).x - theme.GAP
    if view.parked:
        words, detail = parked_words(view.parked)
        wanted = (sheet.width_of(words, theme.BODY, bold=True), sheet.width_of(detail, theme.NOTE))
        width = min(max(wanted) + 32, _PARKED_WIDTH)
        box = Box(right - width, top, width, theme.LINE_BUTTON)
        right = sheet.button(words, box, Opened(Item.UNPARK), detail=detail).x - theme.GAP
    return right


def _foot(sheet: Sheet) -> None:
    tiles: tuple[tuple[str, Act], ...] = (
        (_("Tìm thuốc"), Opened(Item.SEARCH)),
        (_("Nhập hàng"), Opened(Item.DELIVERY)),
        (_("Kho thuốc"), Opened(Item.GOODS)),
        (_("Việc khác"), MenuWanted()),
    )
    width = (sheet.right - theme.MARGIN - 3 * theme.GAP) / 4
    for number, (words, act) in enumerate(tiles):
        box = foot_box(sheet, theme.MARGIN + number * (width + theme.GAP), width)
        sheet.button(words, box, act)
