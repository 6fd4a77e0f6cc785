"""Terminals whose place another card has taken: what their new epochs begin with is no alarm."""

from collections import defaultdict
from datetime import datetime, timedelta

import msgspec

from server.store.database import add, from_text, rows, to_text
from wire.entry import read_head

_CLOCKS = timedelta(minutes=10)
"""How far the new card's clock may be behind ours when it begins its first epoch. Where nobody had
set it yet, what counts is when that entry came."""


def note(terminal: str, *, follows: str, now: datetime) -> None:
    """Note that a terminal is replaced; within a transaction that writes."""
    add("terminalreplaced", ("terminal", "at", "follows"), [(terminal, to_text(now), follows)])


def by_replacement() -> set[tuple[str, str]]:
    """Return terminal and epoch of the first epoch that each new card has begun.

    It says that its ledger follows another one, as a damaged or a copied one does too.
    """
    begun: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for terminal, epoch, at, stored_at, body in rows(
        """
        SELECT entry.terminal, entry.epoch, entry.at, entry.stored_at, entry.body FROM entry
        WHERE kind = 'epoch-begun' AND seq = 1
        AND terminal IN (SELECT terminal FROM terminalreplaced)
        """
    ):
        moment = stored_at if _is_guess(bytes(body)) else at
        begun[terminal].append((from_text(moment), epoch))
    found: set[tuple[str, str]] = set()
    for terminal, at in rows("SELECT terminal, at FROM terminalreplaced"):
        since = from_text(at) - _CLOCKS
        first = min((one for one in begun[terminal] if one[0] >= since), default=None)
        found.update({(terminal, first[1])} if first else ())
    return found


def _is_guess(body: bytes) -> bool:
    """Whether nobody had set the clock that an entry was written by: a board without a battery."""
    try:
        return not read_head(body).at_is_trusted
    except msgspec.DecodeError:
        return False
