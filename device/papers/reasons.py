"""Reasons, from the names that entries keep to the words that papers show."""

from words import _


def return_words(reason: str) -> str:
    """Say why a customer brought something back; a reason that is no name stands as it is."""
    return {
        "wrong-drug": _("Bán nhầm thuốc"),
        "not-needed": _("Không dùng nữa"),
        "reaction": _("Bị phản ứng thuốc"),
        "recalled": _("Thuốc bị thu hồi"),
    }.get(reason, reason)


def void_words(reason: str) -> str:
    """Say why a sale was undone."""
    return {
        "wrong-entry": _("Nhập sai"),
        "buyer-left": _("Khách không lấy"),
        "mistake": _("Bấm nhầm"),
    }.get(reason, reason)


def gone_words(reason: str) -> str:
    """Say why goods left unsold."""
    return {
        "expired": _("Hết hạn"),
        "damaged": _("Hỏng, vỡ"),
        "recalled": _("Thuốc bị thu hồi"),
        "returned-to-supplier": _("Trả nhà cung cấp"),
        "lost": _("Mất, thiếu"),
        "other": _("Lý do khác"),
    }.get(reason, reason)


def aside_words(reason: str) -> str:
    """Say why goods were set apart."""
    return gone_words(reason)
