"""The outlets of the province."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

OutletKind = Literal["NT", "QT", "TT"]
"""Nhà thuốc, quầy thuốc, tủ thuốc trạm y tế xã."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet, as the department's list has it (SC-01)."""

    code: str
    """The department's own; an outlet in no list has the id of its terminal."""
    name: str
    kind: OutletKind
    commune: str
    """Code of the commune (QĐ 19/2025/QĐ-TTg), five digits; empty: not known."""
    address: str = ""
    old_district: str = ""
    """Abolished on 1 July 2025: only a word to search for."""
    phone: str = ""
    licence: str = ""
    """Number of the Giấy chứng nhận đủ điều kiện kinh doanh dược."""
    licence_until: date | None = None
    scope: tuple[str, ...] = ()
    """What the licence allows beyond the kind, such as "narcotic"."""
    gpp_due: date | None = None
    """Next assessment of good pharmacy practice (LD Đ33 k3)."""
    opens: time = time(7)
    closes: time = time(21)
    closed_weekdays: tuple[int, ...] = ()
    """0: Monday."""
    in_facility: bool = False
    """Whether it stands in the grounds of a hospital (PRC-04)."""
    is_active: bool = True
    since: date | None = None
    """When it was registered."""
    terminals: tuple[str, ...] = field(default=())
