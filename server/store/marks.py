"""High-water marks: how far each ledger is stored without a gap."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from server.store.database import given, rows, run, stream, to_json, to_text
from server.store.entries import Ledger


class LedgerMark(NamedTuple):
    """How far a ledger is."""

    terminal: str
    epoch: str
    through: int


class Mark(NamedTuple):
    """How far a ledger is, and what must be known to go on."""

    through: int = 0
    """The last number before the first gap; 0 if the ledger is unknown or lacks its 1."""
    head: str = ""
    """Hash of the entry `through`; empty where nobody noted it."""
    has_aside: bool = False
    """Whether anything of it was ever set aside."""
    is_carried: bool = False
    """Whether another epoch carries entries of it."""


class Advance(NamedTuple):
    """A mark to note."""

    ledger: Ledger
    through: int
    head: str
    added: int
    has_aside: bool


def find(ledgers: Iterable[Ledger]) -> dict[Ledger, Mark]:
    """Return the marks of ledgers; one that is not there is unknown, and at `Mark()`."""
    found = rows(
        f"""
        SELECT one.terminal, one.epoch, coalesce(through, 0), coalesce(head, ''),
               coalesce(aside, 0), EXISTS (
            SELECT 1 FROM carried WHERE carried.terminal = one.terminal
            AND carried.epoch = one.epoch
        )
        FROM {given(terminal="text", epoch="text")} AS one
        LEFT JOIN mark ON mark.terminal = one.terminal AND mark.epoch = one.epoch
        """,  # noqa: S608 (a fixed text)
        (to_json(ledgers),),
    )
    return {
        Ledger(terminal, epoch): Mark(through, head, bool(aside), bool(carried))
        for terminal, epoch, through, head, aside, carried in found
    }


def advance(advances: Iterable[Advance], now: datetime) -> None:
    """Note how far ledgers are now, and how many entries were added."""
    moved = [
        (*advance.ledger, advance.through, advance.head, advance.added, int(advance.has_aside))
        for advance in sorted(advances)
    ]
    if not moved:
        return
    columns = given(
        terminal="text", epoch="text", through="bigint", head="text", added="bigint", aside="bigint"
    )
    run(
        f"""
        INSERT INTO mark (terminal, epoch, through, head, stored, aside, touched_at)
        SELECT terminal, epoch, through, head, added, aside, ? FROM {columns} AS one WHERE true
        ON CONFLICT (terminal, epoch) DO UPDATE SET
            through = excluded.through, head = excluded.head,
            stored = mark.stored + excluded.stored,
            aside = CASE WHEN mark.aside = 1 THEN 1 ELSE excluded.aside END,
            touched_at = excluded.touched_at
        """,  # noqa: S608 (a fixed text)
        (to_text(now), to_json(moved)),
    )


def reach(ledger: Ledger, reached: int) -> int:
    """Return the last number before the first gap beyond `reached`, reading no further.

    What was set aside is no gap.
    """
    # Both halves come out of an index in order: a gap ends the reading.
    for (seq,) in stream(
        """
        SELECT seq FROM entry WHERE terminal = ? AND epoch = ? AND seq > ?
        UNION SELECT seq FROM quarantine WHERE terminal = ? AND epoch = ? AND seq > ?
        ORDER BY seq
        """,
        (*ledger, reached, *ledger, reached),
    ):
        if seq != reached + 1:
            break
        reached = seq
    return reached


def through(terminal: str, epoch: str) -> int:
    """Return the last number before the first gap; 0 if the ledger is unknown or lacks its 1."""
    found = rows("SELECT through FROM mark WHERE terminal = ? AND epoch = ?", (terminal, epoch))
    return int(found[0][0]) if found else 0


def all_marks() -> list[LedgerMark]:
    """Return the mark of every ledger that has one or of which an entry is stored."""
    found = rows(
        """
        SELECT one.terminal, one.epoch, coalesce(through, 0) FROM
            (SELECT terminal, epoch FROM mark UNION SELECT terminal, epoch FROM entry) AS one
            LEFT JOIN mark ON mark.terminal = one.terminal AND mark.epoch = one.epoch
        ORDER BY one.terminal, one.epoch
        """
    )
    return [LedgerMark._make(row) for row in found]
