"""States of stock: goods that come, go, are counted, are set aside, are given back."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from codes import CitizenCard, Pack
from device.counter.drug import Hold, Offer, Owner
from device.counter.notes import Gone, PriceNote
from device.counter.past import PastSale, RegisterRow, SentSale, StockRow
from device.counter.sale import Buyer

if TYPE_CHECKING:
    from device.counter.state import State

Purpose = Literal["delivery", "opening", "count", "write-off", "supplier-return", "put-back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A batch that was scanned into a list."""

    offer: Offer
    batch: str
    expiry: date | None
    quantity: int = 1
    """Of the offer's unit."""
    is_counted: bool = True
    """Whether somebody said how many; False: the shelf's book proposes the batch, and no more."""
    expected: int | None = None
    """Base units by the book, for a count."""
    cost_vnd: int | None = None
    """What one unit cost."""
    owner: Owner = Owner.RETAIL
    from_aside: bool = False
    """Whether the goods stand in quarantine already."""
    serials: frozenset[str] = field(default=frozenset())

    @property
    def units(self) -> int:
        """Base units."""
        return self.quantity * self.offer.unit_size


GatherNotice = Literal[
    "unknown-code",
    "no-batch",
    "expired",
    "held",
    "already-counted",
    "more-than-there",
    "unclear",
    "refused",
    "file-read",
    "nothing-in-file",
    "pick-batch",
    "leaving",
    "nothing-aside",
    "lies-aside",
]
"""Why the newest scan or touch did not do what was meant, or what to do next.

"pick-batch": the shelf's batches are proposed, type how many of which; "leaving": going back once
more drops the list; "nothing-aside": nothing in quarantine may go back to the shelf; "lies-aside":
more of a batch was counted than the book has, and some of it lies in quarantine by the book.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A row of a supplier's file that was not taken over."""

    line: int
    """Of the file, from 1."""
    code: str = ""
    """As the file has it."""
    why: GatherNotice = "unknown-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Packs are scanned into a list: a delivery, a count, goods that leave."""

    purpose: Purpose
    lines: tuple[Gathered, ...] = ()
    """The newest is last."""
    supplier: str = ""
    document: str = ""
    because: Gone | None = None
    owner: Owner = Owner.RETAIL
    page: int = 0
    notice: GatherNotice | None = None
    code: str = ""
    editing: int | None = None
    """Index of the line whose quantity is being typed."""
    typed: str = ""
    pending: Pack | None = None
    """A pack whose batch or expiry must be keyed in."""
    wanted: Offer | None = None
    """What is being keyed in, scanned or found by name."""
    from_aside: bool = False
    """Whether the goods are taken from quarantine, not from the shelf."""
    left_out: tuple[LeftOut, ...] = ()
    """Rows of the file that must be scanned or keyed in."""
    is_saving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StockList:
    """What is on the shelf, by a view of it."""

    tab: Literal["30", "60", "90", "out", "all"] = "30"
    rows: tuple[StockRow, ...] = ()
    """All rows of the tab."""
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Rows that expire in 30, 60, 90 days, and that ran out."""
    page: int = 0
    posting: PriceNote | None = None
    """A price that is being written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallShown:
    """A recall that somebody has to answer."""

    hold: Hold
    rows: tuple[StockRow, ...] = ()
    """What of it is on the shelf."""
    behind: "State"
    is_saving: bool = False

    @property
    def units(self) -> int:
        """Base units on the shelf."""
        return sum(row.on_hand for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindSale:
    """Which sale: scan the receipt's code, or type its number."""

    typed: str = ""
    not_found: bool = False
    already_undone: bool = False
    """Whether it was found, and everything of it has come back before."""


ReturnNotice = Literal[
    "all-counted",
    "invoiced",
    "partly-returned",
    "too-late",
    "minutes-needed",
    "needs-card",
    "refused",
]
"""Why a touch or scan did not do what was meant.

"invoiced": an invoice was sent, so all lines are taken back instead of a void (INV-04);
"partly-returned", "too-late": only what is left can be taken back, not the sale as a whole;
"minutes-needed": a controlled drug may have left the counter, so all lines are taken back (CTL-12);
"needs-card": a controlled drug is taken back only from somebody who is named (CTL-12).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """What of a sale comes back."""

    sale: PastSale
    quantities: tuple[int, ...]
    """How many of each line; beginning with none."""
    page: int = 0
    reason: str = ""
    not_of_sale: bool = False
    """Whether the pack that was scanned is not of this sale."""
    notice: ReturnNotice | None = None
    serials: frozenset[str] = frozenset()
    """Packs with a serial number that were counted."""
    person: CitizenCard | Buyer | None = None
    """Who brings a controlled drug back (CTL-12)."""
    at_counter: bool = False
    """Whether it was opened from the screen of this very sale, just paid."""
    is_void: bool = False
    """Whether the sale as a whole is undone."""
    is_saving: bool = False

    @property
    def refund_vnd(self) -> int:
        """What is given back."""
        return sum(
            quantity * line.offer.price_vnd
            for quantity, line in zip(self.quantities, self.sale.lines, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """The books of controlled drugs that moved on a day, to be printed and signed."""

    day: date
    rows: tuple[RegisterRow, ...] = ()
    page: int = 0
    is_saving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatLeaves:
    """The exact fields of the last sale as sent, and what never leaves."""

    sent: SentSale | None
    page: int = 0
