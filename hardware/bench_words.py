"""What the technician's bench says of a read and of what it means."""

from codes import (
    Badge,
    CitizenCard,
    Code,
    ControlCode,
    InsuranceCard,
    Pack,
    PrescriptionCode,
    ReceiptCode,
    RegistrationNumber,
    Unknown,
    VietQR,
    Why,
)
from hardware.trial import Trial
from words import _

_ENDS = {"\r": "Enter", "\n": "LF", "\t": "Tab"}


def ending(suffix: str | None) -> str:
    """Say how a read ended; "" where there is nothing to say."""
    if suffix is None:
        return ""
    return _ENDS.get(suffix) or _("không có dấu kết thúc")


def trial_title(trial: Trial) -> str:
    """Return the name of a code of the sheet's second page."""
    match trial:
        case Trial.LAYOUT:
            return _("Mã thử 1: bàn phím")
        case Trial.SEPARATOR:
            return _("Mã thử 2: dấu ngăn GS1")
        case Trial.LETTERS:
            return _("Mã thử 3: chữ Việt")
        case Trial.SUFFIX:
            return _("Mã thử 4: dấu kết thúc")


def meaning(code: Code) -> str:
    """Say what a code is, and of a person only whether it holds."""
    match code:
        case CitizenCard():
            return _card(code)
        case InsuranceCard():
            valid = _valid(code.form is not None)
            return _("thẻ bảo hiểm y tế: số thẻ {valid}").format(valid=valid)
        case Pack():
            return _pack(code)
        case Unknown():
            return _("mã chưa hiểu được: {why}").format(why=_why(code.why))
        case _:
            return _kind(code)


def _kind(code: Code) -> str:
    kinds: dict[type[Code], str] = {
        Badge: _("thẻ nhân viên"),
        ControlCode: _("lệnh của quầy"),
        PrescriptionCode: _("mã đơn thuốc"),
        ReceiptCode: _("mã của phiếu bán"),
        RegistrationNumber: _("số đăng ký thuốc"),
        VietQR: _("mã chuyển khoản VietQR"),
    }
    return _("{kind}: hợp lệ").format(kind=kinds[type(code)])


def _why(why: Why) -> str:
    reasons = {
        Why.BAD_CARD: _("giống căn cước, nhưng có mục không hợp lệ"),
        Why.BAD_INSURANCE_CARD: _("giống thẻ bảo hiểm y tế, nhưng có mục không hợp lệ"),
        Why.BAD_PAYMENT_CODE: _("giống mã chuyển khoản, nhưng có mục không hợp lệ"),
        Why.BAD_CRC: _("mã chuyển khoản đọc sai"),
        Why.BAD_CHECK_DIGIT: _("sai số kiểm tra"),
        Why.BAD_GS1: _("mã GS1 không đúng"),
        Why.LOST_SEPARATOR: _("có vẻ mất dấu ngăn GS1"),
        Why.NOT_TEXT: _("chữ không đọc được"),
        Why.TOO_LONG: _("quá dài"),
    }
    return reasons.get(why) or _("không giống loại mã nào")


def _card(card: CitizenCard) -> str:
    letters = sum(character.isalpha() for character in card.name)
    return _("căn cước: số hợp lệ, ngày sinh hợp lệ, họ tên {valid} ({count} chữ cái)").format(
        valid=_valid(card.reliable), count=letters
    )


def _pack(pack: Pack) -> str:
    said = [_("hộp thuốc, GTIN {gtin}").format(gtin=pack.gtin)]
    if pack.batch:
        said.append(_("lô {batch}").format(batch=pack.batch))
    if pack.expiry:
        said.append(_("hạn dùng {expiry}").format(expiry=f"{pack.expiry:%d/%m/%Y}"))
    if pack.serial:
        said.append(_("số sê-ri {serial}").format(serial=pack.serial))
    return ", ".join(said)


def _valid(is_valid: bool) -> str:  # noqa: FBT001 - what is valid stands before it
    return _("hợp lệ") if is_valid else _("không hợp lệ")
