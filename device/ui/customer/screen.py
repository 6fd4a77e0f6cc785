"""The customer's display: a view goes in, a drawing comes out. Nothing can be pressed."""

from device.amounts import thousands, vnd
from device.customer_view import CustomerLine, CustomerView
from device.ui import theme
from device.ui.drawing import Box, Drawing
from device.ui.icons import Icon
from device.ui.sheet import Sheet
from device.ui.typeface import Measure
from device.ui.units import count_words
from words import _

LINE, AMOUNT, SUM, TOTAL = 30.0, 34.0, 60.0, 96.0
"""Type sizes: read over a counter, from twice as far away as the staff's screen."""
_EDGE = 32.0
_HEAD = 64.0
_ROW = 72.0
_ROWS = 3
_TOTAL_TOP = 336.0
_CODE_WIDTH = 464.0
_ACCOUNT_GROUP = 4


def draw_for_customer(
    view: CustomerView, *, outlet: str, width: float, measure: Measure
) -> Drawing:
    """Draw a view, so many u wide."""
    sheet = Sheet(width, measure)
    sheet.fill(Box(0, 0, width, theme.HEIGHT), theme.PAPER)
    match view.kind:
        case "idle":
            _idle(sheet, outlet)
        case "sale":
            _sale(sheet, view, outlet)
        case "transfer" if view.is_training:
            _no_transfer(sheet)
        case "transfer":
            _transfer(sheet, view)
        case "thanks":
            _thanks(sheet, view)
    if view.is_training:
        _practice(sheet)
    return sheet.drawing()


def _idle(sheet: Sheet, outlet: str) -> None:
    sheet.fill(Box(0, 0, sheet.width, theme.HEIGHT), theme.ACT_TINT)
    middle, room = sheet.width / 2, sheet.width - 2 * _EDGE
    sheet.text(
        outlet, middle, 168, AMOUNT, bold=True, colour=theme.ACT, align="centre", room=room,
        shrink=True,
    )  # fmt: skip
    greeting = _("Kính chào quý khách")
    sheet.text(greeting, middle, 256, theme.HERO, bold=True, align="centre", room=room, shrink=True)
    ready = _("Có đơn thuốc, xin mở sẵn mã đơn")
    sheet.text(ready, middle, 328, LINE, align="centre", room=room, shrink=True)


def _sale(sheet: Sheet, view: CustomerView, outlet: str) -> None:
    if not view.is_training:
        _head(sheet, outlet)
    top = _HEAD + 8
    newest_first = view.lines[::-1]
    for line in newest_first[:_ROWS]:
        _line(sheet, line, top)
        top += _ROW
    if earlier := len(newest_first) - _ROWS:
        _earlier(sheet, earlier, top)
    _total(sheet, view.total_vnd)


def _head(sheet: Sheet, outlet: str) -> None:
    sheet.fill(Box(0, 0, sheet.width, _HEAD), theme.ACT)
    right = sheet.width - _EDGE
    greeting = sheet.text(
        _("Kính chào quý khách"),
        right,
        41,
        theme.STRONG,
        colour=theme.PAPER,
        align="right",
        room=300,
        shrink=True,
    )
    room = greeting.x - 24 - _EDGE
    sheet.text(
        outlet, _EDGE, 41, theme.STRONG, bold=True, colour=theme.PAPER, room=room, shrink=True
    )


def _line(sheet: Sheet, line: CustomerLine, top: float) -> None:
    right, baseline = sheet.width - _EDGE, top + 46
    sheet.text(
        thousands(line.amount_vnd),
        right,
        baseline + 1,
        AMOUNT,
        bold=True,
        align="right",
        room=168,
        shrink=True,
    )
    count = sheet.text(
        count_words(line.quantity, line.unit),
        right - 168,
        baseline,
        theme.STRONG,
        colour=theme.INK2,
        align="right",
        room=140,
        shrink=True,
    )
    sheet.text(line.name, _EDGE, baseline, LINE, room=count.x - 24 - _EDGE, shrink=True)
    rule = Box(_EDGE, top + _ROW - theme.HAIRLINE, right - _EDGE, theme.HAIRLINE)
    sheet.fill(rule, theme.LINE)


