"""Words for what a prescription does not allow (RX-01 to RX-09)."""

from datetime import date

from device.amounts import day, thousands
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale
from device.ui.refusals.naming import base_count, kind_words
from device.ui.refusals.stop_words import Reason, Saying
from device.ui.rich import Rich, rich
from words import _


def _see_a_doctor() -> Rich:
    return rich(_("Không có đơn: *mời khách đi khám*"))


def _scan_new() -> str:
    return _("Quét đơn mới là bán tiếp")


def _missing(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Thuốc này phải có đơn"),
        detail=_("{kind}. Chưa có đơn thuốc.").format(kind=kind_words(refusal.line)),
        steps=(rich(_("Có đơn: *quét đơn thuốc* là bán tiếp")), _see_a_doctor()),
    )


def _paper_incomplete(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chưa đủ thông tin đơn giấy"),
        detail=_("Thiếu nơi kê, người kê hoặc ngày kê."),
        steps=(
            rich(_("*Nhập nơi kê, người kê* và *ngày kê*")),
            rich(_("Đơn ghi thiếu: *mời khách quay lại nơi kê*")),
        ),
        hint=_("Quét mã đơn cũng là bán tiếp"),
    )


def _expired(refusal: Refusal, _sale: OpenSale, today: date) -> Reason:
    issued = refusal.day
    detail = (
        _("Kê ngày {day}, đã {n} ngày.").format(day=day(issued), n=thousands((today - issued).days))
        if issued
        else _("Đơn đã quá số ngày được mua thuốc.")
    )
    return Reason(
        title=_("Đơn thuốc đã quá hạn"),
        detail=detail,
        steps=(
            rich(_("*Không bán* theo đơn này")),
            rich(_("*Mời khách quay lại nơi kê* xin đơn mới")),
        ),
        hint=_scan_new(),
    )


def _not_yet(refusal: Refusal, _sale: OpenSale, today: date) -> Reason:
    return Reason(
        title=_("Chưa đến ngày kê đơn"),
        detail=_("Đơn ghi ngày {issued}, hôm nay {today}.").format(
            issued=day(refusal.day or today), today=day(today)
        ),
        steps=(
            rich(_("*Xem lại ngày* trên đơn và trên máy")),
            rich(_("Đơn ghi đúng: *hẹn khách đến hôm đó*")),
        ),
        hint=_scan_new(),
    )


def _superseded(_refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Đơn đã được thay đơn mới"),
        detail=_("Nơi kê đã gửi đơn khác thay đơn này."),
        steps=(
            rich(_("*Quét đơn mới* của khách là bán tiếp")),
            rich(_("Khách chưa có: *mời quay lại nơi kê*")),
        ),
        hint=_scan_new(),
    )


def _not_prescribed(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    instead = (
        rich(_("Đổi cùng hoạt chất: bấm *Đổi thuốc*"))
        if Way.SUBSTITUTE in refusal.ways
        else rich(_("Khách cần thuốc này: *quét đơn có kê*"))
    )
    return Reason(
        title=_("Thuốc không có trong đơn"),
        detail=_("{kind}. Đơn đang mở không kê.").format(kind=kind_words(refusal.line)),
        steps=(rich(_("*Quét đúng thuốc* ghi trong đơn")), instead),
        hint=_("Quét thuốc trong đơn là bán tiếp"),
    )


def _too_much(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    line, allowed = refusal.line, refusal.allowed or 0
    fewer = (
        rich(_("*Giảm xuống {amount}*"), amount=base_count(line, allowed))
        if allowed
        else rich(_("Đơn đã bán đủ: *không bán thêm*"))
    )
    return Reason(
        title=_("Nhiều hơn đơn kê"),
        detail=_("Đơn kê {prescribed}, đơn còn {left}.").format(
            prescribed=base_count(line, refusal.prescribed or 0), left=base_count(line, allowed)
        ),
        steps=(fewer, rich(_("Khách cần thêm: *mời xin đơn mới*"))),
    )


SAYINGS: dict[Rule, Saying] = {
    Rule.NEEDS_PRESCRIPTION: _missing,
    Rule.PAPER_INCOMPLETE: _paper_incomplete,
    Rule.PRESCRIPTION_EXPIRED: _expired,
    Rule.PRESCRIPTION_NOT_YET: _not_yet,
    Rule.SUPERSEDED: _superseded,
    Rule.NOT_PRESCRIBED: _not_prescribed,
    Rule.MORE_THAN_PRESCRIBED: _too_much,
}
