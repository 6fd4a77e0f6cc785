"""Reading the catalogue from a CSV file: one drug a line."""

import re
from pathlib import Path
from typing import cast, get_args

from codes.registration import normalise_registration
from server.reference.cells import LONGEST_CELL, Cells, only_once, read_lines
from server.reference.drug_record import (
    Aware,
    Control,
    DrugRecord,
    DrugRow,
    UnitRow,
    Ware,
    told_apart,
)
from server.reference.file_error import CellError
from server.reference.versions import MAX_KEY
from words import _

NEEDED = ("id", "name", "rx", "control", "units")
BASE_UNIT = "viên"
"""Where a file does not say what everything is counted in."""
_LEAST_OF_A_UNIT, _MOST_OF_A_UNIT = 2, 4


def read_catalogue(file: Path) -> list[DrugRecord]:
    """Read a whole catalogue; raise `FileError`.

    Two packings of one name are no mistake to refuse: each gets a name that says its size.

    Columns: those of the terminal's own catalogue file, and `aware`, `atc`, `ddd`,
    `old_registration`.
    """
    found = list(read_lines(file, NEEDED, _record))
    only_once(file, ((number, one.row.id) for number, one in found), "id")
    return [one for _number, one in found]


def _record(cells: Cells) -> DrugRecord:
    return DrugRecord(
        row=_row(cells),
        old_registration=normalise_registration(cells.text("old_registration")).text,
        atc=_atc(cells),
        aware=cast("Aware", cells.one_of("aware", get_args(Aware), default="")),
        ddd_per_unit=cells.amount("ddd"),
    )


def _row(cells: Cells) -> DrugRow:
    return DrugRow(
        id=cells.needed("id", longest=MAX_KEY),
        name=cells.needed("name", longest=500),
        rx=_said_flag(cells, "rx"),
        antibiotic=cells.flag("antibiotic"),
        control=cast("Control", cells.one_of("control", get_args(Control), default="none")),
        ware=cast("Ware", cells.one_of("ware", get_args(Ware), default="drug")),
        registration=normalise_registration(cells.text("registration")).text,
        ingredients=_ingredients(cells),
        form=cells.text("form"),
        route=cells.text("route"),
        maker=cells.text("maker"),
        base_unit=cells.text("base_unit") or BASE_UNIT,
        essential=cells.maybe("essential"),
        commune_level=cells.maybe("commune_level"),
        restricted=cells.flag("restricted"),
        restricted_indications=cells.words("restricted_indications"),
        toxic_herb=cells.flag("toxic_herb"),
        units=_units(cells),
    )


def _said_flag(cells: Cells, column: str) -> bool:
    """Read a flag that must be said: a slip must not take the prescription from a drug."""
    cells.needed(column)
    return cells.flag(column)


def _atc(cells: Cells) -> str:
    atc = cells.text("atc").upper()
    if not re.fullmatch(r"([A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?)?", atc):
        raise CellError("atc", _("phải là mã ATC, như J01CA04"))
    return atc


def _ingredients(cells: Cells) -> tuple[tuple[str, str], ...]:
    """Read ingredients: name=strength, with " + " between them."""
    text = cells.text("ingredients", longest=LONGEST_CELL)
    parts = (part.partition("=") for part in text.split(" + ") if part.strip())
    return tuple((name.strip(), strength.strip()) for name, _equals, strength in parts)


def _units(cells: Cells) -> tuple[UnitRow, ...]:
    parts = cells.needed("units", longest=LONGEST_CELL).split("|")
    units = [_unit(part.strip()) for part in parts if part.strip()]
    if not units:
        raise CellError("units", _("cần ít nhất một đơn vị"))
    by_size = tuple(sorted(units, key=lambda unit: -unit.size))
    return told_apart(by_size, cells.text("base_unit") or BASE_UNIT)


def _unit(text: str) -> UnitRow:
    """Read one unit: name=base units=GTIN=price. The price is each outlet's own: it stays here."""
    parts = [part.strip() for part in text.split("=")]
    if not _LEAST_OF_A_UNIT <= len(parts) <= _MOST_OF_A_UNIT or not parts[0]:
        wish = _("mỗi đơn vị viết: tên=số lượng=mã GTIN, không phải «{text}»")
        raise CellError("units", wish.format(text=text))
    name, size, gtin = [*parts, ""][:3]
    if not re.fullmatch(r"[1-9][0-9]{0,6}", size):
        wish = _("số lượng trong đơn vị phải là số nguyên từ 1: «{text}»")
        raise CellError("units", wish.format(text=text))
    if gtin and not re.fullmatch(r"[0-9]{8,14}", gtin):
        wish = _("mã GTIN phải có 8 đến 14 chữ số: «{text}»")
        raise CellError("units", wish.format(text=text))
    return UnitRow(name=name, size=int(size), gtin=gtin.zfill(14) if gtin else "")
