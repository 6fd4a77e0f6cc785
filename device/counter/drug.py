"""What the counter knows of a drug: from the catalogue, and from the shelf."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol


class Control(Enum):
    """The class of a controlled or listed drug (TT 18/2026/TT-BYT annexes I to VII)."""

    NONE = "none"
    NARCOTIC = "GN"
    PSYCHOTROPIC = "HT"
    PRECURSOR = "TC"
    NARCOTIC_COMBINATION = "PH_GN"
    PSYCHOTROPIC_COMBINATION = "PH_HT"
    PRECURSOR_COMBINATION = "PH_TC"
    POISON = "DOC"
    LISTED = "DMC"
    """On the list of substances banned in some sectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug of the catalogue."""

    id: str
    name: str
    prescription_only: bool
    antibiotic: bool = False
    control: Control = Control.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one scan of a pack's GTIN puts into the sale: a drug, in one unit, at a price."""

    drug: Drug
    unit: str
    """Such as "hộp", "vỉ", "lọ"."""
    unit_size: int
    """Base units (tablets) in one unit."""
    price_vnd: int
    """Posted price of one unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfBatch:
    """A batch of a drug that is on the shelf."""

    number: str
    expiry: date
    on_hand: int
    """Base units left."""


class Shelf(Protocol):
    """What the counter may ask about catalogue and stock. Answers at once, without a network."""

    def offer(self, gtin: str) -> Offer | None:
        """Return what a 14-digit GTIN stands for, or None if the catalogue does not know it."""

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""
