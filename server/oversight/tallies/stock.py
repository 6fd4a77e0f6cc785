"""Stock: what there is of each batch in each outlet, and what became of the rest."""

from collections.abc import Iterator
from typing import ClassVar

from server.oversight.ledgers import Run, entries_of
from server.oversight.seeing import see
from server.oversight.tallies.controlled import ControlledBooks
from server.oversight.tallies.stock_ledgers import Ledger, StockLedgers
from server.oversight.tallies.stock_moves import carried, moves_of
from server.oversight.tallies.stock_shelves import Shelves
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook

_AT_ONCE = 5000


class StockTally:
    """Moves stock as every terminal did it for itself, and fills the books of controlled drugs."""

    tables: ClassVar[tuple[str, ...]] = (
        "goodsledger",
        "lot",
        "shelfbatch",
        "delivery",
        "controlledmove",
        "controlleddrug",
    )

    def __init__(self, book: DrugBook) -> None:
        self._book = book
        self._ledgers = StockLedgers()
        self._shelves, self._books = Shelves(), ControlledBooks(book)

    def take(self, seen: Seen) -> None:
        """Move what an entry moves."""
        _take(self._ledgers.number(seen), seen, self._shelves, self._books)

    def store(self) -> None:
        """Add what was moved to what there was.

        A count says what there is after all that was written before it: where an entry comes late,
        its ledger is worked through from the start.
        """
        late = self._ledgers.behind()
        self._ledgers.store()
        self._shelves.store(but=late.keys())
        self._books.store(but=late.keys())
        for number, ledger in late.items():
            self._again(number, ledger)

    def _again(self, number: int, ledger: Ledger) -> None:
        Shelves.forget(number)
        ControlledBooks.forget(number)
        for portion in _portions(ledger):
            shelves, books = Shelves(), ControlledBooks(self._book)
            for seen in portion:
                _take(number, seen, shelves, books)
            shelves.store()
            books.store()


def _take(ledger: int, seen: Seen, shelves: Shelves, books: ControlledBooks) -> None:
    moves = tuple(moves_of(seen.entry))
    if seen.is_carried:
        moves = tuple(carried(moves))
    if moves:
        shelves.take(ledger, seen, moves)
        books.take(ledger, seen, moves)


def _portions(ledger: Ledger) -> Iterator[list[Seen]]:
    outlets = {ledger.terminal: ledger.outlet}
    for first in range(1, ledger.last + 1, _AT_ONCE):
        run = Run(ledger.terminal, ledger.epoch, first, min(first + _AT_ONCE - 1, ledger.last))
        read = (see(stored, outlets) for stored in entries_of([run]))
        yield [seen for seen in read if seen]
