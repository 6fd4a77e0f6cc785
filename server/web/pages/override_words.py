"""Words for rules that were set aside, and for why."""

from words import _


def rule(code: str) -> str:
    """Say what a rule wants; its code, if nobody has put it into words."""
    words = {
        "RX-01": _("Thuốc kê đơn phải có đơn"),
        "RX-03": _("Đơn phải còn hạn"),
        "RX-04": _("Không bán quá lượng trong đơn"),
        "RX-06": _("Thay thuốc trong đơn"),
        "RX-09": _("Đơn đã được thay bằng đơn mới"),
        "PRC-02": _("Không quá giá niêm yết"),
    }
    return f"{words[code]} ({code})" if code in words else code


def reason(name: str) -> str:
    """Say why; as it was written, if it is none of the usual reasons."""
    words = {
        "paper": _("Đã xem đơn giấy"),
        "paper_seen": _("Đã xem đơn giấy"),
        "emergency": _("Trường hợp cấp cứu"),
    }
    return words.get(name, name)
