"""The first page of the sheet: the orders of every sale."""

from codes.control import QUANTITIES, Command, ControlCode
from hardware.sheet_items import MARGIN_MM, Item, PrintedCode, Rule, Words, foot, heading
from words import _

ORDERS_PAGE = 0
_COLUMN = 96.0
_ORDER_CODE, _QUANTITY_CODE = 30.0, 24.0
_ORDER_ROWS = (43.0, 84.0)
_QUANTITY_ROWS = (137.0, 181.0)
_QUANTITIES_IN_A_ROW = 5
_QUANTITY_STEP = 39.0
_LAST_ROW = 244.0
_BESIDE = 6.0


def orders_page() -> list[Item]:
    """Return everything on the page."""
    page = ORDERS_PAGE
    columns = (MARGIN_MM, MARGIN_MM + _COLUMN)
    first, second = _ORDER_ROWS
    return [
        *heading(page, _("BẢNG LỆNH"), _("Quét mã dưới đây thay cho chạm màn hình")),
        *_order(Command.PAY_CASH, columns[0], first, _("Thu\ntiền mặt")),
        *_order(Command.PAY_BY_QR, columns[1], first, _("Chuyển\nkhoản")),
        *_order(Command.REMOVE_LAST, columns[0], second, _("Bỏ mã\nvừa quét")),
        *_order(Command.REPRINT, columns[1], second, _("In lại\nphiếu")),
        Rule(page=page, y=120),
        Words(
            page=page,
            x=MARGIN_MM,
            y=130,
            text=_("Mua nhiều hộp giống nhau: quét một hộp, rồi quét số"),
            size=7,
            bold=True,
        ),
        *[item for number in QUANTITIES for item in _quantity(number)],
        Rule(page=page, y=229),
        Words(page=page, x=MARGIN_MM, y=238, text=_("Ít khi dùng"), size=7, bold=True),
        *_order(Command.CANCEL, columns[0], _LAST_ROW, _("Bỏ cả lượt\nbán này")),
        *_order(Command.END_SHIFT, columns[1], _LAST_ROW, _("Kết ca")),
        foot(page),
    ]


def _order(command: Command, x: float, y: float, label: str) -> list[Item]:
    code = PrintedCode(page=ORDERS_PAGE, x=x, y=y, size=_ORDER_CODE, text=ControlCode(command).text)
    lines = label.split("\n")
    first = y + _ORDER_CODE / 2 + 3.5 - 5.5 * (len(lines) - 1)
    return [
        code,
        *(
            Words(
                page=ORDERS_PAGE,
                x=x + _ORDER_CODE + _BESIDE,
                y=first + 11 * number,
                text=line,
                size=11,
                bold=True,
            )
            for number, line in enumerate(lines)
        ),
    ]


def _quantity(number: int) -> list[Item]:
    row, column = divmod(number - QUANTITIES.start, _QUANTITIES_IN_A_ROW)
    x, y = MARGIN_MM + column * _QUANTITY_STEP, _QUANTITY_ROWS[row]
    return [
        PrintedCode(
            page=ORDERS_PAGE,
            x=x,
            y=y,
            size=_QUANTITY_CODE,
            text=ControlCode(Command.QUANTITY, number).text,
        ),
        Words(
            page=ORDERS_PAGE,
            x=x + _QUANTITY_CODE / 2,
            y=y + _QUANTITY_CODE + 10,
            text=str(number),
            size=11,
            bold=True,
            centred=True,
        ),
    ]
