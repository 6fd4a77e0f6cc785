"""What the counter may ask about what was written before, answered from the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import msgspec

from device.counter.drug import Hold
from device.counter.past import Drawer, PastSale, RegisterRow, SentSale, StockRow
from device.ledger import controlled, holds, sent, sold, stock_lists
from device.ledger.database import LedgerDatabase, explained
from device.ledger.drug_names import DrugNames, Offers, Stamp
from device.ledger.errors import DamagedError
from device.ledger.shifts import Adding


class Memory:
    """Answers the counter (`device.counter.past.Past`). Every question raises `LedgerError`."""

    def __init__(
        self,
        database: LedgerDatabase,
        *,
        catalogue: Offers,
        today: Callable[[], date],
        stamp: Stamp = lambda: None,
    ) -> None:
        self._database, self._today = database, today
        self._adding = Adding(database)
        self.names = DrugNames(catalogue, stamp)

    def sale(self, number: int, *, check: str = "") -> PastSale | None:
        """Return a sale by the number on its receipt (and the beginning of its check code)."""
        with self._answering():
            return sold.past_sale(self._database, self.names, number, check=check)

    def drawer(self) -> Drawer:
        """Return the open shift in figures.

        Where none is open: shift 0, and as float what was counted when the last one was closed.
        """
        with self._answering():
            tally = self._adding.tally()
            unsent = self._unsent()
            if not tally.is_open:
                return Drawer(float_vnd=tally.left_vnd, unsent=unsent)
            return Drawer(
                shift=tally.number,
                opened_at=tally.opened_at,
                opened_by=tally.opened_by,
                float_vnd=tally.float_vnd,
                cash_vnd=tally.cash_vnd,
                cash_count=tally.cash_count,
                transfer_vnd=tally.transfer_vnd,
                transfer_count=tally.transfer_count,
                refunded_vnd=tally.refunded_vnd,
                refund_count=tally.refund_count,
                void_count=tally.void_count,
                prescription_count=tally.prescription_count,
                unsent=unsent,
            )

    def dispensed(self, prescription: str, since: date | None = None) -> dict[int, int]:
        """Return base units that this outlet dispensed, by line number of the prescription."""
        with self._answering():
            return sold.dispensed(self._database, prescription, since)

    def sold_on_code(self, prescription: str, since: date | None = None) -> dict[str, int]:
        """Return base units that this outlet sold while only the code was known, by drug's id."""
        with self._answering():
            return sold.sold_on_code(self._database, prescription, since)

    def expiring(self, days: int) -> tuple[StockRow, ...]:
        """Return batches on the shelf that expire within so many days, first expired first."""
        with self._answering():
            return stock_lists.expiring(self._database, self.names, today=self._today(), days=days)

    def run_out(self) -> tuple[StockRow, ...]:
        """Return drugs of which nothing is left."""
        with self._answering():
            return stock_lists.run_out(self._database, self.names)

    def on_shelf(self) -> tuple[StockRow, ...]:
        """Return everything on the shelf and in quarantine, by name."""
        with self._answering():
            return stock_lists.on_shelf(self._database, self.names)

    def registers(self, day: date) -> tuple[RegisterRow, ...]:
        """Return the books of controlled drugs that moved on a day."""
        with self._answering():
            return controlled.registers(self._database, self.names, day)

    def recalls(self) -> tuple[Hold, ...]:
        """Return the notices that nobody at this counter has answered yet, oldest first."""
        with self._answering():
            return holds.unanswered(self._database)

    def last_sent(self) -> SentSale | None:
        """Return the newest sale as it is sent."""
        with self._answering():
            return sent.last_sent(self._database, self.names)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Ask the next start for a look at everything where an entry cannot be read."""
        try:
            with explained():
                yield
        except msgspec.DecodeError as error:
            self._database.suspect()
            raise DamagedError("an entry cannot be read") from error

    def _unsent(self) -> int:
        found = self._database.row("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        return int(found[0]) if found else 0
