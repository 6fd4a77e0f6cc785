"""The till: carries out what the counter decides. Knows no screen; the screen shows it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from codes import Scan, recognise
from device.clock import Clock, local_day, system_clock
from device.counter.cue import Cue
from device.counter.deed import CommitSale, Deed, Paper, Print
from device.counter.event import Event, NotSaved, Saved, Scanned
from device.counter.flow import step
from device.counter.state import Notice, Ready, SaveFault, State
from device.counter.world import World
from device.health import HealthBoard, printer_health
from device.ledger.catalogue import Catalogue
from device.ledger.errors import DamagedError, DiskFullError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.print_jobs import PrintJobs
from device.link_state import read_link_state
from device.printing import PaperView, PrintingRoom
from hardware.api import Beeper, Sound
from wire.status import Health

log = logging.getLogger(__name__)

_SOUNDS = {
    Cue.READ: Sound.READ,
    Cue.SOLD: Sound.SOLD,
    Cue.WARN: Sound.WARN,
    Cue.UNKNOWN: Sound.UNKNOWN,
    Cue.BLOCK: Sound.BLOCK,
}


_NEWS = frozenset({Notice.LEDGER_RENEWED, Notice.CATALOGUE_LOST})


@dataclass(frozen=True, slots=True)
class NetworkView:
    """Network and queue, for the status bar."""

    online: bool
    since: datetime | None
    """Since when the link has been online or offline; None where nobody knows."""
    unsent: int
    received_at: datetime | None
    """When the province last confirmed anything."""


@dataclass(frozen=True, slots=True)
class LastSale:
    """The newest sale, for the "ready" screen."""

    number: int
    at: datetime
    total_vnd: int
    epoch: str = ""
    """Which epoch the number is of: after a new one numbers start again."""


class Till:
    """One counter: state, ledger, printer and sounds. Called from one thread only."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        room: PrintingRoom,
        beeper: Beeper,
        staff: str,
        run_folder: Path,
        clock: Clock = system_clock,
    ) -> None:
        self._ledger, self._room, self._beeper = ledger, room, beeper
        self._staff, self._run_folder, self._clock = staff, run_folder, clock
        self._catalogue = Catalogue(ledger.database)
        self._jobs = PrintJobs(ledger.database)
        self._outbox = OutboxQueue(ledger.database, terminal=ledger.terminal)
        self._health = HealthBoard(run_folder)
        self._trusted_at = ledger.trusted_time()
        self._listeners: list[Callable[[], None]] = []
        self.state: State = Ready(notice=self._news())
        self.network = self._look_at_network()
        self._seen = (self.network, self.paper)
        self._is_doubtful = False
        self.last_sale = self._look_up_last_sale()

    @property
    def paper(self) -> PaperView:
        """How the printer is."""
        return self._room.view

    @property
    def today(self) -> date:
        """The day at the counter.

        By a clock that nobody has set it is never before the newest day that was trusted: what had
        expired then has expired now.
        """
        day = local_day(self._clock())
        if self.is_clock_trusted or self._trusted_at is None:
            return day
        return max(day, local_day(self._trusted_at))

    @property
    def is_clock_trusted(self) -> bool:
        """Whether the time can be relied on."""
        return self._ledger.is_clock_trusted

    @property
    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock()

    def watch(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change."""
        self._listeners.append(listener)

    def scanned(self, scan: Scan) -> None:
        """Take a scan, whatever it is."""
        self.handle(Scanned(recognise(scan)))

    def handle(self, event: Event) -> None:
        """Let the counter decide, and carry out what it decides."""
        fault = SaveFault.DISK_FULL if self._ledger.room.is_full else None
        before = self.state
        world = World(shelf=self._catalogue, today=self.today, now=self.now, fault=fault)
        outcome = step(before, event, world)
        self.state = outcome.state
        if self.state is not before and isinstance(before, Ready) and before.notice in _NEWS:
            self._news_was_read()
        if outcome.cue:
            self._beeper.play(_SOUNDS[outcome.cue])
        for deed in outcome.deeds:
            self._do(deed)
        self._tell()

    def _do(self, deed: Deed) -> None:
        match deed:
            case CommitSale():
                self.handle(self._commit(deed))
            case Print(paper=Paper.RECEIPT_COPY):
                self.reprint_last()

    def reprint_last(self) -> None:
        """Print the newest receipt once more, marked as a copy."""
        if self.last_sale is None:
            self._beeper.play(Sound.WARN)
            return
        try:
            self._jobs.add_copy(self.last_sale.number, epoch=self.last_sale.epoch)
        except LedgerError:
            log.exception("the ledger did not take the order for a copy")
            self._beeper.play(Sound.BLOCK)
            return
        self._room.ring()
        self._tell()

    def look_around(self, *, scanner: Health = "ok") -> None:
        """Look at network and printer again; call it about twice a second.

        `scanner` is how the worst of the scanners is; with the printer's state it goes to the
        province.
        """
        self._health.show(printer=printer_health(self.paper.fault), scanner=scanner)
        if isinstance(self.state, Ready):
            # What fails here is tried again, and told by the upkeep.
            with suppress(LedgerError):
                self._ledger.catch_up()
        if self._look():
            self._tell()

    def _look(self) -> bool:
        """Look at network and printer; return whether anything has changed."""
        try:
            found = (self._look_at_network(), self.paper)
        except LedgerError:
            log.exception("the ledger does not say what waits; what was known stays on the screen")
            return False
        if self.state == Ready() and (notice := self._news()):
            self.state = Ready(notice=notice)
            return True
        if found == self._seen:
            return False
        self.network, _paper = self._seen = found
        return True

    def _commit(self, deed: CommitSale) -> Event:
        sale = deed.sale
        try:
            if self._is_doubtful:
                self._ledger.mend()
                self._is_doubtful = False
            committed = self._ledger.commit_sale(sale, staff=self._staff)
        except DiskFullError:
            log.exception("the disk is full: the sale was refused")
            return NotSaved(SaveFault.DISK_FULL)
        except LedgerError as error:
            log.exception("the ledger cannot be written: the sale was refused")
            # Where mending failed, the next sale tries it again.
            self._is_doubtful = self._is_doubtful or isinstance(error, DamagedError)
            return NotSaved(SaveFault.DAMAGED)
        if self.is_clock_trusted:
            self._trusted_at = committed.at
        self._room.ring()
        self.last_sale = LastSale(committed.number, committed.at, sale.total_vnd, committed.epoch)
        # Sold is sold: the next look around shows what waits, also where this one fails.
        self._look()
        return Saved(number=committed.number, at=committed.at)

    def _news(self) -> Notice | None:
        """What the staff must be told once of the ledger."""
        if not self._ledger.is_newly_renewed:
            return None
        return Notice.CATALOGUE_LOST if self._catalogue.is_empty else Notice.LEDGER_RENEWED

    def _news_was_read(self) -> None:
        try:
            self._ledger.renewal_was_read()
        except LedgerError:
            log.exception("the ledger did not note that the news was read; it is told again")

    def _look_at_network(self) -> NetworkView:
        link = read_link_state(self._run_folder)
        waiting = self._outbox.waiting()
        return NetworkView(
            online=link is not None and link.online,
            since=link.since if link else None,
            unsent=waiting.entries,
            received_at=waiting.last_answer_at,
        )

    def _look_up_last_sale(self) -> LastSale | None:
        sale = self._ledger.last_sale()
        return LastSale(sale.seq, sale.at, sale.total_vnd, sale.epoch) if sale else None

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
