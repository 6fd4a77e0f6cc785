"""The projection: stock worked out from the entries alone, and put right where it differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.errors import DamagedError
from device.ledger.movements import ShelfMove, movements
from device.ledger.stock import Stocked, stock_of, write_stock
from wire.kinds import read_entry

Shelf = dict[tuple[str, str], Stocked]
"""What is left of each batch, by drug and batch."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A batch of which the projection says something else than the entries."""

    drug: str
    batch: str
    projected: Stocked | None
    rebuilt: Stocked | None


def replay(shelf: Shelf, moves: Iterable[ShelfMove]) -> None:
    """Do to a shelf in memory what `device.ledger.stock.move` does to the one in the database."""
    for drug, batch, expiry, units, is_count in moves:
        day = expiry.isoformat() if expiry else None
        before = shelf.get((drug, batch), Stocked(None, 0, is_counted=False))
        shelf[drug, batch] = (
            Stocked(day or before.expiry, units, is_counted=True)
            if is_count
            else Stocked(before.expiry or day, before.on_hand + units, before.is_counted)
        )


def rebuilt(database: LedgerDatabase) -> Shelf:
    """Work the stock out anew: from the last checkpoint, through every entry behind it."""
    shelf = stock_of(database, "shelfthen")
    for moves in _moves(database):
        replay(shelf, moves)
    return shelf


def differences(database: LedgerDatabase) -> list[Difference]:
    """Return every batch of which the stock differs from what the entries say."""
    return _differences(database, rebuilt(database))


def _differences(database: LedgerDatabase, wanted: Shelf) -> list[Difference]:
    projected = stock_of(database, "stock")
    return [
        Difference(drug, batch, projected.get((drug, batch)), wanted.get((drug, batch)))
        for drug, batch in sorted(projected.keys() | wanted.keys())
        if projected.get((drug, batch)) != wanted.get((drug, batch))
    ]


def rebuild_stock(database: LedgerDatabase) -> int:
    """Put the stock right; return how many batches differed."""
    with database.writing():
        # Once, not twice: no sale is written meanwhile.
        wanted = rebuilt(database)
        wrong = _differences(database, wanted)
        if wrong:
            write_stock(database, "stock", wanted)
        return len(wrong)


def _moves(database: LedgerDatabase) -> Iterator[list[ShelfMove]]:
    for (body,) in database.rows(
        "SELECT body FROM entry"
        " WHERE id > (SELECT coalesce(max((book << 32) + through), 0) FROM checkpoint) ORDER BY id"
    ):
        try:
            yield movements(read_entry(memoryview(body).tobytes()))
        except (msgspec.DecodeError, TypeError) as error:  # TypeError: no bytes any more
            raise DamagedError("an entry cannot be read") from error
