"""Stock: what there is of each batch, on the shelf and in quarantine, after all that was written.

A batch is of an owner: the same one may have been bought by the outlet and come from a programme,
and what is sold is the outlet's own.
"""

from datetime import date
from typing import NamedTuple

from device.counter.drug import Owner, ShelfBatch
from device.ledger.database import LedgerDatabase
from device.ledger.moments import read_day
from device.ledger.movements import RETAIL, movements
from wire.entry import Head


class OpeningStock(NamedTuple):
    """A batch that was on the shelf before the first sale, in base units."""

    drug: str
    batch: str
    expiry: date
    on_hand: int
    owner: str = RETAIL


class BatchKey(NamedTuple):
    """What tells one row of the stock from another."""

    drug: str
    batch: str
    owner: str = RETAIL


class Stocked(NamedTuple):
    """What is known of one batch."""

    expiry: str | None = None
    on_hand: int = 0
    set_aside: int = 0
    is_counted: bool = False
    cost_vnd: int | None = None


StockTable = dict[BatchKey, Stocked]
COLUMNS = "drug, batch, owner, expiry, on_hand, set_aside, is_counted, cost_vnd"

_MOVE = f"""
    INSERT INTO "stock" ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 0, ?)
    ON CONFLICT (drug, batch, owner) DO UPDATE SET
        on_hand = on_hand + excluded.on_hand, set_aside = set_aside + excluded.set_aside,
        expiry = coalesce(expiry, excluded.expiry),
        cost_vnd = coalesce(excluded.cost_vnd, cost_vnd)
"""  # noqa: S608 - fixed names
_COUNT = f"""
    INSERT INTO "stock" ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, 0), 1, ?7)
    ON CONFLICT (drug, batch, owner) DO UPDATE SET
        on_hand = excluded.on_hand, set_aside = coalesce(?6, set_aside),
        expiry = coalesce(excluded.expiry, expiry), is_counted = 1,
        cost_vnd = coalesce(excluded.cost_vnd, cost_vnd)
"""  # noqa: S608 - fixed names


def move(database: LedgerDatabase, entry: Head) -> None:
    """Do to the stock what an entry does. A batch that was never entered goes below nought."""
    for drug, batch, owner, expiry, shelf, aside, is_count, cost in movements(entry):
        day = expiry.isoformat() if expiry else None
        database.run(_COUNT if is_count else _MOVE, drug, batch, owner, day, shelf, aside, cost)


def batches(database: LedgerDatabase, drug: str) -> tuple[ShelfBatch, ...]:
    """Return a drug's batches on the shelf, whoever owns them, first expired first.

    Those without a date come last: devices have none, and of a drug it was never entered. One
    whose date a worn card has changed is not proposed.
    """
    found = database.rows(
        "SELECT batch, owner, expiry, on_hand, set_aside, cost_vnd FROM stock"
        " WHERE drug = ? AND on_hand > 0 ORDER BY expiry IS NULL, expiry, batch, owner",
        drug,
    )
    return tuple(
        ShelfBatch(
            number=batch,
            expiry=day,
            on_hand=on_hand,
            owner=read_owner(owner),
            set_aside=aside,
            cost_vnd=cost,
        )
        for batch, owner, expiry, on_hand, aside, cost in found
        if (day := read_day(expiry)) or expiry is None
    )


def read_owner(text: object) -> Owner:
    """Return whose a batch is; one that a worn card has changed is not sold."""
    try:
        return Owner(text)
    except ValueError:
        return Owner.SAMPLE


def on_hand(database: LedgerDatabase, drug: str, batch: str, owner: str = RETAIL) -> int:
    """Return what should be on the shelf of a batch, in base units."""
    return _stocked(database, drug, batch, owner)[0]


def set_aside(database: LedgerDatabase, drug: str, batch: str, owner: str = RETAIL) -> int:
    """Return what should be in quarantine of a batch, in base units."""
    return _stocked(database, drug, batch, owner)[1]


def _stocked(database: LedgerDatabase, drug: str, batch: str, owner: str) -> tuple[int, int]:
    found = database.row(
        "SELECT on_hand, set_aside FROM stock WHERE drug = ? AND batch = ? AND owner = ?",
        drug, batch, owner,
    )  # fmt: skip
    return (int(found[0]), int(found[1])) if found else (0, 0)


def stock_of(database: LedgerDatabase, table: str) -> StockTable:
    """Return every batch of the table "stock" or "shelfthen"."""
    return as_table(database.rows(f'SELECT {COLUMNS} FROM "{table}"'))  # noqa: S608 - one of two


def as_table(rows: list[tuple[object, ...]]) -> StockTable:
    """Return rows of `COLUMNS` by what tells them apart."""
    return {
        BatchKey(str(drug), str(batch), str(owner)): Stocked(
            expiry if isinstance(expiry, str) else None,
            _figure(shelf),
            _figure(aside),
            bool(known),
            cost if isinstance(cost, int) else None,
        )
        for drug, batch, owner, expiry, shelf, aside, known, cost in rows
    }


def _figure(value: object) -> int:
    return value if isinstance(value, int) else 0


def write_stock(database: LedgerDatabase, table: str, stock: StockTable) -> None:
    """Replace the whole table "stock" or "shelfthen"."""
    database.run(f'DELETE FROM "{table}"')  # noqa: S608 - one of two
    database.run_many(
        f'INSERT INTO "{table}" ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',  # noqa: S608 - one of two
        ((*key, *stocked) for key, stocked in stock.items()),
    )
