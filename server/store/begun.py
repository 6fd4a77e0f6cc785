"""Epochs that follow another: what their first entry says of the one before."""

import re
from typing import NamedTuple

import msgspec

from server.store.database import rows
from server.store.missing import Run
from wire.decoding import decode
from wire.kinds import EpochBegun


class Begun(NamedTuple):
    """An epoch that a terminal began after another."""

    terminal: str
    epoch: str
    because: str
    previous: str
    """Empty if the terminal could not read it."""
    previous_through: int
    missing: tuple[Run, ...]

    @property
    def unreadable(self) -> tuple[Run, ...]:
        """What the terminal may never have been able to send of the epoch before."""
        return (*self.missing, Run(self.previous_through + 1, _END))


_END = 2**53
_EPOCH = re.compile(r"[0-9a-f]{32}")


def list_begun(terminal: str | None = None) -> list[Begun]:
    """Return every epoch whose first entry says which it follows, the oldest first.

    Of one terminal, or of all.
    """
    of_one, parameters = ("AND terminal = ?", (terminal,)) if terminal else ("", ())
    found = rows(
        f"""
        SELECT terminal, epoch, body FROM entry
        WHERE kind = 'epoch-begun' AND seq = 1 {of_one} ORDER BY stored_at, terminal, epoch
        """,  # noqa: S608 (one of two fixed texts)
        parameters,
    )
    return [begun for row in found if (begun := _read(*row))]


def _epoch(said: str | None) -> str:
    """Return an epoch as an alarm may name it: PostgreSQL stores not every text, such as NUL."""
    return said if said and _EPOCH.fullmatch(said) else ""


def _read(terminal: str, epoch: str, body: bytes) -> Begun | None:
    try:
        entry = decode(bytes(body), EpochBegun)
    except msgspec.DecodeError:
        return None  # of a version that is not known here yet
    return Begun(
        terminal=terminal,
        epoch=epoch,
        because=entry.because,
        previous=_epoch(entry.previous),
        previous_through=entry.previous_through,
        missing=tuple(Run(first, last) for first, last in entry.missing if first <= last),
    )
