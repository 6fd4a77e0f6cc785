"""What papers ask of the ledger: the entry behind a paper, and what a shift's entries add up to."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.errors import DamagedError
from device.ledger.purge import checkpoint_id
from device.ledger.stock import stock_of
from device.ledger.tables import entry_id
from wire.entry import Head
from wire.kinds import Override, Shift, read_entry
from wire.sale import Sale, TransferPaid

_ENTRY = 'SELECT body, sha256 FROM "entry" WHERE id = ?'
_BETWEEN = 'SELECT body FROM "entry" WHERE id BETWEEN ? AND ? ORDER BY id'
_AFTER = 'SELECT body FROM "entry" WHERE id > ? ORDER BY id'
_UNSENT_THEN = (
    'SELECT min(seq), max(seq) FROM "outbox" WHERE id BETWEEN ? AND ?'
    " AND (state = 'waiting' OR answered_at > ?)"
)
_NO_RULE = "RX-01"


class ShiftDetail(NamedTuple):
    """What the entries of a shift say beside its figures."""

    bank_count: int
    """Transfers that the bank reported."""
    override_count: int
    """Sold without a prescription on somebody's decision (RX-01)."""
    sold: tuple[frozenset[str], ...]
    """The drugs of each sale, by id."""


class StockSource(NamedTuple):
    """What stock books are written from: the stock at the checkpoint, and what came after it."""

    held: dict[tuple[str, str, str], tuple[int, int]]
    """Shelf and quarantine at the checkpoint, by drug, batch and owner."""
    entries: list[Head]
    """After the checkpoint, oldest first. `held` counts the older ones, gone or kept."""


class PaperSource:
    """Reads entries for papers. Every question raises `LedgerError`."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def entry(self, number: int, *, epoch: str) -> tuple[Head, str]:
        """Return an entry and its hash; raise `KeyError` for one that is not there."""
        found = self._database.row(_ENTRY, self._key(number, epoch))
        if found is None:
            raise KeyError(number)
        return self._read(found[0]), str(found[1])

    def shift_detail(self, closed: Shift, first: int) -> ShiftDetail | None:
        """Return what a shift's entries say; None where some of them are in no reach any more."""
        last = self._key(closed.seq, closed.epoch)
        keys = (self._key(first, closed.epoch), last)
        entries = [self._read(body) for (body,) in self._database.rows(_BETWEEN, *keys)]
        if len(entries) != closed.seq - first + 1 or not _opens(entries[0]):
            return None
        sales = [entry for entry in entries if isinstance(entry, Sale)]
        transfers = [sale.transfer for sale in sales if isinstance(sale.transfer, TransferPaid)]
        return ShiftDetail(
            bank_count=sum(transfer.witness == "bank" for transfer in transfers),
            override_count=sum(
                isinstance(entry, Override) and entry.rule == _NO_RULE for entry in entries
            ),
            sold=tuple(frozenset(line.drug for line in sale.lines) for sale in sales),
        )

    def unsent_at(self, closed: Shift) -> tuple[int, int] | None:
        """Return the first and last number that was unconfirmed when a shift was closed."""
        keys = (self._key(1, closed.epoch), self._key(closed.seq - 1, closed.epoch))
        found = self._database.row(_UNSENT_THEN, *keys, closed.at.isoformat())
        return None if found is None or found[0] is None else (int(found[0]), int(found[1]))

    def every_entry(self) -> Iterator[Head]:
        """Yield every entry that is still here, oldest first."""
        return self._after(0)

    def stock_source(self) -> StockSource:
        """Return what stock books are written from, as it stands at one moment."""
        with self._database.as_it_stands():
            held = {
                (key.drug, key.batch, key.owner): (stocked.on_hand, stocked.set_aside)
                for key, stocked in stock_of(self._database, "shelfthen").items()
            }
            return StockSource(held, list(self._after(checkpoint_id(self._database))))

    def _after(self, key: int) -> Iterator[Head]:
        for (body,) in self._database.rows(_AFTER, key):
            yield self._read(body)

    def _key(self, number: int, epoch: str) -> int:
        book = book_of(self._database, epoch)
        if book is None:
            raise KeyError(number)
        return entry_id(book, number)

    def _read(self, body: object) -> Head:
        try:
            return read_entry(bytes(body) if isinstance(body, bytes | memoryview) else b"")
        except msgspec.DecodeError as error:
            self._database.suspect()
            raise DamagedError("an entry cannot be read") from error


def _opens(entry: Head) -> bool:
    return isinstance(entry, Shift) and entry.event == "opened"
