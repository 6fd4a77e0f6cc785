"""What a new entry may ask about the entries before it."""

from collections import Counter

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.errors import AlreadyUndoneError, TooManyReturnedError, UnknownSaleError
from device.ledger.stock import on_hand
from device.ledger.tables import entry_id
from wire.entry import Reference
from wire.kinds import Return, read_entry
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
        if self._undone_by(meant):
            raise AlreadyUndoneError(meant.seq)
        return sale

    def check_return(self, meant: Reference, lines: tuple[Line, ...]) -> None:
        """Raise `RefusedError` unless all of this was sold and has not come back yet."""
        with_customer = _units(self.sale(meant).lines)
        for body in self._undone_by(meant):
            undone = read_entry(body)
            if not isinstance(undone, Return):
                raise AlreadyUndoneError(meant.seq)
            with_customer.subtract(_units(undone.lines))
        for (drug, batch), units in _units(lines).items():
            if units > with_customer[drug, batch]:
                raise TooManyReturnedError(meant.seq, drug, batch)

    def on_hand(self, drug: str, batch: str) -> int:
        """Return what should be on the shelf of a batch."""
        return on_hand(self._database, drug, batch)

    def _undone_by(self, meant: Reference) -> list[bytes]:
        """Return what undid a sale, by whichever of its places it was named."""
        key = self._key(meant)
        carried = self._database.row("SELECT about FROM entry WHERE id = ?", key)
        first = carried[0] if carried and carried[0] is not None else key
        found = self._database.rows(
            "SELECT undoing.body FROM entry AS undoing WHERE undoing.kind IN ('return', 'void')"
            " AND undoing.about IN (SELECT ? UNION SELECT id FROM entry"
            "  WHERE about = ? AND kind = 'sale')"
            " AND NOT EXISTS (SELECT 1 FROM entry AS first WHERE first.id = undoing.about"
            "  AND first.kind = undoing.kind) ORDER BY undoing.id",
            first, first,
        )  # fmt: skip
        return [bytes(body) for (body,) in found]

    def _key(self, meant: Reference) -> int:
        book = book_of(self._database, meant.epoch)
        if book is None:
            raise UnknownSaleError(meant.seq)
        return entry_id(book, meant.seq)


def _units(lines: tuple[Line, ...]) -> Counter[tuple[str, str]]:
    units: Counter[tuple[str, str]] = Counter()
    for line in lines:
        units[line.drug, line.batch] += line.units
    return units
