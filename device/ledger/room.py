"""Room on the disk: counted before money changes hands, and made before it runs out."""

import os
from dataclasses import dataclass
from pathlib import Path

from device.ledger.database import LedgerDatabase
from device.ledger.purge import CHUNK, purge


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the disk counts as nearly full, and when as full."""

    wanted_bytes: int = 128 << 20
    """Below this, what the province has makes room."""
    reserve_bytes: int = 16 << 20
    """Below this no sale begins: it is four times what the log may grow to, and a print needs some
    too."""


def free_bytes(file: Path) -> int:
    """Return what this user may still write on the disk of a file; raise `OSError`."""
    found = os.statvfs(file.parent)
    return found.f_bavail * found.f_frsize


class Room:
    """The disk that the ledger is on."""

    def __init__(self, database: LedgerDatabase, limits: Limits | None = None) -> None:
        self._database, self._limits = database, limits or Limits()

    @property
    def is_full(self) -> bool:
        """Whether nothing may be sold, because it might not be written or printed."""
        return self._has_less_than(self._limits.reserve_bytes)

    def make(self) -> int:
        """Where the disk is nearly full, purge the oldest entries that the province has.

        Returns how many went; 0 where there is room, or nothing that may go.
        """
        gone = 0
        while self._has_less_than(self._limits.wanted_bytes):
            purged = purge(self._database, most=CHUNK)
            gone += purged
            if not purged:
                break
            self._database.give_back()
        return gone

    def _has_less_than(self, wanted: int) -> bool:
        try:
            return free_bytes(self._database.file) < wanted
        except OSError:
            return False  # what cannot be asked fails, if it must, when the sale is written
