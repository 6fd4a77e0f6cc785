"""Why a pack may not be sold, and the way out: one set of words for each rule."""

from dataclasses import dataclass
from datetime import date

from device.amounts import day, thousands
from device.counter.drug import Control
from device.counter.rules import Refusal, Rule
from device.counter.sale import OpenSale, SaleLine
from device.counter.state import SaveFault
from device.ui.rich import Rich, rich
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWords:
    """What a screen that stops the sale says, from the top down."""

    title: str
    subject: str
    """Which pack, or which thing."""
    detail: str
    steps: tuple[Rich, ...]
    """What to do."""
    numbered: bool
    """Whether the steps follow each other, or are a choice."""
    ground: str
    """The rule's source, or what else stands below."""
    hint: str
    """What the scanner can do here."""
    button: str


def refusal_words(refusal: Refusal, sale: OpenSale, today: date) -> StopWords:
    """Say why a pack was refused and what to do."""
    line = refusal.line
    title, detail, steps, hint = _words(refusal, sale, today)
    is_expired = refusal.rule is Rule.EXPIRED
    return StopWords(
        title=title,
        subject=line.drug.name,
        detail=detail,
        steps=steps,
        numbered=refusal.rule in {Rule.EXPIRED, Rule.NO_BATCH},
        ground=_("Căn cứ: {law}").format(law=refusal.rule.source.law),
        hint=hint,
        button=_("Đã để riêng") if is_expired else _("Bỏ thuốc này"),
    )


def _words(refusal: Refusal, sale: OpenSale, today: date) -> tuple[str, str, tuple[Rich, ...], str]:
    """Title, detail, steps and hint."""
    line = refusal.line
    match refusal.rule:
        case Rule.EXPIRED:
            return (
                _("Không được bán: thuốc hết hạn"),
                _overdue(line, today),
                (
                    rich(_("*Để riêng* {unit} này, không trả lên kệ"), unit=unit_word(line)),
                    _another(refusal, sale),
                ),
                _("Quét {unit} khác là bán tiếp").format(unit=unit_word(line)),
            )
        case Rule.NO_BATCH:
            return (
                _("Không được bán: chưa rõ số lô"),
                _("Mã vạch không có số lô, trên kệ chưa nhập lô nào."),
                (
                    rich(_("*Quét mã vuông* trên {unit}, mã đó có số lô"), unit=unit_word(line)),
                    rich(_("Không có mã vuông: *lấy thuốc khác*")),
                ),
                _("Quét mã khác là bán tiếp"),
            )
        case Rule.NEEDS_PRESCRIPTION:
            return (
                _("Thuốc này phải có đơn"),
                _("{kind}. Chưa có đơn thuốc.").format(kind=_kind(line)),
                (
                    rich(_("Có đơn: *quét đơn thuốc* là bán tiếp")),
                    rich(_("Không có đơn: *mời khách đi khám*")),
                ),
                _("Quét thuốc khác là bán tiếp"),
            )
        case Rule.NEEDS_TYPE_N | Rule.NEEDS_TYPE_H:
            return _wrong_type(refusal, sale)
        case Rule.NEEDS_CUSTOMER:
            return (
                _("Thuốc này phải ghi tên khách"),
                _("{kind}. Thiếu tên, địa chỉ khách.").format(kind=_kind(line)),
                (
                    rich(_("Có căn cước: *quét thẻ* là bán tiếp")),
                    rich(_("Không có thẻ: *chưa bán thuốc này*")),
                ),
                _("Quét thuốc khác là bán tiếp"),
            )
        case _:
            return (
                _("Thuốc này không được bán"),
                refusal.rule.value,
                (rich(_("*Để lại thuốc này*, quét thuốc khác")),),
                _("Quét thuốc khác là bán tiếp"),
            )


def _wrong_type(refusal: Refusal, sale: OpenSale) -> tuple[str, str, tuple[Rich, ...], str]:
    letter = "N" if refusal.rule is Rule.NEEDS_TYPE_N else "H"
    missing = (
        _("{kind}. Đơn đang có không phải loại {letter}.")
        if sale.prescription
        else _("{kind}. Chưa có đơn loại {letter}.")
    )
    return (
        _("Thuốc này phải có đơn loại {letter}").format(letter=letter),
        missing.format(kind=_kind(refusal.line), letter=letter),
        (
            rich(_("Có đơn {letter}: *quét đơn đó* là bán tiếp"), letter=letter),
            rich(_("Không có đơn {letter}: *mời khách đi khám*"), letter=letter),
        ),
        _("Quét thuốc khác là bán tiếp"),
    )


