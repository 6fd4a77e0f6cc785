"""The day's entries as the province holds them, and what they come to, reckoned anew."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from wire.entry import Head
from wire.kinds import (
    GoodsIn,
    RecallAcknowledged,
    Return,
    SetAside,
    Shift,
    StockCount,
    Void,
    WriteOff,
    read_entry,
)
from wire.sale import Sale

Batch = tuple[str, str, str]
"""Drug, batch, owner."""
Shelf = dict[Batch, tuple[int, int]]
"""On the shelf and in quarantine, base units."""
E = TypeVar("E", bound=Head)
_RETAIL = "retail"


def read_entries(store: Path, terminal: str) -> list[Head]:
    """Return what the province has stored of a terminal, in order."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT body FROM entry WHERE terminal = ? ORDER BY stored_at, seq", (terminal,)
        )
        entries = [read_entry(bytes(body)) for (body,) in rows]
    return sorted(entries, key=lambda entry: entry.seq)


def of_kind(entries: Iterable[Head], kind: type[E]) -> list[E]:
    """Return the entries of a kind."""
    return [entry for entry in entries if isinstance(entry, kind)]


def shelf_of(entries: Iterable[Head]) -> Shelf:
    """Reckon the stock from nothing but the entries; batches of which nothing is left are out."""
    shelf: dict[Batch, list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        _move(shelf, entry)
    return {batch: (here, aside) for batch, (here, aside) in shelf.items() if here or aside}


def _move(shelf: dict[Batch, list[int]], entry: Head) -> None:
    match entry:
        case Sale(lines=lines):
            for line in lines:
                shelf[line.drug, line.batch, _RETAIL][0] -= line.units
        case Void(lines=lines) | Return(lines=lines):
            place = 0 if isinstance(entry, Void) or entry.to_shelf else 1
            for line in lines:
                shelf[line.drug, line.batch, _RETAIL][place] += line.units
        case _:
            _move_goods(shelf, entry)


def _move_goods(shelf: dict[Batch, list[int]], entry: Head) -> None:
    match entry:
        case GoodsIn(lines=lines):
            for line in lines:
                shelf[line.drug, line.batch, line.owner][0] += line.units
        case SetAside(lines=lines) | RecallAcknowledged(lines=lines):
            for line in lines:
                shelf[line.drug, line.batch, line.owner][0] -= line.units
                shelf[line.drug, line.batch, line.owner][1] += line.units
        case WriteOff(lines=lines, place=place):
            for line in lines:
                shelf[line.drug, line.batch, line.owner][place == "aside"] -= line.units
        case StockCount(lines=counts):
            for count in counts:
                found = shelf[count.drug, count.batch, count.owner]
                found[:] = [count.counted, found[1] if count.aside is None else count.aside]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings:
    """What a shift took, by its entries."""

    number: int
    float_vnd: int
    cash_vnd: int
    cash_count: int
    transfer_vnd: int
    transfer_count: int
    refunded_vnd: int
    refund_count: int

    @property
    def expected_vnd(self) -> int:
        """What must be in the drawer."""
        return self.float_vnd + self.cash_vnd - self.refunded_vnd


def takings_of(entries: Sequence[Head]) -> list[tuple[Takings, Shift]]:
    """Reckon every closed shift from its entries, beside the Z report that the terminal wrote."""
    found: list[tuple[Takings, Shift]] = []
    opened: Shift | None = None
    within: list[Head] = []
    for entry in entries:
        if isinstance(entry, Shift) and entry.event == "opened":
            opened, within = entry, []
        elif isinstance(entry, Shift) and opened is not None:
            found.append((_takings(len(found) + 1, opened, within), entry))
            opened = None
        else:
            within.append(entry)
    return found


def _takings(number: int, opened: Shift, within: list[Head]) -> Takings:
    sales = of_kind(within, Sale)
    cash = [sale.total_vnd for sale in sales if sale.paid_by == "cash"]
    transfers = [sale.total_vnd for sale in sales if sale.paid_by == "transfer"]
    refunds = [entry.total_vnd for entry in of_kind(within, Return)]
    refunds += [entry.total_vnd for entry in of_kind(within, Void)]
    return Takings(
        number=number,
        float_vnd=opened.counted_vnd or 0,
        cash_vnd=sum(cash),
        cash_count=len(cash),
        transfer_vnd=sum(transfers),
        transfer_count=len(transfers),
        refunded_vnd=sum(refunds),
        refund_count=len(refunds),
    )
