"""The till: carries out what the counter decides. Knows no screen; the screen shows it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from codes import Scan, recognise
from device.clock import Clock, local_day, system_clock
from device.counter.cue import Cue
from device.counter.event import Event, NotSaved, Saved, Scanned
from device.counter.flow import step
from device.counter.sale import OpenSale
from device.counter.state import Ready, SaveFault, State
from device.ledger.catalogue import Catalogue
from device.ledger.errors import DiskFullError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.print_jobs import PrintJobs
from device.link_state import read_link_state
from device.printing import PaperView, PrintingRoom
from hardware.api import Beeper, Sound

log = logging.getLogger(__name__)

_SOUNDS = {
    Cue.READ: Sound.READ,
    Cue.SOLD: Sound.SOLD,
    Cue.WARN: Sound.WARN,
    Cue.UNKNOWN: Sound.UNKNOWN,
    Cue.BLOCK: Sound.BLOCK,
}


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
        self._outbox = OutboxQueue(ledger.database, terminal=ledger.terminal, epoch=ledger.epoch)
        self._listeners: list[Callable[[], None]] = []
        self.state: State = Ready()
        self.network = self._look_at_network()
        self._seen = (self.network, self.paper)
        self.last_sale = self._look_up_last_sale()

    @property
    def paper(self) -> PaperView:
        """How the printer is."""
        return self._room.view

    @property
    def today(self) -> date:
        """The day at the counter."""
        return local_day(self._clock())

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
        outcome = step(self.state, event, shelf=self._catalogue, today=self.today)
        self.state = outcome.state
        if outcome.cue:
            self._beeper.play(_SOUNDS[outcome.cue])
        if outcome.commit is not None:
            self.handle(self._commit(outcome.commit))
            return
        if outcome.reprint:
            self.reprint_last()
            return
        self._tell()

    def reprint_last(self) -> None:
        """Print the newest receipt once more, marked as a copy."""
        if self.last_sale is None:
            self._beeper.play(Sound.WARN)
            return
        try:
            self._jobs.add_copy(self.last_sale.number)
        except LedgerError:
            log.exception("the ledger did not take the order for a copy")
            self._beeper.play(Sound.BLOCK)
            return
        self._room.ring()
        self._tell()

    def look_around(self) -> None:
        """Look at network and printer again; call it about twice a second."""
        if self._look():
            self._tell()

    def _look(self) -> bool:
        """Look at network and printer; return whether anything has changed."""
        try:
            found = (self._look_at_network(), self.paper)
        except LedgerError:
            log.exception("the ledger does not say what waits; what was known stays on the screen")
            return False
        if found == self._seen:
            return False
        self.network, _paper = self._seen = found
        return True

    def _commit(self, sale: OpenSale) -> Event:
        try:
            committed = self._ledger.commit_sale(sale, staff=self._staff)
        except DiskFullError:
            log.exception("the disk is full: the sale was refused")
            return NotSaved(SaveFault.DISK_FULL)
        except LedgerError:
            log.exception("the ledger cannot be written: the sale was refused")
            return NotSaved(SaveFault.DAMAGED)
        self._room.ring()
        self.last_sale = LastSale(committed.number, committed.at, sale.total_vnd)
        # Sold is sold: the next look around shows what waits, also where this one fails.
        self._look()
        return Saved(number=committed.number, at=committed.at)

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
        last = self._ledger.last()
        if last is None:
            return None
        sale, _sha256 = self._ledger.sale(last.seq)
        return LastSale(sale.seq, sale.at, sale.total_vnd)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