def _overdue(line: SaleLine, today: date) -> str:
    batch = _("Lô {batch}").format(batch=line.batch)
    if line.expiry is None:
        return batch
    return _("{batch} · HD {expiry}, quá hạn {n} ngày").format(
        batch=batch, expiry=day(line.expiry), n=thousands((today - line.expiry).days)
    )


def _another(refusal: Refusal, sale: OpenSale) -> Rich:
    """Where a good pack is, in whole units that are not in this sale already."""
    line, good = refusal.line, refusal.good_batch
    unit = unit_word(line)
    if good is None:
        return rich(_("Trên kệ *không còn* lô nào còn hạn"))
    left = (good.on_hand - sale.taken(line.drug.id, good.number)) // line.offer.unit_size
    if left < 1:
        return rich(_("*Quét {unit} khác:* lô {batch}"), unit=unit, batch=good.number)
    return rich(
        _("*Quét {unit} khác:* trên kệ còn {n} {unit} lô {batch}"),
        unit=unit,
        n=thousands(left),
        batch=good.number,
    )


def _kind(line: SaleLine) -> str:
    """What kind of drug it is, in the words of the counter."""
    if line.drug.control is not Control.NONE:
        return control_word(line.drug.control)
    return _("Thuốc kê đơn, kháng sinh") if line.drug.antibiotic else _("Thuốc kê đơn")


def control_word(control: Control) -> str:
    """Name a class of controlled drugs."""
    return {
        Control.NONE: "",
        Control.NARCOTIC: _("Thuốc gây nghiện"),
        Control.PSYCHOTROPIC: _("Thuốc hướng thần"),
        Control.PRECURSOR: _("Thuốc tiền chất"),
        Control.NARCOTIC_COMBINATION: _("Thuốc phối hợp có chất gây nghiện"),
        Control.PSYCHOTROPIC_COMBINATION: _("Thuốc phối hợp có chất hướng thần"),
        Control.PRECURSOR_COMBINATION: _("Thuốc phối hợp có tiền chất"),
        Control.POISON: _("Thuốc độc"),
        Control.LISTED: _("Thuốc có chất trong danh mục cấm"),
    }[control]


def unit_word(line: SaleLine) -> str:
    """Return the unit of sale; a unit that is not known here stays as the catalogue names it."""
    known = {
        "hộp": _("hộp"),
        "vỉ": _("vỉ"),
        "viên": _("viên"),
        "lọ": _("lọ"),
        "chai": _("chai"),
        "gói": _("gói"),
        "ống": _("ống"),
        "tuýp": _("tuýp"),
    }
    return known.get(line.offer.unit, line.offer.unit)


def save_failed_words(fault: SaveFault) -> StopWords:
    """Say that a sale could not be written, and that no money may be taken."""
    reason = {
        SaveFault.DISK_FULL: _("Bộ nhớ của máy đã đầy."),
        SaveFault.DAMAGED: _("Sổ bán hàng trong máy không ghi được."),
    }[fault]
    return StopWords(
        title=_("Chưa bán được, khoan thu tiền"),
        subject=_("Máy chưa lưu được phiếu này"),
        detail=reason,
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("Bấm *Thử lại.* Không được thì *gọi kỹ thuật*")),
        ),
        numbered=True,
        ground=_("Các thuốc đã quét vẫn còn trên máy."),
        hint="",
        button=_("Thử lại"),
    )


def no_room_words() -> StopWords:
    """Say, before anything is paid, that no sale can be written."""
    return StopWords(
        title=_("Chưa bán được, khoan thu tiền"),
        subject=_("Máy hết chỗ lưu phiếu"),
        detail=_("Bộ nhớ của máy đã đầy, phiếu mới không lưu được."),
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("*Gọi kỹ thuật* dọn bộ nhớ, rồi bấm *Thử lại*")),
        ),
        numbered=True,
        ground=_("Các thuốc đã quét vẫn còn trên máy."),
        hint="",
        button=_("Thử lại"),
    )


def sale_in_doubt_words() -> StopWords:
    """Say that nobody knows whether the sale was written, and how to find out."""
    return StopWords(
        title=_("Chưa rõ phiếu đã lưu hay chưa"),
        subject=_("Máy gặp lỗi đúng lúc lưu phiếu"),
        detail=_("Lỗi đã được ghi lại cho kỹ thuật."),
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("Bấm *Mở lại,* xem *Vừa bán* có phiếu này chưa")),
        ),
        numbered=True,
        ground=_("Có rồi là đã bán. Chưa có thì quét lại từ đầu."),
        hint="",
        button=_("Mở lại"),
    )
