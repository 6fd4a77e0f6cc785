"""A backroom around a ledger, with nothing to print but what the room is given to draw."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from device.backroom import Backroom
from device.catalogue.file import CatalogueFile
from device.counter.deed import Print
from device.counter.sale import OpenSale
from device.ledger.catalogue import Catalogue
from device.ledger.ledger import Ledger
from device.ledger.memory import Memory
from device.ledger.outbox import OutboxQueue
from device.ledger.posting import Committed
from device.ledger.print_jobs import PrintJobs
from device.printing import PrintingRoom
from device.shelf import OutletShelf
from device.surroundings import Surroundings
from hardware.api import Beeper


@dataclass
class Orders:
    """Remembers what was ordered."""

    ordered: list[Print] = field(default_factory=list)
    sales: list[Committed] = field(default_factory=list)

    def order(self, deed: Print, *, badge: str = "") -> None:
        del badge
        self.ordered.append(deed)

    def sold(self, sale: OpenSale, committed: Committed) -> None:
        del sale
        self.sales.append(committed)


def backroom(
    ledger: Ledger, room: PrintingRoom, *, today: Callable[[], date], orders: Orders | None = None
) -> Backroom:
    nowhere = CatalogueFile(ledger.database.file.with_name("no-catalogue.sqlite"))
    shelf = OutletShelf(Catalogue(ledger.database), nowhere)
    return Backroom(
        ledger=ledger,
        room=room,
        jobs=PrintJobs(ledger.database),
        outbox=OutboxQueue(ledger.database, terminal=ledger.terminal),
        shelf=shelf,
        past=Memory(ledger.database, catalogue=shelf, today=today),
        orders=orders or Orders(),
    )


def without_training() -> Backroom:
    raise AssertionError("nobody trains here")


def surroundings(beeper: Beeper) -> Surroundings:
    """Return a shop where nobody has to sign in."""
    return Surroundings(beeper=beeper, open_training=without_training)
