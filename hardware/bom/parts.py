"""The bill of materials as it stands in parts.toml and variants.toml."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

Kind = TypeVar("Kind")
FOLDER = Path(__file__).parent
Watts = Annotated[float, Meta(ge=0)]
Range = tuple[Annotated[int, Meta(gt=0)], Annotated[int, Meta(gt=0)]]
"""Lowest and highest, in đồng."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be bought, in both classes of suppliers."""

    id: Annotated[str, Meta(pattern="^[a-z0-9-]+$")]
    name: str
    """In the words that a Vietnamese shop knows it by."""
    purpose: str
    market: Range
    distributor: Range
    confidence: Literal["estimate", "seen"] = "estimate"
    source: str = ""
    """Where a price was seen."""
    fed_by: Literal["supply", "usb", "own", "none"]
    typical_watts: Watts = 0.0
    peak_watts: Watts = 0.0
    usb_watts: Watts = 0.0
    """Of a board: what its sockets may give together."""
    supplies_watts: Watts = 0.0
    charge_watts: Watts = 0.0
    """Of a UPS: what charging takes from the supply."""
    ups_efficiency: Annotated[float, Meta(ge=0, le=1)] = 0.0
    ups_output_watts: Watts = 0.0
    cells: int = 0
    """Of a UPS: how many cells go in."""
    watt_hours: Watts = 0.0

    def __post_init__(self) -> None:
        """Refuse a range the wrong way round, and a price that claims to be seen nowhere."""
        if any(low > high for low, high in (self.market, self.distributor)):
            message = f"{self.id}: lowest price first"
            raise ValueError(message)
        if (self.confidence == "seen") != bool(self.source):
            message = f'{self.id}: `source` with `confidence = "seen"`, and only then'
            raise ValueError(message)


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many of a part."""

    part: str
    count: Annotated[int, Meta(ge=1)] = 1


class Variant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of counter."""

    id: str
    title: str
    for_whom: str
    mind: str
    lines: tuple[Line, ...]
    extras: tuple[Line, ...] = ()


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """Everything."""

    parts: dict[str, Part]
    variants: tuple[Variant, ...]
    prices_as_of: str


class _PartsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    part: tuple[Part, ...]


class _VariantsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    prices_as_of: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}$")]
    variant: tuple[Variant, ...]


def read_bill(folder: Path = FOLDER) -> Bill:
    """Read both files; raise `ValueError` (msgspec's own included) for what does not hold."""
    parts = _read(folder / "parts.toml", _PartsFile).part
    file = _read(folder / "variants.toml", _VariantsFile)
    known = {part.id: part for part in parts}
    if len(known) != len(parts):
        message = "a part's id stands twice"
        raise ValueError(message)
    for variant in file.variant:
        for line in (*variant.lines, *variant.extras):
            if line.part not in known:
                message = f"{variant.id}: no part is called {line.part}"
                raise ValueError(message)
    return Bill(parts=known, variants=file.variant, prices_as_of=file.prices_as_of)


def _read(file: Path, kind: type[Kind]) -> Kind:
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), kind)
