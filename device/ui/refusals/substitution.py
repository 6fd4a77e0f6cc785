"""Words for a drug that may not take another's place (RX-06)."""

from datetime import date

from device.counter.rules import Refusal, Rule
from device.counter.sale import OpenSale
from device.ui.refusals.stop_words import Reason, Saying
from device.ui.rich import rich
from words import _


def _outlet(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Không được đổi thuốc trong đơn"),
        detail=_("Chỉ nhà thuốc có quyền đổi thuốc."),
        steps=(
            rich(_("*Bán đúng thuốc* đã kê")),
            rich(_("Không có thuốc đó: *giới thiệu nhà thuốc*")),
        ),
    )


def _staff(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chỉ dược sĩ được đổi thuốc"),
        detail=_("Cần dược sĩ có bằng đại học."),
        steps=(
            rich(_("*Gọi dược sĩ* quét thẻ xác nhận")),
            rich(_("Không có dược sĩ: *bán đúng thuốc đã kê*")),
        ),
    )


def _consent(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chưa hỏi khách về đổi thuốc"),
        detail=_("Khách phải đồng ý mới được đổi."),
        steps=(
            rich(_("Khách đồng ý: bấm *Khách đồng ý*")),
            rich(_("Khách không đồng ý: *bán đúng thuốc đã kê*")),
        ),
    )


def _different(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Không thay được thuốc đã kê"),
        detail=_("Khác hoạt chất, đường dùng hoặc liều."),
        steps=(
            rich(_("*Chọn thuốc* cùng hoạt chất, đường dùng, liều")),
            rich(_("Không có: *mời khách hỏi lại nơi kê*")),
        ),
    )


SAYINGS: dict[Rule, Saying] = {
    Rule.SUBSTITUTION_OUTLET: _outlet,
    Rule.SUBSTITUTION_STAFF: _staff,
    Rule.SUBSTITUTION_CONSENT: _consent,
    Rule.SUBSTITUTION_DIFFERENT: _different,
}
