"""The kinds of entry beside a sale: everything else that a counter writes into its ledger.

Units on the shelf are base units (tablets). `staff` is a badge number, never a name.
"""

from datetime import date
from typing import Literal

import msgspec

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION, Head, Reference
from wire.sale import Line, Sale


class ShelfLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A batch and how much of it came or went."""

    drug: str
    batch: str
    expiry: date | None = None
    units: int
    cost_vnd: int | None = None
    """What one base unit cost, where a delivery note says so."""


class CountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A batch that somebody counted."""

    drug: str
    batch: str
    expiry: date | None = None
    expected: int
    counted: int


class Return(Head, frozen=True, kw_only=True):
    """Goods that a customer brought back, and the money that was given for them."""

    v: int = SCHEMA_VERSION
    kind: Literal["return"] = "return"
    staff: str
    sale: Reference
    lines: tuple[Line, ...]
    total_vnd: int
    """What was paid back, as a positive figure."""
    to_shelf: bool
    """Whether the goods may be sold again; else they are set apart."""
    reason: str = ""


class Void(Head, frozen=True, kw_only=True):
    """A sale that is undone whole: its goods are back on the shelf, its money given back."""

    v: int = SCHEMA_VERSION
    kind: Literal["void"] = "void"
    staff: str
    sale: Reference
    lines: tuple[Line, ...]
    """As in the sale, so that the entry stands for itself."""
    total_vnd: int
    reason: str = ""


class GoodsIn(Head, frozen=True, kw_only=True):
    """A delivery."""

    v: int = SCHEMA_VERSION
    kind: Literal["goods-in"] = "goods-in"
    staff: str
    supplier: str
    document: str = ""
    """Number of the invoice or delivery note."""
    lines: tuple[ShelfLine, ...]


class StockCount(Head, frozen=True, kw_only=True):
    """What is on the shelf, as found."""

    v: int = SCHEMA_VERSION
    kind: Literal["stock-count"] = "stock-count"
    staff: str
    because: Literal["opening", "count", "carried-over"]
    """The shelf before the first sale, a count by hand, or what an earlier epoch left."""
    lines: tuple[CountLine, ...]


class WriteOff(Head, frozen=True, kw_only=True):
    """Goods that leave the shelf unsold."""

    v: int = SCHEMA_VERSION
    kind: Literal["write-off"] = "write-off"
    staff: str
    because: Literal["expired", "damaged", "recalled", "returned-to-supplier", "lost", "other"]
    document: str = ""
    lines: tuple[ShelfLine, ...]


class Shift(Head, frozen=True, kw_only=True):
    """Somebody takes the counter over, or hands it back with the money counted."""

    v: int = SCHEMA_VERSION
    kind: Literal["shift"] = "shift"
    staff: str
    event: Literal["opened", "closed"]
    expected_vnd: int
    """What should be in the drawer by the ledger."""
    counted_vnd: int | None = None
    """What was found there; None where nobody counted."""


class RecallAcknowledged(Head, frozen=True, kw_only=True):
    """A person at the counter has seen a recall and set the batches apart."""

    v: int = SCHEMA_VERSION
    kind: Literal["recall-acknowledged"] = "recall-acknowledged"
    staff: str
    recall: str
    """Number of the recall notice."""
    lines: tuple[ShelfLine, ...]
    """What was found of the recalled batches; it stays counted until it is written off."""


class Override(Head, frozen=True, kw_only=True):
    """A rule that a person set aside where the province allows it."""

    v: int = SCHEMA_VERSION
    kind: Literal["override"] = "override"
    staff: str
    rule: str
    """The rule's name, such as "RX-01"."""
    reason: str
    allowed_by: str
    """Number of the decision by which the province allows it."""
    sale: Reference | None = None


class EpochBegun(Head, frozen=True, kw_only=True):
    """The first entry of every epoch that follows another on the same terminal."""

    v: int = SCHEMA_VERSION
    kind: Literal["epoch-begun"] = "epoch-begun"
    because: Literal["damaged", "overtaken"]
    """"damaged": the database could not be trusted and was set aside; "overtaken": the province
    holds entries of the epoch that this database never wrote (an old copy, or a cloned card)."""
    previous: str | None
    """The epoch before, where it could be read."""
    previous_through: int
    """The last of its entries that could be read; 0 if none could."""
    missing: tuple[tuple[int, int], ...] = ()
    """First and last number of each run of entries before it that could not be read."""


Entry = (
    Sale
    | Return
    | Void
    | GoodsIn
    | StockCount
    | WriteOff
    | Shift
    | RecallAcknowledged
    | Override
    | EpochBegun
)

KINDS: dict[str, type[Head]] = {
    "sale": Sale,
    "return": Return,
    "void": Void,
    "goods-in": GoodsIn,
    "stock-count": StockCount,
    "write-off": WriteOff,
    "shift": Shift,
    "recall-acknowledged": RecallAcknowledged,
    "override": Override,
    "epoch-begun": EpochBegun,
}


def read_entry(body: bytes) -> Head:
    """Read an entry as its own kind; raise `msgspec.DecodeError` if it is none that is known."""
    head = decode(body, Head)
    kind = KINDS.get(head.kind)
    if kind is None:
        raise msgspec.DecodeError("an entry of an unknown kind")
    return decode(body, kind)
