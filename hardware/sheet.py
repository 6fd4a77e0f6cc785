"""The counter's printed sheet: orders to scan instead of touching, and codes that try a scanner.

What stands where, in millimetres from the upper left corner of an A4 page; `sheet_pdf` draws it.
"""

from dataclasses import dataclass

from codes.control import QUANTITIES, Command, ControlCode
from hardware.symbology import Symbology
from hardware.trial import Trial
from words import _

PAGE_MM = (210.0, 297.0)
MARGIN_MM = 15.0
ORDERS_PAGE, TRIALS_PAGE = 0, 1

_COLUMN = 96.0
_ORDER_CODE, _QUANTITY_CODE, _TRIAL_CODE, _SMALL_TRIAL_CODE = 30.0, 24.0, 44.0, 30.0
_ORDER_ROWS = (43.0, 84.0)
_QUANTITY_ROWS = (137.0, 181.0)
_QUANTITIES_IN_A_ROW = 5
_QUANTITY_STEP = 39.0
_LAST_ROW = 244.0
_TRIAL_ROWS = (42.0, 102.0, 162.0, 222.0)
_BESIDE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text, or a paragraph of `width` millimetres, hung up by its first baseline."""

    page: int
    x: float
    y: float
    text: str
    size: float
    """Millimetres from baseline to baseline of close lines: points are 0.353 of it."""
    bold: bool = False
    centred: bool = False
    width: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A code; `size` is the most it may be wide, without the white around it."""

    page: int
    x: float
    y: float
    size: float
    text: str
    symbology: Symbology = Symbology.QR_CODE
    level: str = "H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A thin line across the page."""

    page: int
    y: float


Item = Words | PrintedCode | Rule


def make_sheet() -> list[Item]:
    """Return everything on the two pages."""
    return [*_orders_page(), *_trials_page()]


def _orders_page() -> list[Item]:
    page, half = ORDERS_PAGE, PAGE_MM[0] / 2
    columns = (MARGIN_MM, MARGIN_MM + _COLUMN)
    first, second = _ORDER_ROWS
    return [
        Words(page=page, x=half, y=22, text=_("BẢNG LỆNH"), size=12, bold=True, centred=True),
        Words(
            page=page,
            x=half,
            y=32,
            text=_("Quét mã dưới đây thay cho chạm màn hình"),
            size=7,
            centred=True,
        ),
        Rule(page=page, y=37),
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
        Words(
            page=page,
            x=half,
            y=286,
            text=_("Mã bị mờ, bị ướt thì in lại tờ này (giấy A4, cỡ thật 100 %)."),
            size=4.6,
            centred=True,
        ),
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


def _trials_page() -> list[Item]:
    page, half = TRIALS_PAGE, PAGE_MM[0] / 2
    return [
        Words(page=page, x=half, y=22, text=_("THỬ MÁY QUÉT"), size=12, bold=True, centred=True),
        Words(
            page=page,
            x=half,
            y=31,
            text=_("Dành cho kỹ thuật viên. Chạy python -m hardware scan-test, rồi quét từng mã."),
            size=5.2,
            centred=True,
        ),
        Rule(page=page, y=36),
        *_trial(
            Trial.LAYOUT,
            1,
            _("Bàn phím"),
            _(
                "Quét mã này trước. Nếu máy báo máy quét gõ theo bàn phím nước khác, quét mã cài"
                " đặt «USB-COM» trong sách của máy quét, rồi thử lại."
            ),
        ),
        *_trial(
            Trial.SEPARATOR,
            2,
            _("Dấu ngăn trên hộp thuốc"),
            _(
                "Mã này giống mã trên hộp thuốc. Máy phải hiện lô QUAY và số sê-ri T1. Mất dấu ngăn"
                " thì số lô sẽ sai."
            ),
        ),
        *_trial(
            Trial.LETTERS,
            3,
            _("Chữ Việt"),
            _(
                "Máy phải hiện đúng dấu: TRẦN HỒNG KHÁNH, Võ Xu, Nữ. Sai dấu thì thẻ căn cước không"
                " đọc được họ tên."
            ),
        ),
        *_trial(
            Trial.SUFFIX,
            4,
            _("Dấu kết thúc"),
            _(
                "Quét mã này hai lần, cách nhau một giây. Máy phải hiện hai dòng riêng. Nếu không,"
                " quét mã cài đặt «Suffix: CR» trong sách của máy quét."
            ),
        ),
    ]


def _trial(trial: Trial, number: int, title: str, text: str) -> list[Item]:
    is_small = trial in {Trial.SEPARATOR, Trial.SUFFIX}
    size, y = (_SMALL_TRIAL_CODE if is_small else _TRIAL_CODE), _TRIAL_ROWS[number - 1]
    code = PrintedCode(
        page=TRIALS_PAGE,
        x=MARGIN_MM + (_TRIAL_CODE - size) / 2,
        y=y + (_TRIAL_CODE - size) / 2,
        size=size,
        text=trial.value,
        symbology=trial.symbology,
        level="H" if is_small else "M",
    )
    x = MARGIN_MM + _TRIAL_CODE + 10
    heading = _("{number}. {title}").format(number=number, title=title)
    return [
        code,
        Words(page=TRIALS_PAGE, x=x, y=y + 10, text=heading, size=7.5, bold=True),
        Words(
            page=TRIALS_PAGE,
            x=x,
            y=y + 19,
            text=text,
            size=5.2,
            width=PAGE_MM[0] - MARGIN_MM - x,
        ),
    ]
