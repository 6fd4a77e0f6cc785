"""The second and third page of the sheet: every other thing that the counter can be told."""

from codes.control import BUTTONS, DIGITS, Command, ControlCode
from hardware.sheet_items import MARGIN_MM, Item, PrintedCode, Words, foot, heading
from words import _

MORE_PAGE, KEYS_PAGE = 1, 2
_CODE = 24.0
_COLUMNS = 3
_COLUMN = 60.0
_BESIDE = 5.0
_FIRST_HEADING, _HEADING, _ROW = 46.0, 6.0, 38.0
_KEYS_IN_A_ROW = 5
_KEY_STEP, _KEY_ROW = 39.0, 45.0

Labelled = tuple[Command, str]


def more_page() -> list[Item]:
    """Return the orders for every screen, for a sale, and for stock."""
    head = heading(MORE_PAGE, _("BẢNG LỆNH, TỜ 2"), _("Quét mã dưới đây thay cho chạm màn hình"))
    items, y = head, _FIRST_HEADING
    for title, orders in _groups():
        items.append(_title(MORE_PAGE, title, y))
        items += _group(orders, y + _HEADING)
        y += _HEADING + _ROW * -(-len(orders) // _COLUMNS)
    return [*items, foot(MORE_PAGE)]


def _groups() -> list[tuple[str, list[Labelled]]]:
    return [
        (
            _("Trên mọi màn hình"),
            [
                (Command.MENU, _("Việc khác")),
                (Command.BACK, _("Quay lại")),
                (Command.CONFIRM, _("Xong")),
                (Command.NEXT, _("Xem tiếp")),
                (Command.PRINT, _("In trang\nnày")),
                (Command.SEARCH, _("Tìm thuốc")),
            ],
        ),
        (
            _("Bán hàng"),
            [
                (Command.MONEY_SEEN, _("Tiền\nđã về")),
                (Command.PARK, _("Gác lại, bán\nkhách khác")),
                (Command.UNPARK, _("Bán tiếp\nlượt gác")),
                (Command.LABELS, _("In nhãn\ncách dùng")),
                (Command.RETURN, _("Trả hàng,\nhủy phiếu")),
                (Command.SIGN_OUT, _("Đổi\nngười bán")),
            ],
        ),
        (
            _("Kho thuốc"),
            [
                (Command.STOCK, _("Xem thuốc\ntrên kệ")),
                (Command.DELIVERY, _("Nhập hàng")),
                (Command.COUNT, _("Kiểm kê")),
            ],
        ),
    ]


def _group(orders: list[Labelled], y: float) -> list[Item]:
    items: list[Item] = []
    for number, (command, label) in enumerate(orders):
        row, column = divmod(number, _COLUMNS)
        x, top = MARGIN_MM + column * _COLUMN, y + row * _ROW
        items.append(_code(MORE_PAGE, x, top, ControlCode(command)))
        items += _label(label, x + _CODE + _BESIDE, top)
    return items


def _label(label: str, x: float, top: float) -> list[Item]:
    lines = label.split("\n")
    first = top + _CODE / 2 + 2.2 - 3.6 * (len(lines) - 1)
    return [
        Words(page=MORE_PAGE, x=x, y=first + 7.2 * number, text=line, size=7, bold=True)
        for number, line in enumerate(lines)
    ]


def keys_page() -> list[Item]:
    """Return the orders that press the buttons of a screen and type digits."""
    page = KEYS_PAGE
    buttons = [ControlCode(Command.PRESS, number) for number in BUTTONS]
    digits = [ControlCode(Command.DIGIT, number) for number in DIGITS]
    erase = ControlCode(Command.ERASE)
    below = _FIRST_HEADING + _HEADING + 2 * _KEY_ROW + _HEADING
    rest = below + _HEADING + 2 * _KEY_ROW
    return [
        *heading(page, _("BẢNG LỆNH, TỜ 3"), _("Bấm nút trên màn hình, gõ số bằng máy quét")),
        _title(page, _("Bấm nút thứ mấy trên màn hình, đếm từ trên xuống, từ trái qua"), 46),
        *_keys([(code, str(code.number)) for code in buttons], _FIRST_HEADING + _HEADING),
        _title(page, _("Gõ số"), below),
        *_keys([(code, str(code.number)) for code in digits], below + _HEADING),
        *_keys([(erase, _("Xóa"))], rest),
        foot(page),
    ]


def _keys(codes: list[tuple[ControlCode, str]], y: float) -> list[Item]:
    items: list[Item] = []
    for number, (code, label) in enumerate(codes):
        row, column = divmod(number, _KEYS_IN_A_ROW)
        x, top = MARGIN_MM + column * _KEY_STEP, y + row * _KEY_ROW
        under = Words(
            page=KEYS_PAGE,
            x=x + _CODE / 2,
            y=top + _CODE + 9.5,
            text=label,
            size=8,
            bold=True,
            centred=True,
        )
        items += [_code(KEYS_PAGE, x, top, code), under]
    return items


def _code(page: int, x: float, y: float, code: ControlCode) -> Item:
    return PrintedCode(page=page, x=x, y=y, size=_CODE, text=code.text)


def _title(page: int, text: str, y: float) -> Item:
    return Words(page=page, x=MARGIN_MM, y=y, text=text, size=7, bold=True)
