"""The last page of the sheet: codes that try a scanner, for the technician."""

from hardware.sheet_items import MARGIN_MM, PAGE_MM, Item, PrintedCode, Rule, Words
from hardware.trial import Trial
from words import _

TRIALS_PAGE = 3
_TRIAL_CODE, _SMALL_TRIAL_CODE = 44.0, 30.0
_TRIAL_ROWS = (42.0, 102.0, 162.0, 222.0)


def trials_page() -> list[Item]:
    """Return everything on the page."""
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
