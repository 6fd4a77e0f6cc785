"""The invented province Sơn Giang: its areas and communes."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "communes.csv"
PROVINCE, PROVINCE_NAME = "99", "Sơn Giang"
AREAS = {
    "tay": "Tây",
    "dong": "Đông",
    "nam": "Nam",
    "bac": "Bắc",
    "trung-tam": "Trung tâm",
}
LINE_OF = "Hòa Hưng"
"""The commune whose whole line goes down on the last morning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """Xã or phường."""

    code: str
    name: str
    kind: str
    area: str
    """Key of `AREAS`."""
    q: int
    r: int
    """Column and row of its hexagon on the map; odd rows lie half a hexagon further right."""
    old_district: str
    weight: float
    """How many outlets it has, against the others."""
    not_used: float
    """Share of its outlets that do not use their terminal."""

    @property
    def full_name(self) -> str:
        """With what kind it is."""
        return f"{self.kind.capitalize()} {self.name}"


@cache
def communes() -> tuple[Commune, ...]:
    """Return all communes, by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Commune(
                code=line["code"],
                name=line["name"],
                kind=line["kind"],
                area=line["area"],
                q=int(line["q"]),
                r=int(line["r"]),
                old_district=line["old_district"],
                weight=float(line["weight"]),
                not_used=float(line["not_used"]),
            )
            for line in csv.DictReader(file)
        )
