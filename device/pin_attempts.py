"""Wrong PINs, counted per badge in a file that outlives a restart and needs no network."""

import logging
import math
import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

FREE_TRIES = 5
WAITS_SECONDS = (60, 300, 900)
"""After the fifth wrong PIN, after the sixth, after every further one."""

log = logging.getLogger(__name__)


class _Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says."""

    failures: dict[str, int]


def wait_after(failures: int) -> int:
    """Return how many seconds to wait after so many wrong PINs in a row."""
    if failures < FREE_TRIES:
        return 0
    return WAITS_SECONDS[min(failures - FREE_TRIES, len(WAITS_SECONDS) - 1)]


class PinAttempts:
    """Counts wrong PINs. The clock on the wall does not matter: nobody needs to have set it.

    A wait that was going on begins again with the program, so that a restart shortens none.
    """

    def __init__(self, file: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds that only go forward."""
        self._file, self._clock = file, clock
        self._failures, self._spoilt = _read(file)
        self._since: dict[str, float] = {}
        self._begun = clock()

    def failures(self, badge: str) -> int:
        """Return how many wrong PINs in a row."""
        return self._failures.get(badge, self._spoilt)

    def wait_seconds(self, badge: str) -> int:
        """Return how long this badge still has to wait; 0: not at all."""
        passed = self._clock() - self._since.get(badge, self._begun)
        left = wait_after(self.failures(badge)) - passed
        return max(0, math.ceil(left))

    def failed(self, badge: str) -> None:
        """Count a try as wrong; call it before the try, so that pulling the plug is one too."""
        self._failures[badge] = self.failures(badge) + 1
        self._since[badge] = self._clock()
        self._write()

    def succeeded(self, badge: str) -> None:
        """Count from nought again."""
        self._failures[badge] = 0
        self._write()

    def _write(self) -> None:
        """Replace the file in one step; on a full disk the counts stay in memory only."""
        fresh = self._file.with_name(f"{self._file.name}.new")
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(_Counted(self._failures)))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)
            _sync_folder(self._file.parent)
        except OSError:
            log.exception("wrong PINs are counted in memory only: their file cannot be written")


def _read(file: Path) -> tuple[dict[str, int], int]:
    """Return the counts, and what a badge counts of which nothing is known."""
    try:
        counted = msgspec.json.decode(file.read_bytes(), type=_Counted)
    except FileNotFoundError:
        return {}, 0
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        # Whoever spoils the file gains nothing by it: everybody waits a minute.
        log.warning("the count of wrong PINs cannot be read: every badge waits once")
        return {}, FREE_TRIES
    return {badge: max(0, failures) for badge, failures in counted.failures.items()}, 0


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
