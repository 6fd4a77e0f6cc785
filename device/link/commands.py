"""Carrying out what the province orders: once, in time, and said until it is heard."""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal, NamedTuple

from device.clock import Clock
from device.mail.errors import MailError
from device.mail.orders import Orders
from wire.command import MAX_DETAIL, Command, Outcome

log = logging.getLogger(__name__)

TRUST_SECONDS = 120.0
"""So long a command waits for the clock to be set after a start; then it is refused."""
MOST_WAITING = 50


class Told(NamedTuple):
    """What came of an order."""

    state: Literal["done", "failed", "refused"]
    detail: str = ""


Errand = Callable[[Command], Told]


class Commands:
    """Carries out one command after the other, off the link's thread."""

    def __init__(
        self,
        orders: Orders,
        errands: Mapping[str, Errand],
        *,
        clock: Clock,
        is_clock_trusted: Callable[[], bool],
        restart: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`restart` ends the program soon; it is called in the link's thread."""
        self._orders, self._errands, self._restart = orders, errands, restart
        self._clock, self._is_clock_trusted, self._monotonic = clock, is_clock_trusted, monotonic
        self._waiting: dict[str, tuple[Command, float]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commands")
        self._running: tuple[Command, Future[Told]] | None = None
        self._unwritten: list[Outcome] = []

    def begin(self) -> None:
        """Look at what the program before this one left unfinished; nothing is done twice."""
        try:
            for command in self._orders.unfinished():
                is_restart = command.order == "restart"
                told = Told("done") if is_restart else Told("failed", "interrupted by a restart")
                self._finish(command, told)
        except MailError as error:
            log.warning("what was begun before cannot be read: %s", error)

    def close(self) -> None:
        """Take no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def take(self, commands: tuple[Command, ...]) -> None:
        """Take what the province wants; what was ever begun is passed over."""
        now = self._monotonic()
        for command in commands[:MOST_WAITING]:
            self._waiting.setdefault(command.id, (command, now))

    def work(self) -> None:
        """Go on; cheap to call often."""
        try:
            self._write()
            self._collect()
            if self._running is None:
                self._next()
        except MailError as error:
            # What cannot be noted is not begun; the province says it again.
            log.warning("no command is carried out, for it could not be noted: %s", error)
            self._waiting.clear()

    def _next(self) -> None:
        for command, since in list(self._waiting.values()):
            if not self._is_clock_trusted() and self._monotonic() < since + TRUST_SECONDS:
                continue
            del self._waiting[command.id]
            if self._orders.is_known(command.id):
                continue
            self._carry_out(command)
            return

    def _carry_out(self, command: Command) -> None:
        if not self._orders.begin(command, at=self._clock()):
            return
        if refused := self._refusal(command):
            self._finish(command, refused)
        elif self._clock() > command.until:
            log.info("the command %s came too late", command.order)
            self._note(Outcome(id=command.id, state="expired", at=self._clock()))
        elif command.order == "restart":
            log.info("the province orders a restart")
            self._restart()  # what comes of it the next program says
        else:
            log.info("the province orders %s", command.order)
            errand = self._errands[command.order]
            self._running = command, self._thread.submit(errand, command)

    def _refusal(self, command: Command) -> Told | None:
        if not self._is_clock_trusted():
            return Told("refused", "the clock is not trusted")
        since = self._orders.remembers_since
        if since and command.given_at <= since:
            return Told("refused", "given before this terminal's memory begins")
        if command.order != "restart" and command.order not in self._errands:
            return Told("refused", "this program does not know the order")
        return None

    def _collect(self) -> None:
        if self._running is None or not self._running[1].done():
            return
        (command, future), self._running = self._running, None
        try:
            told = future.result()
        # Whatever an errand met, the province is told that it failed.
        except Exception as error:
            log.exception("the command %s failed", command.order)
            told = Told("failed", type(error).__name__)
        self._finish(command, told)

    def _finish(self, command: Command, told: Told) -> None:
        self._note(
            Outcome(
                id=command.id, state=told.state, at=self._clock(), detail=told.detail[-MAX_DETAIL:]
            )
        )

    def _note(self, outcome: Outcome) -> None:
        self._unwritten.append(outcome)
        self._write()

    def _write(self) -> None:
        while self._unwritten:
            self._orders.finish(self._unwritten[0])
            del self._unwritten[0]
