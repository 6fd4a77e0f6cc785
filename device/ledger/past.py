"""What a new entry may ask about the entries before it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.errors import (
    AlreadyUndoneError,
    NotAsideError,
    TooManyReturnedError,
    UnknownSaleError,
)
from device.ledger.shifts import Adding, Tally
from device.ledger.stock import on_hand, set_aside
from device.ledger.tables import entry_id
from wire.entry import Reference
from wire.kinds import Return, ShelfLine, Void, read_entry
from wire.sale import Line, Sale, read_sale


class Past:
    """The ledger as it stands within the transaction that writes the next entry."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def sale(self, meant: Reference) -> Sale:
        """Return the sale that is meant; raise `UnknownSaleError` if there is none."""
        found = self._database.row(
            "SELECT body FROM entry WHERE id = ? AND kind = 'sale' AND sha256 = ?",
            self._key(meant), meant.sha256,
        )  # fmt: skip
        if found is None:
            raise UnknownSaleError(meant.seq)
        return read_sale(bytes(found[0]))

    def whole_sale(self, meant: Reference) -> Sale:
        """Return a sale of which nothing came back; raise `RefusedError` otherwise."""
        sale = self.sale(meant)
        if self.undone_by(meant):
            raise AlreadyUndoneError(meant.seq)
        return sale

    def check_return(self, meant: Reference, lines: tuple[Line, ...]) -> None:
        """Raise `RefusedError` unless all of this was sold and has not come back yet."""
        with_customer = _sold(self.sale(meant).lines)
        for undone in self.undone_by(meant):
            if not isinstance(undone, Return):
                raise AlreadyUndoneError(meant.seq)
            with_customer.subtract(_sold(undone.lines))
        for one, quantity in _sold(lines).items():
            if quantity > with_customer[one]:
                raise TooManyReturnedError(meant.seq, one.drug, one.batch)

    def check_aside(self, lines: tuple[ShelfLine, ...]) -> None:
        """Raise `RefusedError` unless all of this is in quarantine."""
        wanted: Counter[tuple[str, str, str]] = Counter()
        for line in lines:
            wanted[line.drug, line.batch, line.owner] += line.units
        for (drug, batch, owner), units in wanted.items():
            if units > self.aside(drug, batch, owner):
                raise NotAsideError(drug, batch)

    def on_hand(self, drug: str, batch: str, owner: str) -> int:
        """Return what should be on the shelf of a batch."""
        return on_hand(self._database, drug, batch, owner)

    def aside(self, drug: str, batch: str, owner: str) -> int:
        """Return what should be in quarantine of a batch."""
        return set_aside(self._database, drug, batch, owner)

    def tally(self) -> Tally:
        """Return the newest shift as it stands."""
        return Adding(self._database).tally()

    def unsent(self) -> int:
        """Return how many entries the province has not confirmed."""
        found = self._database.row("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        return int(found[0]) if found else 0

    def undone_by(self, meant: Reference) -> list[Return | Void]:
        """Return what undid a sale, by whichever of its places it was named."""
        return undoing(self._database, self._key(meant))

    def _key(self, meant: Reference) -> int:
        book = book_of(self._database, meant.epoch)
        if book is None:
            raise UnknownSaleError(meant.seq)
        return entry_id(book, meant.seq)


def undoing(database: LedgerDatabase, key: int) -> list[Return | Void]:
    """Return what undid the sale of this key, oldest first."""
    carried = database.row("SELECT about FROM entry WHERE id = ?", key)
    first = carried[0] if carried and carried[0] is not None else key
    found = database.rows(
        "SELECT undoing.body FROM entry AS undoing WHERE undoing.kind IN ('return', 'void')"
        " AND undoing.about IN (SELECT ? UNION SELECT id FROM entry"
        "  WHERE about = ? AND kind = 'sale')"
        " AND NOT EXISTS (SELECT 1 FROM entry AS first WHERE first.id = undoing.about"
        "  AND first.kind = undoing.kind) ORDER BY undoing.id",
        first, first,
    )  # fmt: skip
    entries = (read_entry(bytes(body)) for (body,) in found)
    return [entry for entry in entries if isinstance(entry, Return | Void)]


class SoldAs(NamedTuple):
    """What tells lines of a sale apart: what came back as one of them is not the other."""

    drug: str
    batch: str
    unit: str
    unit_size: int
    price_vnd: int


def sold_as(line: Line) -> SoldAs:
    """Return what a line was sold as."""
    return SoldAs(line.drug, line.batch, line.unit, line.unit_size, line.price_vnd)


def _sold(lines: Iterable[Line]) -> Counter[SoldAs]:
    sold: Counter[SoldAs] = Counter()
    for line in lines:
        sold[sold_as(line)] += line.quantity
    return sold
