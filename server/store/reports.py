"""What terminals say of their own ledgers, kept to be compared with what is stored."""

import re
from datetime import datetime
from typing import NamedTuple

from server.store.database import from_text, rows, run, to_text
from wire.status import EpochMark, Status

MAX_EPOCHS = 64
"""Kept of one terminal, the newest: a terminal has a handful, and must not fill the disk."""
_LARGEST = 2**53 - 1
_EPOCH = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Report(NamedTuple):
    """What a terminal last said of one epoch."""

    terminal: str
    epoch: str
    last_seq: int
    head: str
    unsent: int
    highest: int
    """The largest `last_seq` it ever said."""
    falls: int
    """How often it said less than before: once is an old copy, more often are two ledgers."""
    ahead_seconds: int
    """Of the terminal's clock, against the server's."""
    reported_at: datetime


def report_marks(status: Status, now: datetime) -> None:
    """Keep what a genuine status says of its epochs, within the caller's transaction.

    A status without marks says nothing of them. What makes no sense is left out.
    """
    if not status.marks:
        return
    said_at = _said_at(status, now)
    ahead = int((from_text(said_at) - now).total_seconds())
    for mark in status.marks[-MAX_EPOCHS:]:
        if _makes_sense(mark):
            _keep(status.terminal, mark, said_at=said_at, ahead=ahead, now=now)
    _forget_the_oldest(status.terminal)


def list_reports() -> list[Report]:
    """Return the last word on every epoch."""
    found = rows(
        """
        SELECT terminal, epoch, last_seq, head, unsent, highest, falls, ahead_seconds, reported_at
        FROM epochreport ORDER BY terminal, epoch
        """
    )
    return [Report._make((*row[:-1], from_text(row[-1]))) for row in found]


def _said_at(status: Status, now: datetime) -> str:
    """Return a status's own time; ours if it has no zone or lies outside the calendar."""
    try:
        return to_text(status.at if status.at.tzinfo else now)
    except OverflowError:
        return to_text(now)


def _makes_sense(mark: EpochMark) -> bool:
    return (
        bool(_EPOCH.fullmatch(mark.epoch) and _HASH.fullmatch(mark.head))
        and 0 <= mark.last_seq <= _LARGEST
        and 0 <= mark.unsent <= _LARGEST
    )


def _keep(terminal: str, mark: EpochMark, *, said_at: str, ahead: int, now: datetime) -> None:
    # A message that comes twice is no fall: it was not said after the one that it seems to follow.
    run(
        """
        INSERT INTO epochreport (terminal, epoch, last_seq, head, unsent, highest, falls,
                                 said_at, ahead_seconds, reported_at)
        VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        ON CONFLICT (terminal, epoch) DO UPDATE SET
            falls = epochreport.falls + CASE
                WHEN excluded.last_seq < epochreport.last_seq
                 AND excluded.said_at > epochreport.said_at THEN 1 ELSE 0 END,
            highest = CASE WHEN excluded.last_seq > epochreport.highest
                      THEN excluded.last_seq ELSE epochreport.highest END,
            last_seq = excluded.last_seq, head = excluded.head, unsent = excluded.unsent,
            said_at = excluded.said_at, ahead_seconds = excluded.ahead_seconds,
            reported_at = excluded.reported_at
        """,
        (
            terminal,
            mark.epoch,
            mark.last_seq,
            mark.head,
            mark.unsent,
            mark.last_seq,
            said_at,
            ahead,
            to_text(now),
        ),
    )


def _forget_the_oldest(terminal: str) -> None:
    found = rows(
        "SELECT epoch FROM epochreport WHERE terminal = ? ORDER BY reported_at DESC, epoch",
        (terminal,),
    )
    for (epoch,) in found[MAX_EPOCHS:]:
        run("DELETE FROM epochreport WHERE terminal = ? AND epoch = ?", (terminal, epoch))
