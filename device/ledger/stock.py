"""Stock: what is left on the shelf after all that was written."""

from datetime import date
from typing import NamedTuple

from device.counter.drug import ShelfBatch
from device.ledger.database import LedgerDatabase
from device.ledger.moments import read_day
from device.ledger.movements import movements
from wire.entry import Head


class OpeningStock(NamedTuple):
    """A batch that was on the shelf before the first sale, in base units."""

    drug: str
    batch: str
    expiry: date
    on_hand: int


class Stocked(NamedTuple):
    """What is known of one batch."""

    expiry: str | None
    on_hand: int
    is_counted: bool


_MOVE = """
    INSERT INTO "stock" (drug, batch, expiry, on_hand, is_counted) VALUES (?, ?, ?, ?, 0)
    ON CONFLICT (drug, batch) DO UPDATE SET
        on_hand = on_hand + excluded.on_hand, expiry = coalesce(expiry, excluded.expiry)
"""
_COUNT = """
    INSERT INTO "stock" (drug, batch, expiry, on_hand, is_counted) VALUES (?, ?, ?, ?, 1)
    ON CONFLICT (drug, batch) DO UPDATE SET
        on_hand = excluded.on_hand, expiry = coalesce(excluded.expiry, expiry), is_counted = 1
"""
_NOTE = """
    INSERT INTO "movement" (id, line, drug, batch, expiry, units, is_count)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def move(database: LedgerDatabase, key: int, entry: Head) -> None:
    """Do to the shelf what an entry does. A batch that was never entered goes below nought."""
    for line, (drug, batch, expiry, units, is_count) in enumerate(movements(entry)):
        day = expiry.isoformat() if expiry else None
        database.run(_NOTE, key, line, drug, batch, day, units, is_count)
        database.run(_COUNT if is_count else _MOVE, drug, batch, day, units)


def batches(database: LedgerDatabase, drug: str) -> tuple[ShelfBatch, ...]:
    """Return a drug's batches on the shelf, first expired first."""
    found = database.rows(
        "SELECT batch, expiry, on_hand FROM stock"
        " WHERE drug = ? AND on_hand > 0 AND expiry IS NOT NULL ORDER BY expiry, batch",
        drug,
    )
    return tuple(
        ShelfBatch(number=batch, expiry=day, on_hand=on_hand)
        for batch, expiry, on_hand in found
        if (day := read_day(expiry))
    )


def on_hand(database: LedgerDatabase, drug: str, batch: str) -> int:
    """Return what should be on the shelf of a batch, in base units."""
    found = database.row("SELECT on_hand FROM stock WHERE drug = ? AND batch = ?", drug, batch)
    return int(found[0]) if found else 0


def stock_of(database: LedgerDatabase, table: str) -> dict[tuple[str, str], Stocked]:
    """Return every batch of the table "stock" or "shelfthen", by drug and batch."""
    found = database.rows(f'SELECT drug, batch, expiry, on_hand, is_counted FROM "{table}"')  # noqa: S608 - one of two
    return {
        (drug, batch): Stocked(expiry, units, bool(is_counted))
        for drug, batch, expiry, units, is_counted in found
    }


def write_stock(
    database: LedgerDatabase, table: str, shelf: dict[tuple[str, str], Stocked]
) -> None:
    """Replace the whole table "stock" or "shelfthen"."""
    database.run(f'DELETE FROM "{table}"')  # noqa: S608 - one of two
    database.run_many(
        f'INSERT INTO "{table}" (drug, batch, expiry, on_hand, is_counted) VALUES (?, ?, ?, ?, ?)',  # noqa: S608 - one of two
        ((drug, batch, *stocked) for (drug, batch), stocked in shelf.items()),
    )
