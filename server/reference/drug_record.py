"""A drug: what terminals get of it, and what the province knows besides."""

from typing import Literal

import msgspec

from server.reference.drugs import DrugFacts
from server.reference.folding import folded
from wire.packing import distinct_names

SYSTEMIC = ("J01", "A07AA", "P01AB", "J04A")
TOPICAL = ("S01A", "D06A", "D07C", "R02AB")
"""Beginnings of the ATC codes of antibiotics (ABX-03)."""
_TOPICAL_ROUTES = ("ngoài", "bôi", "nhỏ", "tra mắt", "xịt", "đặt")
Control = Literal["none", "GN", "HT", "TC", "PH_GN", "PH_HT", "PH_TC", "DOC", "DMC"]
Ware = Literal["drug", "vaccine", "supplement", "device", "unsaleable"]
Aware = Literal["", "access", "watch", "reserve"]


class UnitRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A unit of sale."""

    name: str
    size: int
    """Base units in it."""
    gtin: str = ""
    price_vnd: int = 0
    """Posted price: an outlet's own business, so the province says none."""


def told_apart(units: tuple[UnitRow, ...], base_unit: str) -> tuple[UnitRow, ...]:
    """Return units no two sizes of which have one name: outlets keep prices by it (PRC-01)."""
    names = distinct_names([(unit.name, unit.size) for unit in units], base_unit)
    named = zip(units, names, strict=True)
    return tuple(msgspec.structs.replace(unit, name=name) for unit, name in named)


class DrugRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug, as terminals get it: the body of a row of the dataset "catalogue"."""

    id: str
    name: str
    rx: bool = True
    antibiotic: bool = False
    control: Control = "none"
    ware: Ware = "drug"
    registration: str = ""
    ingredients: tuple[tuple[str, str], ...] = ()
    """Name and strength of each active ingredient."""
    form: str = ""
    route: str = ""
    maker: str = ""
    base_unit: str = "viên"
    essential: bool | None = None
    commune_level: bool | None = None
    restricted: bool = False
    restricted_indications: tuple[str, ...] = ()
    toxic_herb: bool = False
    units: tuple[UnitRow, ...] = ()
    """The largest first."""


class DrugRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug, as the province knows it."""

    row: DrugRow
    old_registration: str = ""
    atc: str = ""
    aware: Aware = ""
    ddd_per_unit: float = 0.0
    """Defined daily doses in one base unit; 0: none is known."""

    @property
    def antibiotic(self) -> Literal["", "systemic", "topical"]:
        """ABX-03: by the ATC code; without one by the catalogue's flag and the route."""
        if self.atc.startswith(SYSTEMIC):
            return "systemic"
        if self.atc.startswith(TOPICAL):
            return "topical"
        if self.atc or not self.row.antibiotic:
            return ""
        route = self.row.route.casefold()
        return "topical" if any(word in route for word in _TOPICAL_ROUTES) else "systemic"

    @property
    def facts(self) -> DrugFacts:
        """What the figures must know."""
        row = self.row
        return DrugFacts(
            id=row.id,
            name=row.name,
            ingredients=tuple(name for name, _strength in row.ingredients),
            prescription_only=row.rx,
            antibiotic=self.antibiotic,
            aware=self.aware,
            atc=self.atc,
            ddd_per_unit=self.ddd_per_unit,
            control=row.control,
            essential=row.essential,
            restricted=row.restricted,
            registration=row.registration,
            maker=row.maker,
            base_unit=row.base_unit,
        )

    @property
    def searched(self) -> str:
        """What a search looks at."""
        row = self.row
        names = " ".join(name for name, _strength in row.ingredients)
        parts = (row.name, names, row.id, row.registration, self.old_registration, row.maker)
        return folded(" ".join(parts))
