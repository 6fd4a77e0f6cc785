"""Alarms that come thick and fast: counted in memory, written now and then."""

import logging
from collections import Counter
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from server.store import alarms
from server.store.alarms import OVERFLOW, Alarm
from server.store.database import StoreUnavailableError, writing

WRITE_SECONDS = 2.0
MAX_COUNTED = 1000
"""Different alarms between two writings; what comes beyond is counted together."""
_LOG = logging.getLogger(__name__)


class Tally:
    """Counts alarms between one writing and the next. Counting never waits for the database."""

    def __init__(self) -> None:
        self._counted: Counter[Alarm] = Counter()
        self._lock = Lock()

    def add(self, alarm: Alarm) -> None:
        """Count one."""
        with self._lock:
            if alarm not in self._counted and len(self._counted) >= MAX_COUNTED:
                alarm = Alarm(alarm.kind, subject=OVERFLOW)
            self._counted[alarm] += 1

    def write(self, now: datetime) -> int:
        """Raise what was counted and begin anew; return how many there were.

        Raises `StoreUnavailableError`: then everything is still counted.
        """
        with self._lock:
            counted = dict(self._counted)
        if not counted:
            return 0
        with writing():
            for alarm, times in sorted(counted.items()):
                alarms.raise_([alarm], now, times=times)
        with self._lock:
            self._counted.subtract(counted)
            self._counted = +self._counted
        return sum(counted.values())


class Writer:
    """Writes a tally now and then while a block runs, and once more at its end."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._ended = tally, Event()
        self._thread = Thread(target=self._run, name="tally", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(WRITE_SECONDS):
            write(self._tally)
        write(self._tally)


def write(tally: Tally) -> int:
    """Write what was counted and return how many; while the database is away it stays counted."""
    try:
        return tally.write(datetime.now(UTC))
    except StoreUnavailableError as error:
        _LOG.error("database: %s; counted on", error)
        return 0
