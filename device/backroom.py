"""The backroom: ledger, shelf, past and printing of one outlet, for real or for training."""

from dataclasses import dataclass
from typing import Protocol

from device.counter.deed import Print
from device.counter.past import Past
from device.counter.sale import OpenSale
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.posting import Committed
from device.ledger.print_jobs import PrintJobs
from device.printing import PrintingRoom
from device.shelf import OutletShelf


class PaperOrders(Protocol):
    """Takes what is to be printed, and what papers need beside the ledger."""

    def order(self, deed: Print, *, badge: str = "") -> None:
        """Order a paper; raise `LedgerError`."""

    def sold(self, sale: OpenSale, committed: Committed) -> None:
        """Keep, in memory, what a sale's papers say that no entry does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backroom:
    """What a till works with. Training has one of its own, from which nothing ever leaves."""

    ledger: Ledger
    room: PrintingRoom
    jobs: PrintJobs
    outbox: OutboxQueue
    shelf: OutletShelf
    past: Past
    orders: PaperOrders
    is_training: bool = False
