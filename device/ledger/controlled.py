"""The books of controlled drugs: filled from the entries, with no work at the counter."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from device.clock import local_day
from device.counter.past import RegisterRow
from device.counter.rules import registers_of
from device.ledger.database import LedgerDatabase
from device.ledger.drug_names import DrugNames
from device.ledger.movements import movements
from wire.entry import Head
from wire.kinds import RegistersPrinted, StockCount, read_entry
from wire.sale import Sale

_CUSTOMERS = "XIX"
_CHUNK = 500
_SLACK = timedelta(days=2)
"""How far a clock may have been set back while entries were written."""


def registers(database: LedgerDatabase, names: DrugNames, day: date) -> tuple[RegisterRow, ...]:
    """Return the books of controlled drugs that moved on a day, by name and annex (CTL-08)."""
    moved: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for entry in entries_of(database, day):
        drugs = [] if _is_carried_over(entry) else [move.drug for move in movements(entry)]
        moved.update(drugs)
        if isinstance(entry, Sale):
            sold.update(drugs)
    printed = _printed(database, day)
    rows = [
        row
        for drug in moved
        for row in _rows(names, drug, moved[drug], sold[drug], printed=drug in printed)
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.annex)))


def entries_of(database: LedgerDatabase, day: date) -> Iterator[Head]:
    """Yield the entries of a day at the counter, newest first."""
    before = _behind(database, day + _SLACK)
    while True:
        found = database.rows(
            "SELECT id, body FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?", before, _CHUNK
        )
        days = [(local_day(entry.at), entry) for entry in map(_entry, found)]
        yield from (entry for its_day, entry in days if its_day == day)
        if len(found) < _CHUNK or all(its_day < day - _SLACK for its_day, _entry in days):
            return
        before = found[-1][0]


def _behind(database: LedgerDatabase, day: date) -> int:
    """Return a key behind which everything was written after a day, found in few steps."""
    before = 1 << 62
    while True:
        found = database.row(
            "SELECT id, body FROM entry WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            before, _CHUNK,
        )  # fmt: skip
        if found is None or local_day(_entry(found).at) <= day:
            return before
        before = int(found[0])


def _entry(row: tuple[Any, ...]) -> Head:
    return read_entry(bytes(row[1]))


def _printed(database: LedgerDatabase, day: date) -> frozenset[str]:
    found = database.rows(
        "SELECT id, body FROM entry WHERE kind != 'sale' AND kind = 'registers-printed'"
    )
    entries = (entry for entry in map(_entry, found) if isinstance(entry, RegistersPrinted))
    return frozenset(drug for entry in entries if entry.day == day for drug in entry.drugs)


def _is_carried_over(entry: Head) -> bool:
    """Whether it only says in a new epoch what the old one left."""
    return isinstance(entry, StockCount) and entry.because == "carried-over"


def _rows(
    names: DrugNames, drug_id: str, moved: int, sold: int, *, printed: bool
) -> Iterator[RegisterRow]:
    drug = names.drug(drug_id)
    for annex in sorted(registers_of(drug.control)):
        count = sold if annex == _CUSTOMERS else moved
        if count:
            yield RegisterRow(
                drug_id=drug_id, name=drug.name, annex=annex, movements=count, printed=printed
            )
