"""What lies on one terminal's shelf, for a terminal that takes its place."""

from datetime import datetime
from typing import NamedTuple

from server.store.database import from_text, rows


class ShelfLine(NamedTuple):
    """A batch of one owner, in base units."""

    drug: str
    batch: str
    expiry: str
    """Day; empty: not known."""
    on_shelf: int
    aside: int
    owner: str


class TerminalShelf(NamedTuple):
    """A shelf, and how far the province has heard of it."""

    lines: list[ShelfLine]
    epoch: str
    """That the terminal wrote last; empty: nothing was ever heard of it."""
    through: int
    """The last entry of the epoch before the first gap."""
    as_of: datetime | None
    """When the last entry was written that the shelf reckons with."""


def terminal_shelf(terminal: str) -> TerminalShelf:
    """Return the shelf as it stands in a terminal's newest ledger; in a transaction that reads."""
    ledger = rows(
        """
        SELECT id, epoch, through FROM goodsledger
        WHERE terminal = ? AND epoch <> '' ORDER BY closed, began DESC, id LIMIT 1
        """,
        (terminal,),
    )
    if not ledger:
        epoch = _last_epoch(terminal)
        return TerminalShelf([], epoch, _through(terminal, epoch), None)
    number, epoch, counted = ledger[0]
    found = rows(
        """
        SELECT drug, batch, expiry, on_shelf, aside, owner
        FROM shelfbatch JOIN lot ON lot.id = shelfbatch.lot
        WHERE ledger = ? AND (on_shelf <> 0 OR aside <> 0) ORDER BY drug, batch, owner
        """,
        (number,),
    )
    return TerminalShelf(
        lines=[ShelfLine._make(row) for row in found],
        epoch=epoch,
        through=_through(terminal, epoch),
        as_of=_written_at(terminal, epoch, counted),
    )


def _last_epoch(terminal: str) -> str:
    found = rows(
        "SELECT epoch FROM mark WHERE terminal = ? ORDER BY touched_at DESC, epoch LIMIT 1",
        (terminal,),
    )
    return str(found[0][0]) if found else ""


def _through(terminal: str, epoch: str) -> int:
    found = rows("SELECT through FROM mark WHERE terminal = ? AND epoch = ?", (terminal, epoch))
    return int(found[0][0]) if found else 0


def _written_at(terminal: str, epoch: str, seq: int) -> datetime | None:
    found = rows(
        "SELECT at FROM entry WHERE terminal = ? AND epoch = ? AND seq = ?",
        (terminal, epoch, seq),
    )
    return from_text(found[0][0]) if found else None
