"""One drug of the catalogue with the units that it is sold in."""

from zlib import crc32

import msgspec

from device.counter.drug import Control, Drug, Ingredient, Offer, Ware
from wire.packing import distinct_names


class UnitRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A unit of sale."""

    name: str
    size: int
    """Base units in it."""
    gtin: str = ""
    price_vnd: int = 0
    """Posted price; 0: nobody has posted one."""
    announced_vnd: int = 0
    """What the province has announced for wholesale (PRC-03); 0: nothing. Nobody sells at it."""


class DrugRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug, as the catalogue file holds it."""

    id: str
    name: str
    rx: bool = True
    antibiotic: bool = False
    control: str = "none"
    ware: str = "drug"
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

    @property
    def outer_size(self) -> int:
        """Base units in the outer pack."""
        return max((unit.size for unit in self.units), default=0)


def told_apart(row: DrugRow) -> DrugRow:
    """Return a drug no two of whose packings have one name: prices are kept by it (PRC-01)."""
    names = distinct_names([(unit.name, unit.size) for unit in row.units], row.base_unit)
    units = zip(row.units, names, strict=True)
    named = tuple(msgspec.structs.replace(unit, name=name) for unit, name in units)
    return row if named == row.units else msgspec.structs.replace(row, units=named)


def encode_row(row: DrugRow) -> tuple[bytes, int]:
    """Return a row as stored, and the sum against wear."""
    body = msgspec.json.encode(row)
    return body, crc32(body)


_DECODER = msgspec.json.Decoder(DrugRow)


def decode_row(body: bytes, check_sum: int) -> DrugRow | None:
    """Return a stored row, its packings told apart; None where the card has changed it."""
    if crc32(body) != check_sum:
        return None
    try:
        return told_apart(_DECODER.decode(body))
    except msgspec.DecodeError:
        return None


def drug_of(row: DrugRow) -> Drug:
    """Return the drug as the counter knows it."""
    return Drug(
        id=row.id,
        name=row.name,
        prescription_only=row.rx,
        antibiotic=row.antibiotic,
        control=Control(row.control),
        ware=Ware(row.ware),
        registration=row.registration,
        ingredients=tuple(Ingredient(name, strength) for name, strength in row.ingredients),
        form=row.form,
        route=row.route,
        maker=row.maker,
        base_unit=row.base_unit,
        essential=row.essential,
        commune_level=row.commune_level,
        restricted_retail=row.restricted,
        restricted_indications=row.restricted_indications,
        toxic_herb=row.toxic_herb,
    )


def offers_of(row: DrugRow) -> tuple[Offer, ...]:
    """Return the drug in each of its units, the largest first."""
    drug = drug_of(row)
    return tuple(
        Offer(
            drug=drug,
            unit=unit.name,
            unit_size=unit.size,
            price_vnd=unit.price_vnd,
            outer_size=row.outer_size,
            gtin=unit.gtin,
        )
        for unit in sorted(row.units, key=lambda unit: -unit.size)
    )
