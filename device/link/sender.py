"""The sender's loop: keeps a connection, sends what waits, and tells the screen how it goes."""

import logging
import threading
import time
from pathlib import Path

from device.clock import Clock
from device.ledger.errors import LedgerError
from device.link.connection import CONNECT_SECONDS, Connection, ConnectionLostError
from device.link.exchange import Exchange
from device.link_state import LinkState, write_link_state
from device.settings import TerminalSettings
from wire import topics
from wire.backoff import Backoff

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
BEAT_SECONDS = 5.0
STATUS_SECONDS = 60.0


class Sender:
    """Runs until it is told to stop. Never gives up."""

    def __init__(self, settings: TerminalSettings, exchange: Exchange, clock: Clock) -> None:
        self._settings, self._exchange, self._clock = settings, exchange, clock
        self._entries = topics.entries(settings.province, settings.terminal)
        self._status = topics.status(settings.province, settings.terminal)
        self._receipts = topics.receipt(settings.province, settings.terminal)
        self._backoff = Backoff(
            first_seconds=1.0, most_seconds=settings.broker.longest_wait_seconds
        )
        self._beacon = Beacon(settings.run, clock)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Stop soon; what was not receipted is sent again next time."""
        self._stopping.set()

    def run(self) -> None:
        """Connect, send, and connect again, until told to stop."""
        while not self._stopping.is_set():
            try:
                self._converse()
            except ConnectionLostError as error:
                log.info("no connection to the province: %s", error)
            except LedgerError:
                log.exception("the ledger does not answer the link")
            self._exchange.connection_lost()
            self._rest(self._backoff.next_seconds())
        self._beacon.show(online=False)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            self._beacon.show(online=False)
            self._stopping.wait(min(left, BEAT_SECONDS / 2))

    def _converse(self) -> None:
        connection = Connection(
            self._settings.broker,
            client_id=self._settings.terminal,
            receipts=self._receipts,
            on_receipt=self._receipt,
        )
        self._beacon.show(online=False)
        connection.open()
        status_due, ready_by = 0.0, time.monotonic() + CONNECT_SECONDS
        try:
            while not self._stopping.is_set():
                connection.work(LOOK_SECONDS)
                self._beacon.show(online=connection.ready)
                if not connection.ready:
                    if time.monotonic() > ready_by:
                        raise ConnectionLostError("the broker does not let us listen")
                    continue
                self._backoff.succeeded()
                if batch := self._exchange.next_batch():
                    connection.publish(self._entries, batch)
                if time.monotonic() >= status_due:
                    connection.publish(self._status, self._exchange.status())
                    status_due = time.monotonic() + STATUS_SECONDS
        finally:
            connection.close()

    def _receipt(self, message: bytes) -> None:
        answered = self._exchange.receipt_came(message)
        log.info("a receipt answered %d entries", answered)


class Beacon:
    """Tells the screen whether the line is up: on every change, and now and then."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._online: bool | None = None
        self._since = clock()
        self._next = 0.0

    def show(self, *, online: bool) -> None:
        """Say how the line is."""
        now = time.monotonic()
        if online != self._online:
            self._online, self._since, self._next = online, self._clock(), 0.0
        if now >= self._next:
            write_link_state(self._folder, LinkState(online=online, since=self._since, beat=now))
            self._next = now + BEAT_SECONDS
