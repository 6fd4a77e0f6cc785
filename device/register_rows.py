"""The rows of a stock book: each change of what the outlet holds of one drug."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from device.ledger.movements import StockMove
from wire.entry import Head
from wire.kinds import GoodsIn, Return, StockCount, Void, WriteOff
from wire.patient import Patient
from wire.sale import Sale

Key = tuple[str, str, str]
"""Drug, batch, owner."""

What = Literal["delivery", "sale", "return", "void", "write-off", "opening", "count"]


class Period(NamedTuple):
    """From a day to a day, both within it."""

    first: date
    last: date


class Held(NamedTuple):
    """What the outlet holds of one batch, in base units."""

    shelf: int = 0
    aside: int = 0


class Change(NamedTuple):
    """What an entry did to one batch."""

    batch: str
    expiry: date | None
    units: int
    """What came; below nought: what went."""
    left: int
    """Of the drug, afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One row of annex VIII or XVI. `repr` shows no person."""

    day: date
    what: What
    party: str = field(repr=False)
    """Who it was received from or issued to: the supplier, or the buyer where one is known."""
    document: str
    """The supplier's, or the number of our own entry."""
    came: int = 0
    went: int = 0
    left: int
    batch: str
    expiry: date | None
    is_loss: bool = False
    """Whether it went without anybody having received it (CTL-10)."""
    is_day_certain: bool = True
    """False where nobody had set the terminal's clock."""


class Balance:
    """What the outlet holds of one drug, entry after entry."""

    def __init__(self, drug: str, before: Mapping[Key, Held]) -> None:
        self._drug = drug
        self._held = {key: held for key, held in before.items() if key[0] == drug}
        self._expiry: dict[Key, date | None] = {}
        self.units = sum(held.shelf + held.aside for held in self._held.values())

    def take(self, moves: Iterable[StockMove]) -> list[Change]:
        """Do what an entry did; return what changed. Another place here is no change."""
        changed: dict[Key, int] = {}
        for move in moves:
            if move.drug == self._drug:
                key = (move.drug, move.batch, move.owner)
                self._expiry[key] = move.expiry or self._expiry.get(key)
                changed[key] = changed.get(key, 0) + self._move(key, move)
        return [self._change(key, units) for key, units in changed.items() if units]

    def _move(self, key: Key, move: StockMove) -> int:
        was = self._held.get(key, Held())
        if move.is_count:
            now = Held(move.shelf, was.aside if move.aside is None else move.aside)
        else:
            now = Held(was.shelf + move.shelf, was.aside + (move.aside or 0))
        self._held[key] = now
        return sum(now) - sum(was)

    def _change(self, key: Key, units: int) -> Change:
        self.units += units
        return Change(key[1], self._expiry[key], units, self.units)


def row_of(entry: Head, day: date, change: Change, buyer: Patient | None) -> BookRow:
    """Return the row of a change that an entry made."""
    what, party, document = _of(entry)
    return BookRow(
        day=day,
        what=what,
        party=buyer.name if buyer else party,
        document=document or f"{entry.seq:06d}",
        came=max(0, change.units),
        went=max(0, -change.units),
        left=change.left,
        batch=change.batch,
        expiry=change.expiry,
        is_loss=change.units < 0 and _is_loss(entry),
        is_day_certain=entry.at_is_trusted,
    )


def _of(entry: Head) -> tuple[What, str, str]:
    """Return what an entry is called in the book, its other party and its document."""
    match entry:
        case Sale():
            return "sale", "", ""
        case Void():
            return "void", "", ""
        case Return():
            return "return", "", ""
        case GoodsIn(supplier=supplier, document=document):
            return "delivery", supplier, document
        case WriteOff(document=document):
            return "write-off", "", document
    is_opening = isinstance(entry, StockCount) and entry.because == "opening"
    return "opening" if is_opening else "count", "", ""


def _is_loss(entry: Head) -> bool:
    return isinstance(entry, StockCount) or (
        isinstance(entry, WriteOff) and entry.because == "lost"
    )
