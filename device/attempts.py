"""Failed attempts to open the outlet's book: each makes the next one wait longer.

This slows a guesser down at the counter. Whoever carries the locked file away is not held up by it,
but by the badge's secret.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_WAIT_SECONDS = 900
_SPOILT = 10
"""What a file counts for that says no number."""


def wait_seconds(failures: int) -> int:
    """Return how long to wait after so many failures in a row: 1, 2, 4, … up to 15 minutes."""
    if failures == 0:
        return 0
    return LONGEST_WAIT_SECONDS if failures > _SPOILT else 1 << (failures - 1)


class Attempts:
    """Counts failures in a file, which outlives a restart."""

    def __init__(
        self,
        file: Path,
        *,
        say: Callable[[int, int], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`say` is told the failures so far and the seconds to wait."""
        self._file, self._say, self._sleep = file, say, sleep

    @contextmanager
    def one(self) -> Iterator[None]:
        """Make one attempt: one at a time, after the wait that is due, counted before it is made.

        Whatever the block raises is a failure. The clock does not matter, nor does ending the
        program while it waits. Raises `OSError` where nothing can be counted.
        """
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            failures = _read(descriptor)
            if failures:
                self._say(failures, wait_seconds(failures))
                self._sleep(wait_seconds(failures))
            _write(descriptor, failures + 1)
            yield
            _write(descriptor, 0)
        finally:
            os.close(descriptor)


def _read(descriptor: int) -> int:
    text = os.pread(descriptor, 32, 0).strip()
    if not text:
        return 0
    return int(text) if text.isdigit() else _SPOILT


def _write(descriptor: int, failures: int) -> None:
    # Spaces, so that no longer number shines through, and the file is never empty in between.
    os.pwrite(descriptor, f"{failures:<31}\n".encode("ascii"), 0)
    os.fsync(descriptor)
