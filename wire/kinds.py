"""The kinds of entry beside a sale: everything else that a counter writes into its ledger.

Units on the shelf are base units (tablets). `staff` is a badge number, never a name.
"""

from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

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
    """What one base unit cost, where a delivery note says so, to the nearest đồng."""
    owner: Literal["retail", "programme", "bhyt", "sample"] = "retail"
    """Whose stock it is; only the outlet's own is sold (SC-06)."""
    amount_vnd: int | None = None
    """What the whole line cost, by the delivery note (PRC-05): sums are made of this."""


class CountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A batch that somebody counted."""

    drug: str
    batch: str
    expiry: date | None = None
    expected: int
    counted: int
    aside: int | None = None
    """What is in quarantine, where that was found too; None leaves it as it was."""
    owner: Literal["retail", "programme", "bhyt", "sample"] = "retail"
    cost_vnd: int | None = None
    """What one base unit cost, where an earlier epoch knew."""


class Return(Head, frozen=True, kw_only=True):
    """Goods that a customer brought back, and the money that was given for them."""

    v: int = SCHEMA_VERSION
    kind: Literal["return"] = "return"
    staff: str
    sale: Reference
    lines: tuple[Line, ...]
    total_vnd: int
    """What was paid back in cash, as a positive figure."""
    to_shelf: bool
    """Whether the goods may be sold again; else they are in quarantine."""
    reason: str = ""
    sealed_sha256: str | UnsetType = UNSET
    """Hash of what is sealed of who brought controlled drugs back (CTL-12)."""


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
    place: Literal["aside"] | UnsetType = UNSET
    """"aside": they left quarantine, not the shelf."""


class SetAside(Head, frozen=True, kw_only=True):
    """Goods that went from the shelf into quarantine."""

    v: int = SCHEMA_VERSION
    kind: Literal["set-aside"] = "set-aside"
    staff: str
    because: Literal["expired", "recalled", "damaged", "other"]
    lines: tuple[ShelfLine, ...]


class ShiftFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a shift did, by the ledger: the Z report. Sums are đồng."""

    number: int
    """Of the report, from 1, without gaps."""
    opened_at: datetime
    first: int
    """Number of the entry that opened the shift."""
    float_vnd: int
    cash_vnd: int
    cash_count: int
    transfer_vnd: int
    transfer_count: int
    refunded_vnd: int
    """Given back in cash, positive."""
    refund_count: int
    """Returns and voids."""
    void_count: int
    """Of these, voids."""
    prescription_count: int
    unsent: int
    """Entries that the province had not confirmed yet."""


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
    figures: ShiftFigures | UnsetType = UNSET
    """Of a shift that is closed."""
    number: int | UnsetType = UNSET
    """Of a shift that is opened: what its report will carry."""


class RecallAcknowledged(Head, frozen=True, kw_only=True):
    """A person at the counter has seen a recall and set the batches apart."""

    v: int = SCHEMA_VERSION
    kind: Literal["recall-acknowledged"] = "recall-acknowledged"
    staff: str
    recall: str
    """Number of the recall notice."""
    lines: tuple[ShelfLine, ...]
    """What was found of the recalled batches: it goes from the shelf into quarantine."""


class Override(Head, frozen=True, kw_only=True):
    """A rule that a person set aside where the province allows it."""

    v: int = SCHEMA_VERSION
    kind: Literal["override"] = "override"
    staff: str
    rule: str
    """The rule's name, such as "RX-01"."""
    reason: str
    allowed_by: str
    """Number of the decision by which the province allows it; within a sale the badge number of
    who answers for it."""
    sale: Reference | None = None
    drug: str | UnsetType = UNSET
    """The drug that it was about, where it was about one."""
    batch: str | UnsetType = UNSET
    """The batch that it was about, where it was about one (GPP-01)."""
    units: int | UnsetType = UNSET
    """How many base units of the batch it was good for."""


class DrawerOpened(Head, frozen=True, kw_only=True):
    """The cash drawer was opened without a sale, a return or a shift."""

    v: int = SCHEMA_VERSION
    kind: Literal["drawer-opened"] = "drawer-opened"
    staff: str
    reason: str
    allowed_by: str | UnsetType = UNSET
    """Badge number of who was called to agree, where that is somebody else."""


class RegistersPrinted(Head, frozen=True, kw_only=True):
    """The books of controlled drugs of a day were printed to be signed (TT 18/2026 Đ15 k1)."""

    v: int = SCHEMA_VERSION
    kind: Literal["registers-printed"] = "registers-printed"
    staff: str
    day: date
    drugs: tuple[str, ...]


class PricePosted(Head, frozen=True, kw_only=True):
    """A retail price was posted (LD Đ42 k2 l, Đ107 k4)."""

    v: int = SCHEMA_VERSION
    kind: Literal["price-posted"] = "price-posted"
    staff: str
    drug: str
    unit: str
    price_vnd: int


class CodeLinked(Head, frozen=True, kw_only=True):
    """The staff said which drug a code stands for that the catalogue does not know."""

    v: int = SCHEMA_VERSION
    kind: Literal["code-linked"] = "code-linked"
    staff: str
    gtin: str
    drug: str
    unit: str


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
    | SetAside
    | Shift
    | RecallAcknowledged
    | Override
    | DrawerOpened
    | RegistersPrinted
    | PricePosted
    | CodeLinked
    | EpochBegun
)

KINDS: dict[str, type[Head]] = {
    "sale": Sale,
    "return": Return,
    "void": Void,
    "goods-in": GoodsIn,
    "stock-count": StockCount,
    "write-off": WriteOff,
    "set-aside": SetAside,
    "shift": Shift,
    "recall-acknowledged": RecallAcknowledged,
    "override": Override,
    "drawer-opened": DrawerOpened,
    "registers-printed": RegistersPrinted,
    "price-posted": PricePosted,
    "code-linked": CodeLinked,
    "epoch-begun": EpochBegun,
}


def read_entry(body: bytes) -> Head:
    """Read an entry as its own kind; raise `msgspec.DecodeError` if it is none that is known."""
    head = decode(body, Head)
    kind = KINDS.get(head.kind)
    if kind is None:
        raise msgspec.DecodeError("an entry of an unknown kind")
    return decode(body, kind)
