"""The books of controlled drugs: filled from the entries, with no work at the counter."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from device.clock import local_day
from device.counter.past import RegisterRow
from device.counter.rules import registers_of
from device.ledger.database import LedgerDatabase
from device.ledger.days import DaysBack
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
    """Return the books of controlled drugs that moved on a day, by name and annex (CTL-08).

    A book is printed where that came after the day's last movement: it is the end of the day that
    the note to annex VIII asks for.
    """
    moved: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    last: dict[str, int] = {}
    for key, entry in _entries_of(database, day):
        drugs = [] if _is_carried_over(entry) else [move.drug for move in movements(entry)]
        moved.update(drugs)
        for drug in drugs:
            last.setdefault(drug, key)  # the newest comes first
        if isinstance(entry, Sale):
            sold.update(drugs)
    printed = _printed(database, day)
    rows = [
        row
        for drug in moved
        for row in _rows(
            names, drug, moved[drug], sold[drug], printed=printed.get(drug, 0) > last[drug]
        )
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.annex)))


def _entries_of(database: LedgerDatabase, day: date) -> Iterator[tuple[int, Head]]:
    """Yield the entries of a day at the counter with their keys, newest first."""
    before = _behind(database, day + _SLACK)
    back = DaysBack(day + _SLACK)
    while True:
        found = database.rows(
            "SELECT id, body FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?", before, _CHUNK
        )
        days = [(back.day(entry), row[0], entry) for row in found for entry in [_entry(row)]]
        yield from ((int(key), entry) for its_day, key, entry in days if its_day == day)
        if len(found) < _CHUNK or all(its_day < day - _SLACK for its_day, *_rest in days):
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
        if found is None:
            return before
        newer = _entry(found)
        if not newer.at_is_trusted or local_day(newer.at) <= day:
            return before
        before = int(found[0])


def _entry(row: tuple[Any, ...]) -> Head:
    return read_entry(bytes(row[1]))


def _printed(database: LedgerDatabase, day: date) -> dict[str, int]:
    """Return where each drug's books of a day were printed last; what carries it counts as it."""
    found = database.rows(
        "SELECT coalesce(about, id), body FROM entry"
        " WHERE kind != 'sale' AND kind = 'registers-printed' ORDER BY 1"
    )
    printed: dict[str, int] = {}
    for key, body in found:
        entry = _entry((key, body))
        if isinstance(entry, RegistersPrinted) and entry.day == day:
            printed |= dict.fromkeys(entry.drugs, int(key))
    return printed


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
