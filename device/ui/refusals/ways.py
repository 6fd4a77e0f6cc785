"""What stands on the button of each way out, and beside it."""

from dataclasses import dataclass

from device.counter.rules import Way
from words import _


@dataclass(frozen=True, slots=True)
class WayWords:
    """A way out of a refusal."""

    button: str
    note: str = ""
    """What pressing it entails; empty: nothing out of the ordinary."""


def way_words(way: Way) -> WayWords:
    """Say what a way out is called, and what it entails."""
    return {
        Way.PAPER_PRESCRIPTION: WayWords(_("Có đơn giấy"), _("Nhập nơi kê, người kê, ngày kê")),
        Way.EMERGENCY: WayWords(_("Dược sĩ quyết định"), _("Máy ghi lý do và báo Sở Y tế")),
        Way.BUYER: WayWords(_("Nhập tên khách"), _("Tên, địa chỉ được niêm phong")),
        Way.LESS: WayWords(_("Bán phần còn lại")),
        Way.SUBSTITUTE: WayWords(_("Đổi thuốc"), _("Dược sĩ xác nhận, khách đồng ý")),
        Way.CONSENT: WayWords(_("Khách đồng ý")),
        Way.SEEN_CARD: WayWords(_("Đã xem"), _("Máy không ghi số thẻ")),
        Way.BATCH: WayWords(_("Nhập số lô"), _("Chép số lô, hạn dùng trên hộp")),
        Way.IN_HAND: WayWords(_("Thuốc có thật"), _("Máy ghi là sổ lệch, kiểm kê sau")),
        Way.SET_ASIDE: WayWords(_("Đã để riêng"), _("Máy ghi vào chỗ để riêng")),
        Way.OUTSIDE_PRESCRIPTION: WayWords(_("Bán ngoài đơn")),
        Way.AT_LIMIT: WayWords(_("Bán đúng giá")),
        Way.CALL_PHARMACIST: WayWords(_("Gọi dược sĩ")),
    }[way]


def way_word(way: Way) -> str:
    """Return what stands on a way's button."""
    return way_words(way).button
