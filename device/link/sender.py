"""The sender's loop: keeps a connection, sends what waits, and tells the screen how it goes."""

import logging
import threading
import time

from device.clock import Clock
from device.enrolment.papers import Pair, with_pair
from device.ledger.errors import LedgerError
from device.link.asking import Asking
from device.link.beacon import BEAT_SECONDS, Beacon
from device.link.connection import Connection, ConnectionLostError
from device.link.exchange import Exchange
from device.link.renewing import Renewing
from device.link.report import Reporter
from device.link.window import News, Window
from device.settings import TerminalSettings
from settings import alive
from wire import topics
from wire.backoff import Backoff

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""A counter that asks waits so long before its question leaves."""
STABLE_SECONDS = 30.0
"""A connection that lasted so long, or brought a receipt, was a success: the next wait begins
small again. One that is thrown out as soon as it stands is none."""


class Sender:
    """Runs until it is told to stop. Never gives up."""

    def __init__(  # noqa: PLR0913 - what a sender works with
        self,
        settings: TerminalSettings,
        exchange: Exchange,
        reporter: Reporter,
        clock: Clock,
        *,
        asking: Asking | None = None,
        window: Window | None = None,
        renewing: Renewing | None = None,
    ) -> None:
        self._settings, self._exchange, self._reporter = settings, exchange, reporter
        self._entries = topics.entries(settings.province, settings.terminal)
        self._status = topics.status(settings.province, settings.terminal)
        self._receipts = topics.receipt(settings.province, settings.terminal)
        self._asks = topics.ask(settings.province, settings.terminal)
        self._answers = topics.answer(settings.province, settings.terminal)
        self._asking, self._window, self._renewing = asking, window, renewing
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
        alive.ready()  # a shop may be offline for weeks: what is sold is taken in all the same
        while not self._stopping.is_set():
            try:
                self._converse()
            except ConnectionLostError as error:
                log.info("no connection to the province: %s", error)
            except LedgerError:
                log.exception("the ledger does not answer the link")
            # The outermost loop of the process: whatever the other end has sent, sending goes on.
            except Exception:
                log.exception("the conversation with the province broke off")
            self._exchange.connection_lost()
            self._rest(self._backoff.next_seconds())
        alive.stopping()
        self._beacon.show(online=False)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            self._beacon.show(online=False)
            self._turn_away()
            self._work()
            self._stopping.wait(min(left, BEAT_SECONDS / 2, LOOK_SECONDS))

    def _converse(self) -> None:
        broker, pair = self._settings.broker, None
        if self._renewing:
            pair = self._renewing.pair()
            broker = with_pair(broker, pair)
        connection = Connection(
            broker,
            client_id=self._settings.terminal,
            hears={self._receipts: self._receipt, self._answers: self._answer},
            on_left=self._exchange.batch_left,
        )
        stable_at: float | None = None
        try:
            connection.open()
            while not self._stopping.is_set():
                connection.work(LOOK_SECONDS)
                self._work()
                self._beacon.show(online=connection.ready)
                if not connection.ready:
                    self._turn_away()
                    continue
                if stable_at is None:
                    pair = self._stands(pair)
                stable_at = stable_at or time.monotonic() + STABLE_SECONDS
                if time.monotonic() >= stable_at:
                    self._backoff.succeeded()
                self._speak(connection)
                if self._should_change(pair):
                    return
        finally:
            if stable_at is None and pair and self._renewing:
                self._renewing.did_not_open(pair)
            connection.close()

    def _stands(self, pair: Pair | None) -> Pair | None:
        """The broker has let us in: return where the pair lies from now on."""
        self._reporter.connected()
        if self._asking:
            self._asking.connected()
        return self._renewing.opened(pair) if pair and self._renewing else None

    def _should_change(self, pair: Pair | None) -> bool:
        """Whether there is a new certificate to be proved, and nothing is under way."""
        if pair is None or self._renewing is None or not self._exchange.is_quiet:
            return False
        return self._renewing.is_better_than(pair)

    def _speak(self, connection: Connection) -> None:
        """Ask first: somebody waits. Then the next batch; then what may wait, one at a time."""
        if self._asking and self._window:
            for code in self._window.asked():
                connection.mention(self._asks, self._asking.about(code))
            if self._window.wants_line():
                self._asking.line.measure()
            questions = (self._asking.for_notices, self._asking.to_say, self._asking.for_line)
            for question in (ask() for ask in questions):
                if question:
                    connection.mention(self._asks, question)
        if batch := self._exchange.next_batch():
            connection.send(self._entries, batch)
        elif not self._exchange.is_quiet:
            return
        elif self._reporter.is_due():
            connection.mention(self._status, self._reporter.status(self._exchange.ledger))
        elif self._asking and (question := self._asking.for_page()):
            connection.mention(self._asks, question)

    def _work(self) -> None:
        """Go on with what was ordered and fetched, with a line and without."""
        alive.beat()
        if self._asking:
            self._asking.work()

    def _turn_away(self) -> None:
        """Tell the counter at once that there is nobody to ask."""
        window = self._window
        if window:
            for code in window.asked():
                window.tell(News(prescription=code, is_offline=True))

    def _answer(self, message: bytes) -> None:
        if self._asking:
            self._asking.came(message)

    def _receipt(self, message: bytes) -> None:
        if answered := self._exchange.receipt_came(message):
            self._backoff.succeeded()
            log.info("a receipt answered %d entries", answered)
