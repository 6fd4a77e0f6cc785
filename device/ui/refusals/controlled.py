"""Words for controlled drugs (CTL-04 to CTL-11)."""

from datetime import date

from device.amounts import day
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale
from device.ui.refusals.naming import kind_words
from device.ui.refusals.stop_words import Reason, Saying
from device.ui.rich import Rich, rich
from words import _


def _wrong_type(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    letter = "N" if refusal.rule is Rule.NEEDS_TYPE_N else "H"
    missing = (
        _("{kind}. Đơn đang có không phải loại {letter}.")
        if sale.prescription
        else _("{kind}. Chưa có đơn loại {letter}.")
    )
    return Reason(
        title=_("Thuốc này phải có đơn loại {letter}").format(letter=letter),
        detail=missing.format(kind=kind_words(refusal.line), letter=letter),
        steps=_find_type(refusal, sale, letter),
    )


def _find_type(refusal: Refusal, sale: OpenSale, letter: str) -> tuple[Rich, Rich]:
    """Say how to go on; one sale stands on one prescription."""
    if Way.PAPER_PRESCRIPTION in refusal.ways:
        have_it = rich(_("*Quét đơn {letter},* hoặc nhập *mã 14 ký tự …-{letter}*"), letter=letter)
    elif sale.prescription and any(line.drug.prescription_only for line in sale.lines):
        then = rich(_("Rồi quét lại thuốc này và *đơn {letter}*"), letter=letter)
        return rich(_("*Thu tiền* thuốc đã quét trước")), then
    else:
        have_it = rich(_("Có đơn {letter}: *quét đơn đó* là bán tiếp"), letter=letter)
    return have_it, rich(_("Không có đơn {letter}: *mời khách đi khám*"), letter=letter)


def _nobody_named(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Thuốc này phải ghi tên khách"),
        detail=_("{kind}. Thiếu tên, địa chỉ khách.").format(kind=kind_words(refusal.line)),
        steps=(
            rich(_("Có căn cước: *quét thẻ* là bán tiếp")),
            rich(_("Không có thẻ: bấm *Nhập tên khách*")),
        ),
    )


def _nobody_identified(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chưa xem giấy tờ người nhận"),
        detail=_("Thuốc gây nghiện: người nhận phải có căn cước."),
        steps=(
            rich(_("*Quét thẻ,* hoặc xem thẻ rồi bấm *Đã xem*")),
            rich(_("Không có giấy tờ: *chưa giao thuốc*")),
        ),
    )


def _early(refusal: Refusal, _sale: OpenSale, today: date) -> Reason:
    begins = day(refusal.day or today)
    return Reason(
        title=_("Chưa đến đợt lĩnh thuốc"),
        detail=_("Đợt này lĩnh được từ ngày {day}.").format(day=begins),
        steps=(
            rich(_("*Chưa bán* thuốc của đợt này")),
            rich(_("*Hẹn khách đến* từ ngày {day}"), day=begins),
        ),
    )


def _over(refusal: Refusal, _sale: OpenSale, today: date) -> Reason:
    return Reason(
        title=_("Đã qua ngày lĩnh của đợt này"),
        detail=_("Ngày lĩnh cuối là {day}.").format(day=day(refusal.day or today)),
        steps=(
            rich(_("*Không bán* thuốc của đợt này")),
            rich(_("*Mời khách quay lại nơi kê* đơn")),
        ),
    )


SAYINGS: dict[Rule, Saying] = {
    Rule.NEEDS_TYPE_N: _wrong_type,
    Rule.NEEDS_TYPE_H: _wrong_type,
    Rule.NEEDS_CUSTOMER: _nobody_named,
    Rule.TRANCHE_ID: _nobody_identified,
    Rule.TRANCHE_EARLY: _early,
    Rule.TRANCHE_OVER: _over,
}
