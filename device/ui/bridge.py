"""The one door into the UI's thread: scans, faults and orders queue here, in order."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from codes import Scan
from hardware.errors import HardwareError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Work = Callable[[], None]


class Bridge:
    """Takes work from any thread; the UI's thread does it, one after the other."""

    def __init__(self) -> None:
        self.wake: Callable[[], object] = lambda: None
        """Makes the UI's thread call `drain` soon; must work from any thread."""
        self._queue: SimpleQueue[Work] = SimpleQueue()
        self._leaving = threading.Event()

    @property
    def is_leaving(self) -> bool:
        """Whether the program shall be started afresh as soon as nobody is being served."""
        return self._leaving.is_set()

    def leave_soon(self) -> None:
        """Have the program started afresh, in a quiet moment."""
        self._leaving.set()

    def post(self, work: Work) -> None:
        """Let the UI's thread do this."""
        self._queue.put(work)
        self.wake()

    def ask(self, work: Callable[[], Result]) -> "Future[Result]":
        """Let the UI's thread do this; hand over the result, or a `ValueError` or `OSError`."""
        answer: Future[Result] = Future()
        self.post(lambda: _answer(answer, work))
        return answer

    def drain(self, *_seconds: float) -> None:
        """Do what waits. What fails does not take along what waits behind it."""
        try:
            while not self._queue.empty():
                self._queue.get()()
        finally:
            if not self._queue.empty():
                self.wake()


def _answer(answer: "Future[Any]", work: Callable[[], Any]) -> None:
    try:
        answer.set_result(work())
    except (ValueError, OSError) as error:
        answer.set_exception(error)


class Ear:
    """Hears one scanner, in the scanner's thread, and passes on what it hears."""

    def __init__(
        self,
        bridge: Bridge,
        scanned: Callable[[Scan], None],
        fault: Callable[[HardwareError | None], None],
    ) -> None:
        self._bridge, self._scanned, self._fault = bridge, scanned, fault

    def scanned(self, scan: Scan) -> None:
        """One complete read."""
        self._bridge.post(lambda: self._scanned(scan))

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """The scanner has failed; None: it works again."""
        self._bridge.post(lambda: self._fault(fault))


class HeardCount:
    """How often any scanner was heard; another thread may wait for the next time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """How often so far."""
        return self._count

    def one_more(self) -> None:
        """A scanner was heard."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_beyond(self, count: int, timeout: float) -> bool:
        """Wait until more than `count` were heard; return whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count > count, timeout)
