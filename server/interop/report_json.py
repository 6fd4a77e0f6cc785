"""What is reported as dispensed, in the national system's fields (QĐ 808 IX, 228/QĐ-QLD II)."""

from typing import Any

from server.interop.national import DispenseReport, SoldLine
from server.interop.unconfirmed import BELIEVED, PrescribedAs, Unconfirmed

FIELDS = (
    "ma_don_thuoc", "ma_dinh_danh_co_so_cung_ung_thuoc", "ten_co_so_cung_ung_thuoc",
    "so_dien_thoai_co_so_cung_ung_thuoc", "dia_chi_co_so_cung_ung_thuoc", "ma_hoa_don",
    "thong_tin_thuoc", "ma_thuoc_da_ke_don", "biet_duoc", "ten_thuoc", "don_vi_tinh",
    "so_luong_ban", "cach_dung",
)  # fmt: skip
"""What a refusal may name, so that it can be told without the words of the refusal: those may hold
anything, a patient too."""


def report_fields(
    sold: DispenseReport, prescribed_as: PrescribedAs, shape: Unconfirmed = BELIEVED
) -> dict[str, Any]:
    """Return the report's JSON object."""
    seller = sold.seller
    return {
        "ma_don_thuoc": sold.code,
        "thong_tin_thuoc": [_line(line, prescribed_as, shape) for line in sold.lines],
        "ma_dinh_danh_co_so_cung_ung_thuoc": seller.code,
        "ten_co_so_cung_ung_thuoc": seller.name[: shape.longest_text],
        "so_dien_thoai_co_so_cung_ung_thuoc": seller.phone[: shape.longest_text],
        "dia_chi_co_so_cung_ung_thuoc": seller.address[: shape.longest_text],
        "ma_hoa_don": sold.invoice[: shape.longest_invoice],
    }


def _line(line: SoldLine, prescribed_as: PrescribedAs, shape: Unconfirmed) -> dict[str, Any]:
    was = line.prescribed
    named = was.row if prescribed_as == "row" and was.row else was.drug
    fields: dict[str, Any] = {
        "ma_thuoc_da_ke_don": named,
        "ma_thuoc": line.drug or was.drug,
        "biet_duoc": was.brand[: shape.longest_text],
        "ten_thuoc": (line.name or was.name)[: shape.longest_text],
        "don_vi_tinh": was.unit or "Viên",
        "so_luong": was.quantity,
        "so_luong_ban": line.units,
        "cach_dung": was.directions[: shape.longest_text],
    }
    if not shape.sends_quantity_prescribed:
        del fields["so_luong"]
    return fields
