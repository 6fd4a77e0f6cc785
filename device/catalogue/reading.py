"""Reading the national catalogue as the province hands it out: a CSV file, one drug a line."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from device.catalogue.row import DrugRow, UnitRow, told_apart
from device.counter.drug import Control, Ware
from words import _

T = TypeVar("T")
COLUMNS = ("id", "name", "rx", "control", "units")
"""Columns that there must be; the others may be left out."""


class CatalogueError(ValueError):
    """A line of the catalogue cannot be used; says file, line, and what is wrong."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(
            _("{file}, dòng {line}: {reason}").format(file=file, line=line, reason=reason)
        )


def is_catalogue(file: Path) -> bool:
    """Whether a CSV file is a national catalogue, by its first line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            head = next(csv.reader(lines), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    return {"id", "units"} <= set(head)


def read_catalogue(file: Path) -> Iterator[DrugRow]:
    """Yield the drugs of a catalogue; raise `CatalogueError`.

    Two packings of one name are no mistake to refuse: each gets a name that says its size.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise CatalogueError(file, 1, _("thiếu cột {column}").format(column=missing[0]))
            for line in reader:
                yield _checked(file, reader.line_num, line)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(file, 0, str(error)) from error


def _checked(file: Path, number: int, line: dict[str, str]) -> DrugRow:
    try:
        return told_apart(_row({name: (text or "").strip() for name, text in line.items() if name}))
    except (ValueError, AttributeError) as error:
        raise CatalogueError(file, number, str(error)) from error


def _row(line: dict[str, str]) -> DrugRow:
    return DrugRow(
        id=_text(line, "id"),
        name=_text(line, "name"),
        rx=_flag(line, "rx"),
        antibiotic=_flag(line, "antibiotic"),
        control=Control(line["control"] or "none").value,
        ware=Ware(line.get("ware") or "drug").value,
        registration=line.get("registration", ""),
        ingredients=tuple(_pair(part) for part in _parts(line.get("ingredients", ""), " + ")),
        form=line.get("form", ""),
        route=line.get("route", ""),
        maker=line.get("maker", ""),
        base_unit=line.get("base_unit") or "viên",
        essential=_maybe(line, "essential"),
        commune_level=_maybe(line, "commune_level"),
        restricted=_flag(line, "restricted"),
        restricted_indications=tuple(line.get("restricted_indications", "").split()),
        toxic_herb=_flag(line, "toxic_herb"),
        units=tuple(_unit(part) for part in _parts(_text(line, "units"), "|")),
    )


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in text.split(between) if part.strip()]


def _pair(text: str) -> tuple[str, str]:
    name, _equals, strength = text.partition("=")
    return name.strip(), strength.strip()


def _unit(text: str) -> UnitRow:
    """Read one unit: name=base units=GTIN=posted price; the last two may be empty."""
    parts = [part.strip() for part in text.split("=")]
    if len(parts) != 4 or not parts[0]:  # noqa: PLR2004 - name, size, code, price
        wish = _("đơn vị phải viết: tên=số lượng=mã=giá, không phải {text}")
        raise ValueError(wish.format(text=text))
    name, size, gtin, price = parts
    if gtin and not re.fullmatch(r"[0-9]{8,14}", gtin):
        raise ValueError(_("mã GTIN phải có 8 đến 14 chữ số: {gtin}").format(gtin=gtin))
    return UnitRow(
        name=name,
        size=_at_least(1, size),
        gtin=gtin.zfill(14) if gtin else "",
        price_vnd=_at_least(0, price or "0"),
    )


def _text(line: dict[str, str], name: str) -> str:
    if not line[name]:
        raise ValueError(_("cột {column} để trống").format(column=name))
    return line[name]


def _flag(line: dict[str, str], name: str) -> bool:
    """Read "1" or "0"; a slip in the file must not take the prescription from a drug."""
    text = line.get(name, "0")
    if text not in {"0", "1"}:
        wish = _("cột {column} phải là 0 hoặc 1: {text}")
        raise ValueError(wish.format(column=name, text=text or "-"))
    return text == "1"


def _maybe(line: dict[str, str], name: str) -> bool | None:
    """Read "1", "0", or nothing where the catalogue does not say."""
    return _flag(line, name) if line.get(name) else None


def _at_least(least: int, text: str) -> int:
    number = int(text)
    if number < least:
        raise ValueError(_("phải từ {least} trở lên: {text}").format(least=least, text=text))
    return number
