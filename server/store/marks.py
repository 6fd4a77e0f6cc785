"""High-water marks: how far each ledger is stored without a gap."""

from datetime import datetime
from typing import NamedTuple

from server.store.database import rows, run, stream, to_text


class LedgerMark(NamedTuple):
    """How far a ledger is."""

    terminal: str
    epoch: str
    through: int


def through(terminal: str, epoch: str) -> int:
    """Return the last number before the first gap; 0 if the ledger is unknown or lacks its 1."""
    found = rows("SELECT through FROM mark WHERE terminal = ? AND epoch = ?", (terminal, epoch))
    return int(found[0][0]) if found else 0


def advance(terminal: str, epoch: str, *, added: int, now: datetime) -> int:
    """Move a ledger's mark over what has just been stored or set aside, and return where it is.

    Reads only what lies beyond the mark, and of that only up to the first gap.
    """
    reached = _reach(terminal, epoch, through(terminal, epoch))
    run(
        """
        INSERT INTO mark (terminal, epoch, through, stored, touched_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (terminal, epoch) DO UPDATE SET
            through = excluded.through, stored = stored + excluded.stored,
            touched_at = excluded.touched_at
        """,
        (terminal, epoch, reached, added, to_text(now)),
    )
    return reached


def all_marks() -> list[LedgerMark]:
    """Return the mark of every ledger that has one or of which an entry is stored."""
    found = rows(
        """
        SELECT terminal, epoch, coalesce(through, 0) FROM
            (SELECT terminal, epoch FROM mark UNION SELECT terminal, epoch FROM entry)
            LEFT JOIN mark USING (terminal, epoch)
        ORDER BY terminal, epoch
        """
    )
    return [LedgerMark._make(row) for row in found]


def _reach(terminal: str, epoch: str, reached: int) -> int:
    # Both halves come out of an index in order, and SQLite merges them: a gap ends the reading.
    for (seq,) in stream(
        """
        SELECT seq FROM entry WHERE terminal = ?1 AND epoch = ?2 AND seq > ?3
        UNION SELECT seq FROM quarantine WHERE terminal = ?1 AND epoch = ?2 AND seq > ?3
        ORDER BY seq
        """,
        (terminal, epoch, reached),
    ):
        if seq != reached + 1:
            break
        reached = seq
    return reached
