"""The drugs that the sample's outlets sell: the project's own synthetic catalogue."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parent / "data" / "drugs.csv"
Group = Literal["otc", "antibiotic", "rx", "controlled"]
_CONTROLLED = frozenset({"GN", "HT"})
"""Narcotic and psychotropic: sold by licence only."""
_PIECES = frozenset({"viên", "gói"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A drug, in the unit that the sample's outlets sell it in."""

    number: int
    """Its place in the file."""
    id: str
    name: str
    group: Group
    """How it is asked for: an antibiotic is one for systemic use."""
    unit: str
    unit_size: int
    price_vnd: int
    """What an ordinary outlet asks for one `unit`."""
    pack: int
    """Base units in the largest pack: what suppliers deliver."""
    weight: float
    """How often it is asked for, within its group."""
    usual: tuple[int, ...]
    """How many of `unit` are asked for."""
    atc: str
    aware: str
    ddd_per_unit: float
    registration: str
    maker: str
    control: str
    life_days: int
    """From making to expiry."""

    @property
    def most(self) -> int:
        """Base units that one buyer takes at most."""
        return max(self.usual) * self.unit_size

    @property
    def cost_vnd(self) -> int:
        """What a base unit costs the outlet."""
        return max(1, round(self.price_vnd * 0.8 / self.unit_size))


@cache
def medicines() -> tuple[Medicine, ...]:
    """Return all of them, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if float(line["weight"]) > 0]
    return tuple(_medicine(number, line) for number, line in enumerate(lines))


@cache
def by_id() -> dict[str, Medicine]:
    """Return them by their id in the catalogue."""
    return {medicine.id: medicine for medicine in medicines()}


def _medicine(number: int, line: dict[str, str]) -> Medicine:
    size = int(line["sale_size"])
    group = _group(line)
    return Medicine(
        number=number,
        id=line["id"],
        name=line["name"],
        group=group,
        unit=line["sale_unit"],
        unit_size=size,
        price_vnd=int(line["sale_price_vnd"]),
        pack=max(int(unit.split("=")[1]) for unit in line["units"].split(" | ")),
        weight=float(line["weight"]),
        usual=_usual(line, group, size),
        atc=line["atc"],
        aware=line["aware"],
        ddd_per_unit=float(line["ddd_per_unit"]),
        registration=line["registration"],
        maker=line["maker"],
        control=line["control"],
        life_days=1095 if line["base_unit"] in _PIECES else 730,
    )


def _group(line: dict[str, str]) -> Group:
    if line["control"] in _CONTROLLED:
        return "controlled"
    if line["antibiotic_use"] == "systemic":
        return "antibiotic"
    return "rx" if line["rx"] == "1" else "otc"


def _usual(line: dict[str, str], group: Group, size: int) -> tuple[int, ...]:
    if size > 1:
        return (1, 1, 2, 2, 3)
    if line["base_unit"] not in _PIECES:
        return (1, 1, 1, 2)
    if line["id"] == "SYN050":  # three days are a course
        return (3, 3, 6)
    return {
        "otc": (4, 5, 10),
        "antibiotic": (10, 14, 14, 20, 21),
        "rx": (10, 14, 20, 28, 30),
        "controlled": (10, 10, 20),
    }[group]
