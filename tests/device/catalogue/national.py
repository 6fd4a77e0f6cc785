"""Synthetic drugs in a catalogue file."""

import random
from collections.abc import Iterator
from pathlib import Path

from device.catalogue.row import DrugRow, UnitRow

_SYLLABLES = (
    *("pa", "ra", "ce", "ta", "mol", "am", "oxi", "cil", "lin", "ci", "pro", "flo", "xa", "cin"),
    *("lo", "sar", "tan", "me", "for", "min", "vi", "de", "na", "ke", "to", "ben", "zo"),
)

PARACETAMOL = DrugRow(
    id="P",
    name="Paracetamol 500 mg",
    rx=False,
    registration="893100990126",
    ingredients=(("paracetamol", "500 mg"),),
    units=(
        UnitRow(name="hộp", size=100, gtin="08930000001207", price_vnd=110_000),
        UnitRow(name="vỉ", size=10, gtin="08930000001108", price_vnd=11_000),
        UnitRow(name="viên", size=1, price_vnd=1_100),
    ),
)
EYE_DROPS = DrugRow(
    id="E",
    name="Thuốc nhỏ mắt Đức Mẫu 0,4 %",
    registration="VD-99042-19",
    ingredients=(("cloramphenicol", "0,4 %"),),
    units=(UnitRow(name="lọ", size=1, gtin="08930000042101", price_vnd=9_000),),
)


def many(count: int) -> Iterator[DrugRow]:
    """Yield drugs with names made of syllables, the same ones every time."""
    chance = random.Random(1)  # noqa: S311 - the same drugs every time
    for number in range(count):
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()
        yield DrugRow(
            id=f"D{number:05d}",
            name=f"{name} {chance.choice((5, 10, 20, 50, 100, 250, 500))} mg",
            ingredients=(("".join(chance.choices(_SYLLABLES, k=4)), "5 mg"),),
            units=(UnitRow(name="hộp", size=10, gtin=f"{number:014d}", price_vnd=1_000),),
        )


def spoil(file: Path, found: bytes, planted: bytes) -> None:
    """Change bytes of a file as a worn card does."""
    body = file.read_bytes()
    assert found in body
    file.write_bytes(body.replace(found, planted))
