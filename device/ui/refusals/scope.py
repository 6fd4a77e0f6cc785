"""Words for what this outlet may not sell at all (SC-01 to SC-08, CTL-03)."""

from datetime import date

from device.amounts import day
from device.counter.rules import Refusal, Rule
from device.counter.sale import OpenSale
from device.ui.refusals.naming import (
    another_hint,
    another_pack,
    batch_words,
    control_word,
    leave_it,
    tell_in_charge,
)
from device.ui.refusals.stop_words import Reason, Saying
from device.ui.rich import Rich, rich
from device.ui.units import unit_name
from words import _


def _send_to_pharmacy() -> Rich:
    return rich(_("*Giới thiệu khách* đến nhà thuốc"))


def _out_of_scope(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Thuốc ngoài giấy phép"),
        detail=_("Giấy phép của cơ sở không gồm thuốc này."),
        steps=(leave_it(), rich(_("*Giới thiệu khách* đến cơ sở phù hợp"))),
    )


def _licence_ended(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    until = day(refusal.day) if refusal.day else ""
    return Reason(
        title=_("Giấy phép đã hết hạn"),
        detail=_("Giấy phép bán thuốc hết hạn ngày {day}.").format(day=until)
        if until
        else _("Giấy phép bán thuốc đã hết hạn."),
        steps=(leave_it(), rich(_("*Báo người phụ trách* gia hạn giấy phép"))),
    )


def _not_for_counter(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Quầy thuốc không được bán"),
        detail=_("Chỉ bán thuốc thiết yếu và thuốc không kê đơn."),
        steps=(leave_it(), _send_to_pharmacy()),
    )


def _not_for_cabinet(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Tủ thuốc không được bán"),
        detail=_("Chỉ bán thuốc thiết yếu dùng cho tuyến xã."),
        steps=(leave_it(), _send_to_pharmacy()),
    )


def _vaccine(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Vắc xin không được bán lẻ"),
        detail=_("Chỉ cơ sở tiêm chủng được dùng vắc xin."),
        steps=(leave_it(), rich(_("*Mời khách* đến cơ sở tiêm chủng"))),
    )


def _not_retail(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Lô này không phải để bán"),
        detail=_("{batch}: thuốc chương trình, BHYT hoặc hàng mẫu.").format(
            batch=batch_words(refusal.line)
        ),
        steps=(
            rich(_("*Cất lại* {unit} này vào đúng chỗ"), unit=unit_name(refusal.line.offer.unit)),
            another_pack(refusal, sale),
        ),
        numbered=True,
        hint=another_hint(refusal.line),
    )


def _restricted(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Thuốc hạn chế bán lẻ"),
        detail=_("Theo đơn này, thuốc chỉ cấp tại nơi điều trị."),
        steps=(leave_it(), rich(_("*Mời khách nhận thuốc* tại nơi điều trị"))),
    )


def _unsaleable(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Hàng này không được bán"),
        detail=_("Nguyên liệu, thuốc thử lâm sàng hoặc hàng mẫu."),
        steps=(leave_it(), tell_in_charge()),
    )


def _no_permission(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chưa được phép bán thuốc này"),
        detail=_("{kind}: chưa có trong giấy phép.").format(
            kind=control_word(refusal.line.drug.control) or _("Loại thuốc này")
        ),
        steps=(leave_it(), tell_in_charge()),
    )


SAYINGS: dict[Rule, Saying] = {
    Rule.OUT_OF_SCOPE: _out_of_scope,
    Rule.LICENCE_ENDED: _licence_ended,
    Rule.NOT_FOR_DRUG_COUNTER: _not_for_counter,
    Rule.NOT_FOR_CABINET: _not_for_cabinet,
    Rule.VACCINE: _vaccine,
    Rule.NOT_RETAIL_STOCK: _not_retail,
    Rule.RESTRICTED: _restricted,
    Rule.UNSALEABLE: _unsaleable,
    Rule.NO_PERMISSION: _no_permission,
}
