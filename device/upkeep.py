"""Upkeep: what the ledger needs now and then, in a thread of its own and never in a sale's way."""

import logging
import threading
from datetime import timedelta

from device.clock import Clock, system_clock
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.ledger.purge import Retention, purge_old
from hardware.unexpected import note_unexpected

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
PURGE_EVERY = timedelta(hours=6)


class Upkeep:
    """Carries what was set aside, tidies the log, and makes room."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        retention: Retention | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._ledger, self._clock = ledger, clock
        self._retention = retention or Retention()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._purge_due = clock()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Stop after what is in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def once(self) -> None:
        """Do what is due; raise `LedgerError`."""
        carried = self._ledger.catch_up()
        if carried:
            log.warning("%d entries were carried into a new epoch", carried)
        gone = self._ledger.room.make()
        now = self._clock()
        # By a clock that is years ahead everything would be old.
        if now >= self._purge_due and self._ledger.is_clock_trusted:
            gone += purge_old(self._ledger.database, now, self._retention)
            self._purge_due = now + PURGE_EVERY
        if gone:
            log.info("%d entries that the province has were purged", gone)
        self._ledger.database.tidy()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.once()
            except LedgerError:
                log.exception("the ledger's upkeep failed; it is tried again")
            # The outermost loop of this thread: one odd entry must not end all upkeep.
            except Exception as error:  # noqa: BLE001 - noted
                note_unexpected(log, "the ledger's upkeep failed", error)
            self._stopping.wait(EVERY_SECONDS)
        try:
            self._ledger.close()
        except LedgerError:
            log.exception("the ledger's upkeep did not close it")
