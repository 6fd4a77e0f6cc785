"""What there is to know before selling, in words: a tag for a line, one line for a strip."""

from datetime import date

from device.amounts import day
from device.counter.rules import Warn, Warning_
from device.counter.sale import OpenSale
from device.ui.refusal_sentences import refusal_words
from words import _


def warning_tag(warning: Warning_) -> str:
    """Return the few words that stand at a line, such as "còn 54 ngày"."""
    if warning.warn is Warn.SHORT_DATED:
        days = warning.detail
        return _("hạn hôm nay") if days == "0" else _("còn {n} ngày").format(n=days)
    return {
        Warn.LAST_DAY: _("ngày cuối"),
        Warn.TOO_MANY_DAYS: _("kê dài ngày"),
        Warn.CHILD: _("thiếu cân nặng"),
        Warn.SAME_INGREDIENT: _("trùng hoạt chất"),
        Warn.EARLIER_BATCH: _("có lô hạn sớm hơn"),
        Warn.NOBODY_IN_CHARGE: _("vắng phụ trách"),
        Warn.NOT_PROVEN_ESSENTIAL: _("chưa rõ thiết yếu"),
        Warn.UNCHECKED: _("chưa kiểm tra đơn"),
        Warn.DISPENSED_BEFORE: _("đơn đã bán"),
        Warn.SUPPLEMENT: _("không phải thuốc"),
        Warn.NO_POSTED_PRICE: _("chưa có giá"),
        Warn.LICENCE_ENDED: _("hết giấy phép"),
        Warn.RESTRICTED: _("hạn chế bán lẻ"),
        Warn.EASED: _("cần xem lại"),
    }[warning.warn]


def warning_words(warning: Warning_, today: date) -> str:
    """Say in one line what there is to know, and what to do about it."""
    if warning.refusal:
        return refusal_words(warning.refusal, OpenSale(), today).title
    if warning.warn is Warn.SHORT_DATED:
        return _short_dated(warning)
    detail = warning.detail
    if warning.warn is Warn.LICENCE_ENDED:
        detail = day(date.fromisoformat(detail))
    return _sentence(warning.warn).format(detail=detail)


def _short_dated(warning: Warning_) -> str:
    batch = warning.line.batch if warning.line else ""
    if warning.detail == "0":
        return _("Lô {batch} hết hạn hôm nay. Báo khách biết trước khi bán.").format(batch=batch)
    return _("Lô {batch} còn {n} ngày là hết hạn. Báo khách biết trước khi bán.").format(
        batch=batch, n=warning.detail
    )


def _sentence(warn: Warn) -> str:
    return {
        Warn.LAST_DAY: _("Hôm nay là ngày cuối của đơn. Khách cần thì bán hết phần còn lại."),
        Warn.TOO_MANY_DAYS: _("Đơn kê quá {detail} ngày. Nghi ngờ thì hỏi người kê đơn."),
        Warn.CHILD: _("Trẻ dưới 72 tháng, đơn thiếu cân nặng. Hỏi người đưa trẻ."),
        Warn.SAME_INGREDIENT: _("Trùng hoạt chất: {detail}. Hỏi dược sĩ trước khi bán."),
        Warn.EARLIER_BATCH: _("Còn lô khác hết hạn sớm hơn: {detail}. Nên bán lô đó trước."),
        Warn.NOBODY_IN_CHARGE: _("Vắng người phụ trách chuyên môn. Mời người đó quét thẻ."),
        Warn.NOT_PROVEN_ESSENTIAL: _("Chưa rõ là thuốc thiết yếu. Hỏi người phụ trách."),
        Warn.UNCHECKED: _("Chưa kiểm tra được đơn. Cứ bán theo đơn, có mạng là máy gửi."),
        Warn.DISPENSED_BEFORE: _("Đơn này đã bán tại đây rồi. Xem lại, chỉ bán phần còn thiếu."),
        Warn.SUPPLEMENT: _("Đây là thực phẩm bảo vệ sức khỏe, không phải thuốc."),
        Warn.NO_POSTED_PRICE: _("Chưa có giá bán. Hỏi chủ cơ sở trước khi bán."),
        Warn.LICENCE_ENDED: _("Giấy phép hết hạn ngày {detail}. Báo người phụ trách."),
        Warn.RESTRICTED: _("Thuốc hạn chế bán lẻ. Hỏi dược sĩ trước khi bán."),
        Warn.EASED: _("Xem lại thuốc này trước khi bán."),
    }[warn]
