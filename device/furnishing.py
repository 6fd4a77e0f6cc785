"""Furnishing a backroom: everything that stands around one ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from device.backroom import Backroom
from device.catalogue.file import CatalogueFile
from device.counter.deed import Print
from device.counter.sale import OpenSale
from device.facts import Fact
from device.ledger.catalogue import Catalogue
from device.ledger.drug_names import DrugNames
from device.ledger.ledger import Ledger
from device.ledger.memory import Memory
from device.ledger.outbox import OutboxQueue
from device.ledger.paper_source import PaperSource
from device.ledger.posting import Committed
from device.ledger.print_jobs import PrintJobs
from device.paper.layout import Letterhead
from device.papers import orders
from device.papers.desk import PaperDesk
from device.papers.memory import PaperMemory, spoken_of
from device.papers.typesetter import Typesetter
from device.printing import PrintingRoom
from device.settings import TerminalSettings
from device.shelf import OutletShelf
from hardware.api import Printer


@dataclass(frozen=True, slots=True)
class _Orders:
    """Takes orders for paper, and keeps what only the open sale knew."""

    taken: orders.PaperOrders
    memory: PaperMemory
    names_patient: bool

    def order(self, deed: Print, *, badge: str = "") -> None:
        self.taken.order(deed, badge=badge)

    def sold(self, sale: OpenSale, committed: Committed) -> None:
        spoken = spoken_of(sale, names_patient=self.names_patient)
        self.memory.keep(committed.epoch, committed.number, spoken)


@dataclass(frozen=True, slots=True)
class Furnisher:
    """Makes backrooms for one terminal."""

    settings: TerminalSettings
    printer: Printer
    today: Callable[[], date]
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of people by badge, before those in the settings."""
    facts: Callable[[], tuple[Fact, ...]] = tuple
    """What was seen last of the terminal's parts."""

    def furnish(self, ledger: Ledger, *, is_training: bool = False) -> Backroom:
        """Return a backroom; its printing room is not open yet."""
        shelf = OutletShelf(Catalogue(ledger.database), CatalogueFile(self.settings.catalogue_file))
        jobs = PrintJobs(ledger.database)
        past = Memory(ledger.database, catalogue=shelf, today=self.today, stamp=shelf.stamp)
        desk = self._desk(ledger, shelf, jobs, is_training=is_training)
        room = PrintingRoom(
            jobs, self.printer, Typesetter(desk).draw, leave=ledger.close, done=desk.memory.cut
        )
        taken = orders.PaperOrders(
            desk, ledger=ledger, jobs=jobs, room=room, past=past, facts=self.facts
        )
        return Backroom(
            ledger=ledger,
            room=room,
            jobs=jobs,
            outbox=OutboxQueue(ledger.database, terminal=ledger.terminal),
            shelf=shelf,
            past=past,
            orders=_Orders(taken, desk.memory, self.settings.outlet.prints_patient),
            is_training=is_training,
        )

    def _desk(
        self, ledger: Ledger, shelf: OutletShelf, jobs: PrintJobs, *, is_training: bool
    ) -> PaperDesk:
        outlet = self.settings.outlet
        head = Letterhead(
            outlet=outlet.name,
            address=outlet.address,
            licence=outlet.licence,
            terminal=self.settings.terminal,
            terminal_label=self.settings.label,
            phone=outlet.phone,
        )
        return PaperDesk(
            source=PaperSource(ledger.database),
            drugs=DrugNames(shelf, shelf.stamp),
            memory=PaperMemory(self.settings.run, jobs.is_awaited),
            head=head,
            name=self._name,
            width_dots=self.printer.width_dots,
            is_training=is_training,
        )

    def _name(self, badge: str) -> str:
        """Return the name that stands on paper for a badge."""
        own = {self.settings.staff.badge: self.settings.staff.name}
        people = {person.badge: person.name for person in self.settings.people}
        return self.names.get(badge) or {**own, **people}.get(badge, badge)
