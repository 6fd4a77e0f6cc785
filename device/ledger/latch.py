"""The latch on the ledger's door: many write while it is open, one alone sets the file aside."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from device.ledger.access import make_file


class Latch:
    """A lock between all threads and processes that use one ledger; it falls with its holder."""

    def __init__(self, file: Path) -> None:
        self._file = file.with_name(f"{file.name}.lock")
        self._mine = threading.local()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody else is inside, and keep everybody out."""
        with self._held(fcntl.LOCK_EX):
            yield

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        """Wait while somebody is alone inside; within one's own turn this costs nothing."""
        if getattr(self._mine, "is_held", False):
            yield
            return
        with self._held(fcntl.LOCK_SH):
            yield

    @contextmanager
    def _held(self, how: int) -> Iterator[None]:
        lock = self._open()
        try:
            fcntl.flock(lock, how)
            self._mine.is_held = True
            yield
        finally:
            self._mine.is_held = False
            os.close(lock)

    def _open(self) -> int:
        """Open the file, which screen, link and updater share: whoever comes first makes it."""
        with suppress(FileNotFoundError):
            return os.open(self._file, os.O_RDWR | os.O_CLOEXEC)
        return make_file(self._file)
