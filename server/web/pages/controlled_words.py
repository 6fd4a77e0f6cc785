"""Controlled drugs in words: classes, and the lines of a register."""

from collections.abc import Mapping

from server.oversight.queries.controlled_register import RegisterLine
from server.web.parts.tag import Tag
from words import _


def classes() -> Mapping[str, str]:
    """Return the classes with their words (CTL-01, CTL-02, CTL-07)."""
    return {
        "GN": _("Gây nghiện"),
        "HT": _("Hướng thần"),
        "TC": _("Tiền chất"),
        "PH_GN": _("Phối hợp có gây nghiện"),
        "PH_HT": _("Phối hợp có hướng thần"),
        "PH_TC": _("Phối hợp có tiền chất"),
        "DOC": _("Thuốc độc"),
        "DMC": _("Có chất trong danh mục cấm"),
    }


def what(row: RegisterLine) -> str:
    """Say from whom it came or where it went; buyers stand in the outlet's own book alone."""
    if row.kind == "goods-in":
        return row.supplier or _("Không ghi nhà cung cấp")
    if row.kind == "write-off":
        return _gone(row.because)
    if row.kind == "stock-count":
        return _counted(row)
    return {
        "sale": _("Bán lẻ"),
        "return": _("Khách trả hàng"),
        "void": _("Hủy phiếu bán"),
        "set-aside": _("Chuyển biệt trữ"),
        "recall-acknowledged": _("Cất riêng lô thu hồi"),
    }.get(row.kind, row.kind)


def is_loss(row: RegisterLine) -> bool:
    """Whether it went without anybody having received it (CTL-10)."""
    is_missing = row.kind == "stock-count" and row.units_out > 0
    return is_missing or (row.kind == "write-off" and row.because in {"lost", "damaged"})


def loss(row: RegisterLine) -> Tag | None:
    """Mark a loss."""
    return Tag(_("Hao hụt")) if is_loss(row) else None


def _gone(because: str) -> str:
    return {
        "expired": _("Xuất hủy, hết hạn"),
        "damaged": _("Xuất hủy, hỏng"),
        "recalled": _("Xuất, thu hồi"),
        "returned-to-supplier": _("Trả nhà cung cấp"),
        "lost": _("Thất thoát"),
    }.get(because, _("Xuất khác"))


def _counted(row: RegisterLine) -> str:
    if row.because == "opening":
        return _("Tồn đầu kỳ")
    if row.because == "carried-over":
        return _("Chuyển sổ sang máy khác")
    if row.units_out:
        return _("Kiểm kê, thiếu")
    return _("Kiểm kê, thừa") if row.units_in else _("Kiểm kê, đúng sổ")
