"""The national drug database's own shape (CSDL về dược, API 1.1: GET /master/drugs), as files.

It does not say how many base units a packaging holds, nor essential, AWaRe or ATC: what is known
of a drug already stays, and what is new of it is taken over.
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from codes.registration import normalise_registration
from server.reference.drug_record import Control, DrugRecord, DrugRow, UnitRow, told_apart
from server.reference.file_error import FileError
from server.reference.folding import folded
from words import _

BASE_UNITS = frozenset({"viên", "gói", "ống", "lọ", "chai", "tuýp", "túi", "miếng", "bơm tiêm"})
"""Units that are counted one by one, where they are a drug's only one."""
_RX = {"1": True, "true": True, "etc": True, "rx": True, "thuoc ke don": True, "ke don": True} | {
    "0": False, "false": False, "otc": False, "thuoc khong ke don": False, "khong ke don": False,
}  # fmt: skip
_CONTROLS: dict[str, Control] = {
    "": "none", "0": "none", "none": "none", "khong": "none",
    "gay nghien": "GN", "thuoc gay nghien": "GN",
    "huong than": "HT", "thuoc huong than": "HT",
    "tien chat": "TC", "thuoc tien chat": "TC",
    "thuoc dang phoi hop co chua duoc chat gay nghien": "PH_GN",
    "thuoc dang phoi hop co chua duoc chat huong than": "PH_HT",
    "thuoc dang phoi hop co chua tien chat": "PH_TC",
    "thuoc doc": "DOC", "doc": "DOC",
}  # fmt: skip
_BY_DIGIT: dict[str, Control] = {"1": "GN", "2": "HT", "3": "TC", "4": "DOC", "5": "DMC"}


class Packaging(msgspec.Struct, frozen=True):
    """A unit in which a drug is packed."""

    unit_id: str | None = None
    unit_name: str | None = None
    gtin: str | None = None


class NationalDrug(msgspec.Struct, frozen=True, kw_only=True):
    """One drug, as it is published; fields that are not named here are passed over."""

    id: str | int
    name: str
    registration_number: str | None = None
    old_registration_number: str | None = None
    active_pharmaceutical_ingredient: str | None = None
    strength: str | None = None
    prescription_status: str | int | bool | None = None
    special_control_type: str | int | None = None
    packagings: tuple[Packaging, ...] | None = None
    manufacturer: Any = None


class _Sheet(msgspec.Struct, frozen=True):
    data: tuple[NationalDrug, ...]


class Taken(NamedTuple):
    """What came out of a file."""

    records: list[DrugRecord]
    unsized: int
    """Packagings left out, because nobody says how many base units they hold."""
    strange: int
    """Drugs with a control or prescription status that is not known here: taken strictly."""


def read_national(file: Path, known: Mapping[str, DrugRecord]) -> Taken:
    """Read pages as they were fetched: one a line, or one in the file; raise `FileError`."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise FileError(file, wish=_("không đọc được: {why}").format(why=error)) from error
    drugs: dict[str, NationalDrug] = {}
    for number, page in _pages(text):
        for drug in _page(file, number, page).data:
            drugs[str(drug.id)] = drug
    return _taken(drugs, known)


def _pages(text: bytes) -> list[tuple[int, bytes]]:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [(1, text)]


def _page(file: Path, number: int, page: bytes) -> _Sheet:
    try:
        return msgspec.json.decode(page, type=_Sheet)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        column = re.sub(r".* - at `\$?\.?(.*)`", r"\1", str(error)) if "`$" in str(error) else ""
        wish = _("không phải một trang của /master/drugs: {why}").format(why=error)
        raise FileError(file, line=number, column=column, wish=wish) from error


def _taken(drugs: Mapping[str, NationalDrug], known: Mapping[str, DrugRecord]) -> Taken:
    records, unsized, strange = [], 0, 0
    for key, drug in drugs.items():
        before = known.get(key) or DrugRecord(row=DrugRow(id=key, name=drug.name))
        units, left_out = _units(drug, before)
        row, is_strange = _row(drug, before.row)
        if not before.row.units and units:
            row = replace(row, base_unit=units[0].name)
        unsized, strange = unsized + left_out, strange + is_strange
        old = normalise_registration(drug.old_registration_number or "").text
        records.append(replace(before, row=replace(row, units=units), old_registration=old))
    return Taken(records, unsized, strange)


def _row(drug: NationalDrug, before: DrugRow) -> tuple[DrugRow, bool]:
    number = normalise_registration(drug.registration_number or "")
    proposal = number.proposal
    said = folded(str(drug.prescription_status if drug.prescription_status is not None else ""))
    proposed = proposal.prescription_only if proposal else None
    # RX-02: what nobody says is on prescription. A published word wins over the digit.
    rx = _RX.get(said, proposed if proposed is not None and not said else True)
    kind = folded(str(drug.special_control_type or ""))
    control = _CONTROLS.get(kind)
    if not kind and proposal and before.control == "none":
        control = _BY_DIGIT.get(proposal.control, "none")
    elif not kind:
        control = before.control
    row = replace(
        before,
        name=drug.name,
        registration=number.text,
        rx=rx,
        control=control or before.control,
        ware="vaccine" if proposal and proposal.group == "3" else before.ware,
        ingredients=_ingredients(drug) or before.ingredients,
        maker=_maker(drug.manufacturer) or before.maker,
    )
    return row, control is None or bool(said and said not in _RX)


def _units(drug: NationalDrug, before: DrugRecord) -> tuple[tuple[UnitRow, ...], int]:
    """Return the units whose size is known, with their codes; and how many others were left out.

    A packaging is known by its code, or by its name where that is the name of one alone.
    """
    packs = _packs(drug)
    names = Counter(name for name, _code in packs)
    units = told_apart(before.row.units, before.row.base_unit)
    if not units and len(names) == 1 and names.keys() <= BASE_UNITS:
        units = tuple(UnitRow(name=name, size=1, gtin=code) for name, code in packs)
    codes = {unit.gtin for unit in units if unit.gtin}
    held = Counter(unit.name for unit in units)
    by_name = {n: code for n, code in packs if names[n] == held[n] == 1 and code not in codes}
    known = sum(code in codes or name in by_name for name, code in packs)
    found = tuple(replace(unit, gtin=by_name.get(unit.name) or unit.gtin) for unit in units)
    return found, len(packs) - known


def _packs(drug: NationalDrug) -> list[tuple[str, str]]:
    """Return name and code of every packaging that has a name, each once."""
    packs = (((one.unit_name or "").strip().lower(), one.gtin) for one in drug.packagings or ())
    return list(dict.fromkeys((name, _gtin(code)) for name, code in packs if name))


def _gtin(text: str | None) -> str:
    return text.zfill(14) if text and re.fullmatch(r"[0-9]{8,14}", text) else ""


def _ingredients(drug: NationalDrug) -> tuple[tuple[str, str], ...]:
    names = [
        name.strip() for name in re.split(r"[;+]", drug.active_pharmaceutical_ingredient or "")
    ]
    strengths = [text.strip() for text in re.split(r"[;+]", drug.strength or "")]
    if len(names) != len(strengths):
        strengths = ["" for _name in names]
    pairs = zip(names, strengths, strict=True)
    return tuple((name.lower(), strength) for name, strength in pairs if name)


def _maker(said: Any) -> str:
    name = said.get("name") if isinstance(said, dict) else said
    return name.strip()[:200] if isinstance(name, str) else ""