def _earlier(sheet: Sheet, count: int, top: float) -> None:
    if count > 0:
        words = _("và {n} thuốc trước").format(n=count)
        sheet.text(words, _EDGE, top + 33, theme.BODY, colour=theme.INK2)


def _total(sheet: Sheet, total_vnd: int) -> None:
    box = Box(0, _TOTAL_TOP, sheet.width, theme.HEIGHT - _TOTAL_TOP)
    sheet.fill(box, theme.ACT_TINT)
    label = sheet.text(_("Tổng cộng"), _EDGE, 419, AMOUNT, bold=True, room=230)
    right = sheet.width - _EDGE
    room = right - label.x - label.width - 24
    sheet.text(vnd(total_vnd), right, 441, TOTAL, bold=True, align="right", room=room, shrink=True)


def _transfer(sheet: Sheet, view: CustomerView) -> None:
    sheet.code(view.vietqr, Box(0, (theme.HEIGHT - _CODE_WIDTH) / 2, _CODE_WIDTH, _CODE_WIDTH))
    sheet.fill(Box(_CODE_WIDTH, 0, sheet.width - _CODE_WIDTH, theme.HEIGHT), theme.ACT_TINT)
    left = _CODE_WIDTH + 28
    room = sheet.width - left - 24
    below = sheet.paragraph(
        _("Mở ứng dụng ngân hàng, quét mã này"), left, 108, theme.STRONG, room=room
    )
    sheet.text(vnd(view.total_vnd), left, below + 44, SUM, bold=True, room=room, shrink=True)
    baseline = below + 100
    label = _("Gửi đến") if view.holder else ""
    told = (
        (label, False),
        (view.holder, True),
        (view.bank, False),
        (_grouped(view.account), False),
    )
    for words, bold in told:
        if not words:
            continue
        sheet.text(words, left, baseline, theme.STRONG, bold=bold, room=room, shrink=True)
        baseline += theme.LEADING[theme.STRONG]


def _grouped(account: str) -> str:
    """Write an account number in groups, to be compared by eye."""
    step = _ACCOUNT_GROUP
    return " ".join(account[place : place + step] for place in range(0, len(account), step))


def _thanks(sheet: Sheet, view: CustomerView) -> None:
    left, right = _EDGE + 8, sheet.width - _EDGE - 8
    sheet.icon(Icon.DONE, left + 4, 126, height=82)
    sheet.text(
        _("Đã thanh toán"), left + 112, 147, SUM, bold=True, room=right - left - 112, shrink=True
    )
    sheet.text(_("Tổng cộng"), left, 228, AMOUNT, room=240)
    sheet.text(
        vnd(view.total_vnd), right, 228, AMOUNT, bold=True, align="right", room=440, shrink=True
    )
    sheet.fill(Box(left, 263, right - left, theme.RULE), theme.LINE)
    room = right - left
    where = _("Hạn dùng và cách dùng ghi trên phiếu")
    sheet.text(where, left, 318, AMOUNT, room=room, shrink=True)
    sheet.text(_("Cảm ơn quý khách"), left, 388, AMOUNT, bold=True, room=room)


def _no_transfer(sheet: Sheet) -> None:
    """Practice shows no code that somebody could pay by."""
    words = _("Đang tập: không có mã chuyển khoản")
    sheet.text(words, sheet.width / 2, 256, AMOUNT, bold=True, align="centre", shrink=True)


def _practice(sheet: Sheet) -> None:
    """A frame and a band: whatever is shown, nobody pays."""
    thick = theme.TRAINING_FRAME
    for side in (
        Box(0, 0, sheet.width, _HEAD),
        Box(0, 0, thick, theme.HEIGHT),
        Box(sheet.width - thick, 0, thick, theme.HEIGHT),
        Box(0, theme.HEIGHT - thick, sheet.width, thick),
    ):
        sheet.fill(side, theme.TRAIN)
    words = _("ĐANG TẬP: không phải bán thật")
    sheet.text(
        words, sheet.width / 2, 41, theme.STRONG, bold=True, colour=theme.PAPER, align="centre"
    )
