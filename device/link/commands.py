"""Carrying out what the province orders: once, in time, and said until it is heard."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
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

    state: Literal["done", "failed", "refused", "expired"]
    detail: str = ""


Errand = Callable[[Command], Told | None]
"""None: what comes of it is told later, by `Later`."""
Later = Callable[[], Iterable[tuple[str, Told, Callable[[], None]]]]
"""What has come of commands meanwhile, by id; to be called when that has been noted."""
LOOK_SECONDS = 30.0
SLOW: frozenset[str] = frozenset({"update-to"})
"""Orders that a restart of this program does not cut short: somebody else carries them out."""


class Commands:
    """Carries out one command after the other, off the link's thread."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        orders: Orders,
        errands: Mapping[str, Errand],
        *,
        clock: Clock,
        is_clock_trusted: Callable[[], bool],
        restart: Callable[[], None],
        later: Later = tuple,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`restart` ends the program soon; it is called in the link's thread.

        `later`: see `Later`.
        """
        self._later, self._look_at = later, 0.0
        self._orders, self._errands, self._restart = orders, errands, restart
        self._clock, self._is_clock_trusted, self._monotonic = clock, is_clock_trusted, monotonic
        self._waiting: dict[str, tuple[Command, float]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commands")
        self._running: tuple[Command, Future[Told | None]] | None = None
        self._unwritten: list[Outcome] = []

    def begin(self) -> None:
        """Look at what the program before this one left unfinished; nothing is done twice."""
        try:
            for command in self._orders.unfinished():
                if command.order in SLOW and command.order in self._errands:
                    self._ask_again(command)
                    continue
                is_restart = command.order == "restart"
                told = Told("done") if is_restart else Told("failed", "interrupted by a restart")
                self._finish(command.id, told)
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
            self._hear()
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
            self._finish(command.id, refused)
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
        if told is not None:
            self._finish(command.id, told)

    def _ask_again(self, command: Command) -> None:
        """Make sure that whoever carries an order out knows of it: asking twice is asking once."""
        try:
            told = self._errands[command.order](command)
        except OSError as error:
            log.warning("the order %s waits for the next start: %s", command.order, error)
            return
        if told is not None:
            self._finish(command.id, told)

    def _hear(self) -> None:
        """Take what has come of orders that somebody else carries out."""
        if self._monotonic() < self._look_at:
            return
        self._look_at = self._monotonic() + LOOK_SECONDS
        try:
            for name, told, noted in self._later():
                self._finish(name, told)
                noted()
        except OSError as error:
            log.warning("what has come of orders cannot be read: %s", error)

    def _finish(self, name: str, told: Told) -> None:
        detail = told.detail[-MAX_DETAIL:]
        self._note(Outcome(id=name, state=told.state, at=self._clock(), detail=detail))

    def _note(self, outcome: Outcome) -> None:
        self._unwritten.append(outcome)
        self._write()

    def _write(self) -> None:
        while self._unwritten:
            self._orders.finish(self._unwritten[0])
            del self._unwritten[0]
