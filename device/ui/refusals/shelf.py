"""Words for packs that are expired, held, unknown or missing in the book, and for prices."""

from datetime import date

from device.amounts import day, thousands, vnd
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale
from device.ui.refusals.naming import (
    another_hint,
    another_pack,
    base_count,
    batch_words,
    put_aside,
)
from device.ui.refusals.stop_words import Reason, Saying
from device.ui.rich import Rich, rich
from device.ui.units import unit_name
from words import _


def _expired(refusal: Refusal, sale: OpenSale, today: date) -> Reason:
    line = refusal.line
    detail = batch_words(line)
    if line.expiry is not None:
        detail = _("{batch} · HD {expiry}, quá hạn {n} ngày").format(
            batch=detail, expiry=day(line.expiry), n=thousands((today - line.expiry).days)
        )
    return _aside(_("Không được bán: thuốc hết hạn"), detail, refusal, sale)


def _recalled(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    hold = refusal.hold
    detail = batch_words(refusal.line)
    if hold and hold.level:
        detail = _("{batch} · Thu hồi mức {level}").format(batch=detail, level=hold.level)
    if hold and hold.number:
        detail = f"{detail} · {hold.number}"
    return _aside(_("Không được bán: thuốc thu hồi"), detail, refusal, sale)


def _suspended(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    detail = batch_words(refusal.line)
    if refusal.hold and refusal.hold.number:
        detail = f"{detail} · {refusal.hold.number}"
    return _aside(_("Không được bán: tạm ngừng bán"), detail, refusal, sale)


def _sealed(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    still = rich(_("*Giữ nguyên,* không bán, không di chuyển"))
    return _aside(
        _("Lô này bị Sở Y tế niêm phong"),
        batch_words(refusal.line),
        refusal,
        sale,
        first=still,
    )


def _aside(
    title: str, detail: str, refusal: Refusal, sale: OpenSale, *, first: Rich | None = None
) -> Reason:
    return Reason(
        title=title,
        detail=detail,
        steps=(first or put_aside(refusal.line), another_pack(refusal, sale)),
        numbered=True,
        hint=another_hint(refusal.line),
    )


def _no_batch(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    return Reason(
        title=_("Chưa rõ số lô, hạn dùng"),
        detail=_("Trong sổ không còn lô nào khớp với thuốc này."),
        steps=(
            rich(
                _("*Quét mã vuông* trên {unit}, hoặc bấm *Nhập số lô*"),
                unit=unit_name(refusal.line.offer.unit),
            ),
            rich(_("Hàng mới về: ghi ở *Nhập hàng* trước khi bán")),
        ),
        hint=_("Quét mã khác là bán tiếp"),
    )


def _not_enough(refusal: Refusal, sale: OpenSale, _today: date) -> Reason:
    line, left = refusal.line, refusal.allowed or 0
    title, detail = _("Trong sổ không đủ thuốc"), _("{batch} · theo sổ còn {left}.")
    if not left:
        title, detail = _("Trong sổ không có lô này"), _("{batch} · theo sổ không còn.")
    elif sale.override(refusal.rule.source.code, line.drug.id, line.batch):
        title, detail = _("Nhiều hơn số đã xác nhận"), _("{batch} · mới xác nhận có {left}.")
    less = Way.LESS in refusal.ways
    return Reason(
        title=title,
        detail=detail.format(batch=batch_words(line), left=base_count(line, left)),
        steps=(
            rich(_("*Giảm số lượng,* hoặc quét lô khác"))
            if less
            else rich(_("*Xem lại số lô,* hoặc quét {unit} khác"), unit=unit_name(line.offer.unit)),
            rich(_("Thuốc đang trên tay: bấm *Thuốc có thật*")),
        ),
        hint=another_hint(line),
    )


def _above_posted(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    limit = vnd(refusal.limit_vnd or 0)
    return Reason(
        title=_("Cao hơn giá niêm yết"),
        detail=_("Giá bán {price}, giá niêm yết {limit}.").format(
            price=vnd(refusal.line.offer.price_vnd), limit=limit
        ),
        steps=(
            rich(_("*Bán đúng giá niêm yết:* {limit}"), limit=limit),
            rich(_("Giá niêm yết đã cũ: *đổi bảng giá*")),
        ),
    )


def _above_margin(refusal: Refusal, _sale: OpenSale, _today: date) -> Reason:
    limit = vnd(refusal.limit_vnd or 0)
    return Reason(
        title=_("Giá vượt mức tối đa"),
        detail=_("Giá bán {price}, cao nhất {limit}.").format(
            price=vnd(refusal.line.offer.price_vnd), limit=limit
        ),
        steps=(
            rich(_("*Giảm giá xuống {limit}*"), limit=limit),
            rich(_("*Báo người phụ trách* sửa bảng giá")),
        ),
    )


SAYINGS: dict[Rule, Saying] = {
    Rule.EXPIRED: _expired,
    Rule.RECALLED: _recalled,
    Rule.SUSPENDED: _suspended,
    Rule.SEALED: _sealed,
    Rule.NO_BATCH: _no_batch,
    Rule.NOT_ENOUGH: _not_enough,
    Rule.ABOVE_POSTED: _above_posted,
    Rule.ABOVE_MARGIN: _above_margin,
}
