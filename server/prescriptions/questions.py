"""What is left on a prescription: answered from the store, or asked nationally while one waits.

A counter waits for a second. What the store knows is answered at once; what it does not know is
asked nationally, and whoever asks hears "not known yet" when that takes too long: the answer is
stored when it comes, for the next who asks. However slow the national system is, it holds up only
questions about prescriptions that nobody here knows.
"""

import logging
import queue
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Semaphore, Thread

from server.interop.breaker import Breaker
from server.interop.http import connect
from server.interop.national import (
    Fetched,
    Found,
    NationalSystem,
    NotKnown,
    Refused,
    Unreachable,
    Unusable,
)
from server.prescriptions.elsewhere import counted, with_elsewhere
from server.prescriptions.fetched import keep
from server.prescriptions.follow import follow
from server.prescriptions.judging import midnight
from server.settings import ServerSettings
from server.store import prescriptions
from server.store.database import StoreUnavailableError, close_store, reading
from wire.asking import Held, Sheet

log = logging.getLogger(__name__)

FOLLOW_SECONDS = 0.15
"""How long entries that have just come in may hold up an answer."""
BACKGROUND_SECONDS = 10.0
"""How long the national system may take when nobody waits any more."""
ASKING = 8
"""Questions that are with the national system at once."""
WAITING = 4
"""Counters that wait for it at once: fewer than the threads that answer, so that others are
answered meanwhile."""
NOT_KNOWN_SECONDS = 20.0
"""So long "no such prescription" is believed: a doctor may be sending it just now."""
FRESH = timedelta(minutes=15)
"""A prescription that was fetched longer ago is asked for again, behind the answer: a newer one
may have replaced it (RX-09)."""
MOST_QUEUED = 500
IDLE_SECONDS = 1.0
"""How long a thread waits for something to ask before it looks whether all is over."""
FORGET_SECONDS = 30.0
"""What has waited so long in the queue is dropped: whoever still wants it asks again."""


class Questions:
    """Knows what is left on prescriptions. May be used from several threads."""

    def __init__(
        self,
        national: NationalSystem | None = None,
        *,
        seconds: float = 0.7,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._national, self._seconds, self._monotonic = national, seconds, monotonic
        self._breaker = Breaker(monotonic=monotonic)
        self._patience = Breaker(monotonic=monotonic)
        self._waiting = Semaphore(WAITING)
        self._queue: queue.Queue[tuple[str, Event, float]] = queue.Queue(MOST_QUEUED)
        self._asked: dict[str, Event] = {}
        self._unknown: dict[str, float] = {}
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._is_over = False

    def close(self) -> None:
        """Ask no more; what is still on its way is dropped when it comes."""
        self._is_over = True

    def about(
        self, code: str, *, beside: str, held: tuple[Held, ...] | None = None
    ) -> Sheet | None:
        """Return what stands on a prescription, and what all terminals but `beside` dispensed.

        `held`: what of its own that terminal counts itself, where it may not be all. Returns None
        for what is not known, or not yet. Takes hardly longer than `seconds`. Raises
        `StoreUnavailableError`.
        """
        follow(seconds=FOLLOW_SECONDS)
        sheet, at = _stored(code, beside, held)
        if self._national is None:
            return sheet
        if sheet is not None and at is not None:
            if datetime.now(UTC) - at > FRESH:
                self._ask(code)
            return sheet
        came = self._ask(code)
        if came is None or not self._wait(came):
            return None
        return _stored(code, beside, held)[0]

    def _wait(self, came: Event) -> bool:
        """Wait for an answer; return whether it came.

        Nobody waits where enough counters wait already, or where the last ones waited in vain:
        the answer is fetched behind their backs all the same.
        """
        if not self._waiting.acquire(blocking=False):
            return came.is_set()
        try:
            if not self._patience.admits():
                return came.is_set()
            if came.wait(self._seconds):
                self._patience.succeeded()
                return True
            self._patience.failed()
            return False
        finally:
            self._waiting.release()

    def _ask(self, code: str) -> Event | None:
        """Have a prescription asked for in the background; None where that makes no sense now."""
        key = code.lower()
        with self._lock:
            if self._unknown.get(key, 0.0) > self._monotonic():
                return None
            if key in self._asked:
                return self._asked[key]
            if not self._breaker.admits():
                return None
            came = Event()
            try:
                self._queue.put_nowait((code, came, self._monotonic()))
            except queue.Full:
                return None
            self._asked[key] = came
            self._start()
        return came

    def _start(self) -> None:
        """Start one more thread while there is more to ask than threads to do it."""
        if len(self._threads) < min(ASKING, len(self._asked)):
            thread = Thread(target=self._work, name="national", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while not self._is_over:
            try:
                code, came, since = self._queue.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                continue
            try:
                if self._monotonic() - since < FORGET_SECONDS:
                    self._fetch(code)
            except StoreUnavailableError as error:
                log.warning("database: %s", error)
            # The outermost loop of the thread: one answer must not end all others.
            except Exception:
                log.exception("a prescription was not fetched")
            finally:
                with self._lock:
                    self._asked.pop(code.lower(), None)
                came.set()
                close_store()

    def _fetch(self, code: str) -> None:
        if self._national is None:
            return
        answer = self._national.fetch(code, seconds=BACKGROUND_SECONDS)
        self._note(code, answer)
        if isinstance(answer, Found) and not self._is_over:
            keep(code, answer, datetime.now(UTC))

    def _note(self, code: str, answer: Fetched) -> None:
        if isinstance(answer, Unreachable):
            log.warning("the national system did not answer: %s", answer.why)
            self._breaker.failed(answer.wait_seconds)
            return
        self._breaker.succeeded()
        if isinstance(answer, Unusable):
            log.warning("a prescription of the national system cannot be used: %s", answer.why)
        if isinstance(answer, NotKnown | Unusable | Refused):
            until = self._monotonic() + NOT_KNOWN_SECONDS
            with self._lock:
                if len(self._unknown) >= MOST_QUEUED:
                    self._unknown.clear()
                self._unknown[code.lower()] = until


def _stored(
    code: str, beside: str, held: tuple[Held, ...] | None
) -> tuple[Sheet | None, datetime | None]:
    """Return a prescription with what others dispensed on it, and when it was stored."""
    with reading():
        sheet, at = prescriptions.find(code), prescriptions.loaded_at(code)
        if sheet is None:
            return None, None
        sheet = counted(sheet)
        since = midnight(sheet.counted_from) if sheet.counted_from else None
        taken = prescriptions.dispensed(code, beside=beside, since=since)
        if held is not None:
            taken += prescriptions.dispensed_beyond(code, beside, held, since=since)
        return with_elsewhere(sheet, taken), at


def questions_for(file: Path, settings: ServerSettings) -> Questions:
    """Return who answers questions, with the national system where there is to be one.

    Raises `SettingsError`, naming the settings `file`.
    """
    national = connect(file, settings)
    if national is None or settings.national is None:
        return Questions()
    return Questions(national, seconds=settings.national.seconds)
