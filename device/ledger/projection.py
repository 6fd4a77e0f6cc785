"""The projection: stock worked out from the entries alone, and put right where it differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.errors import DamagedError
from device.ledger.movements import StockMove, movements
from device.ledger.stock import BatchKey, Stocked, StockTable, stock_of, write_stock
from wire.kinds import read_entry


@dataclass(frozen=True, slots=True)
class Difference:
    """A batch of which the projection says something else than the entries."""

    drug: str
    batch: str
    projected: Stocked | None
    rebuilt: Stocked | None
    owner: str = "retail"


def replay(stock: StockTable, moves: Iterable[StockMove]) -> None:
    """Do to a stock in memory what `device.ledger.stock.move` does to the one in the database."""
    for drug, batch, owner, expiry, shelf, aside, is_count, cost in moves:
        day = expiry.isoformat() if expiry else None
        key = BatchKey(drug, batch, owner)
        was = stock.get(key, Stocked())
        stock[key] = was._replace(
            expiry=(day or was.expiry) if is_count else (was.expiry or day),
            on_hand=shelf if is_count else was.on_hand + shelf,
            set_aside=_aside(was.set_aside, aside, is_count=is_count),
            is_counted=is_count or was.is_counted,
            cost_vnd=was.cost_vnd if cost is None else cost,
        )


def _aside(was: int, aside: int | None, *, is_count: bool) -> int:
    if aside is None:
        return was
    return aside if is_count else was + aside


def rebuilt(database: LedgerDatabase) -> StockTable:
    """Work the stock out anew: from the last checkpoint, through every entry behind it."""
    stock = stock_of(database, "shelfthen")
    for moves in _moves(database):
        replay(stock, moves)
    return stock


def differences(database: LedgerDatabase) -> list[Difference]:
    """Return every batch of which the stock differs from what the entries say."""
    return _differences(database, rebuilt(database))


def _differences(database: LedgerDatabase, wanted: StockTable) -> list[Difference]:
    projected = stock_of(database, "stock")
    return [
        Difference(key.drug, key.batch, projected.get(key), wanted.get(key), key.owner)
        for key in sorted(projected.keys() | wanted.keys())
        if projected.get(key) != wanted.get(key)
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


def _moves(database: LedgerDatabase) -> Iterator[list[StockMove]]:
    for (body,) in database.rows(
        "SELECT body FROM entry"
        " WHERE id > (SELECT coalesce(max((book << 32) + through), 0) FROM checkpoint) ORDER BY id"
    ):
        try:
            yield movements(read_entry(memoryview(body).tobytes()))
        except (msgspec.DecodeError, TypeError) as error:  # TypeError: no bytes any more
            raise DamagedError("an entry cannot be read") from error
