"""What is wrong with a scanner, and what mends it, in the words of the scanners' own books."""

from hardware.diagnosis import Fault, Finding
from words import _


def fault_title(finding: Finding) -> str:
    """Say what is wrong."""
    match finding.fault:
        case Fault.WRONG_LAYOUT:
            return _("máy quét gõ theo bàn phím {country}").format(country=_country(finding.detail))
        case Fault.CHARACTERS_ADDED:
            return _("máy quét thêm ký tự lạ vào mã: {added}").format(added=repr(finding.detail))
        case Fault.SEPARATOR_REPLACED:
            what = repr(finding.detail)
            return _("máy quét thay dấu ngăn GS1 (GS) bằng {what}").format(what=what)
        case _:
            return _plain_title(finding.fault)


def _plain_title(fault: Fault) -> str:
    titles = {
        Fault.CASE_CHANGED: _("máy quét đổi chữ hoa thành chữ thường hoặc ngược lại"),
        Fault.NO_SUFFIX: _("máy quét không gửi Enter sau mỗi mã"),
        Fault.SEPARATOR_DROPPED: _("máy quét bỏ mất dấu ngăn GS1 (GS), số lô sẽ sai"),
        Fault.SEPARATOR_DOUBTFUL: _("hộp thuốc này có vẻ thiếu dấu ngăn GS1 (GS)"),
        Fault.LETTERS_MANGLED: _("máy quét gửi chữ Việt sai bảng mã; máy tính tự sửa được"),
        Fault.LETTERS_LOST: _("máy quét làm mất chữ Việt, họ tên không dùng được"),
        Fault.DOUBLED: _("máy quét đọc một mã hai lần"),
    }
    return titles[fault]


def mend(finding: Finding) -> str:
    """Say what to do about it."""
    match finding.fault:
        case Fault.WRONG_LAYOUT if finding.detail not in {"", "us"}:
            return _(
                "quét mã cài đặt bàn phím Mỹ trong sách của máy quét: «Keyboard Country: USA»;"
                ' nếu sách không có, ghi layout = "{layout}" vào mục [hardware.evdev]'
            ).format(layout=finding.detail)
        case Fault.WRONG_LAYOUT if finding.detail:
            return _('ghi layout = "us" vào mục [hardware.evdev]')
        case Fault.SEPARATOR_REPLACED if len(finding.detail) == 1:
            return _(
                "quét mã cài đặt «USB-COM» hoặc «GS Replacement: Off» trong sách của máy quét; nếu"
                ' không được, ghi separator = "{what}" vào mục [hardware.evdev]'
            ).format(what=finding.detail.replace("\\", "\\\\"))
        case _:
            return _plain_mend(finding.fault)


def _plain_mend(fault: Fault) -> str:
    separator = _(
        "quét mã cài đặt «USB-COM» (USB Virtual COM) trong sách của máy quét; nếu phải giữ kiểu bàn"
        " phím: bật «GS = Ctrl+]» hoặc «GS = F8»"
    )
    letters = _(
        "quét mã cài đặt «USB-COM» và «UTF-8» (hoặc «Original Data») trong sách của máy quét"
    )
    mends = {
        Fault.WRONG_LAYOUT: _(
            "quét mã cài đặt «USB-COM» trong sách của máy quét, hoặc «Keyboard Country: USA»"
        ),
        Fault.CASE_CHANGED: _(
            "quét mã cài đặt «Caps Lock: Off» và «Case: No Change» trong sách của máy quét"
        ),
        Fault.CHARACTERS_ADDED: _(
            "quét mã cài đặt «No Prefix», «No Code ID» trong sách của máy quét; sau mã chỉ để Enter"
        ),
        Fault.NO_SUFFIX: _("quét mã cài đặt «Suffix: CR» (thêm Enter) trong sách của máy quét"),
        Fault.SEPARATOR_DROPPED: separator,
        Fault.SEPARATOR_REPLACED: separator,
        Fault.SEPARATOR_DOUBTFUL: separator,
        Fault.LETTERS_MANGLED: letters,
        Fault.LETTERS_LOST: letters,
        Fault.DOUBLED: _(
            "quét mã cài đặt «Same Code Delay» từ 0,7 giây trở lên trong sách của máy quét"
        ),
    }
    return mends[fault]


def _country(layout: str) -> str:
    countries = {"us": _("Mỹ"), "fr": _("Pháp"), "de": _("Đức"), "vi": _("Việt Nam")}
    return countries.get(layout) or _("của nước khác")
