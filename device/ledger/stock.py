"""Stock: movements with every sale, and what is left on the shelf."""

from datetime import date
from typing import NamedTuple

from peewee import SqliteDatabase

from device.counter.drug import ShelfBatch
from device.ledger.database import explained
from device.ledger.tables import Movement, Stock
from wire.sale import Sale


class OpeningStock(NamedTuple):
    """A batch that was on the shelf before the first sale, in base units."""

    drug: str
    batch: str
    expiry: date
    on_hand: int


def record_movements(database: SqliteDatabase, sale: Sale) -> None:
    """Take a sale's lines off the shelf. A batch that was never entered goes below nought."""
    for number, line in enumerate(sale.lines):
        units = -line.quantity * line.unit_size
        Movement.insert(
            seq=sale.seq, line=number, drug=line.drug, batch=line.batch, units=units
        ).execute(database)
        Stock.insert(
            drug=line.drug, batch=line.batch, expiry=line.expiry, on_hand=units
        ).on_conflict(
            conflict_target=[Stock.drug, Stock.batch],
            update={Stock.on_hand: Stock.on_hand + units},
        ).execute(database)


@explained()
def set_opening_stock(database: SqliteDatabase, rows: list[OpeningStock]) -> None:
    """Put batches on the shelf that are not known yet; those that are stay as they are."""
    with database.atomic("IMMEDIATE"):
        for row in rows:
            Stock.insert(**row._asdict()).on_conflict_ignore().execute(database)


def batches(database: SqliteDatabase, drug: str) -> tuple[ShelfBatch, ...]:
    """Return a drug's batches on the shelf, first expired first."""
    rows = (
        Stock.select()
        .where((Stock.drug == drug) & (Stock.on_hand > 0) & Stock.expiry.is_null(is_null=False))
        .order_by(Stock.expiry, Stock.batch)
        .execute(database)
    )
    return tuple(
        ShelfBatch(number=row.batch, expiry=row.expiry, on_hand=row.on_hand) for row in rows
    )
