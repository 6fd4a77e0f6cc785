"""The books of controlled drugs: filled from the entries, with no work at the counter."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

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
    printed: set[str] = set()
    for entry in entries_since(database, day):
        if isinstance(entry, RegistersPrinted) and entry.day == day:
            printed.update(entry.drugs)
        if local_day(entry.at) != day or _is_carried_over(entry):
            continue
        drugs = [move.drug for move in movements(entry)]
        moved.update(drugs)
        if isinstance(entry, Sale):
            sold.update(drugs)
    rows = [
        row
        for drug in moved
        for row in _rows(names, drug, moved[drug], sold[drug], printed=drug in printed)
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.annex)))


def entries_since(database: LedgerDatabase, day: date) -> Iterator[Head]:
    """Yield the entries from a day at the counter on, newest first, and some before it."""
    before, begins = 1 << 62, day - _SLACK
    while True:
        found = database.rows(
            "SELECT id, body FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?", before, _CHUNK
        )
        entries = [read_entry(bytes(body)) for _key, body in found]
        yield from entries
        if len(found) < _CHUNK or all(local_day(entry.at) < begins for entry in entries):
            return
        before = found[-1][0]


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
