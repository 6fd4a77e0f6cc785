"""Everything about the national prescription system that is not settled, in one place.

Public sources disagree or are silent on these points (docs/operations/national.md lists them with
how sure each is). What the system really does is put right here, and nowhere else.
"""

from dataclasses import dataclass
from typing import Literal

PrescribedAs = Literal["drug", "row"]
QuantityFor = Literal["tranche", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """How the national system is believed to behave."""

    fetch_path: str = "/api/v1/thong-tin-don-thuoc/{code}"
    report_path: str = "/api/v1/cap-nhat-don-thuoc"
    app_name_header: str = "app-name"
    app_key_header: str = "app-key"
    wrapped_in: tuple[str, ...] = ("data", "don_thuoc")
    """Some gateways put the prescription under one of these names; most do not."""
    prescribed_as: PrescribedAs = "drug"
    """What `ma_thuoc_da_ke_don` repeats: the prescribed `ma_thuoc`, or the `id` of its row."""
    quantity_for: QuantityFor = "tranche"
    """What the quantity of a narcotic's line is for where it is taken in tranches (CTL-11): each
    of them, or all together. No source says. Believed of each, because the other error refuses a
    patient what may lawfully be taken; "all" makes counters count every tranche."""
    row_id_field: str = "id"
    superseded_field: str = "ma_don_thuoc_thay_the"
    """Invented: no source names the field of a prescription that a newer one replaces (RX-09)."""
    sends_quantity_prescribed: bool = True
    """Whether a report repeats `so_luong`, what was prescribed, beside `so_luong_ban`."""
    corrects_by_repeating: bool = True
    """Whether what came back is reported by the same `ma_hoa_don` with what is left of it; no
    source knows of a way to take a report back. False: it is not reported at all."""
    longest_invoice: int = 20
    longest_text: int = 200


BELIEVED = Unconfirmed()
