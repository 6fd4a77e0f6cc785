"""Which numbers of a ledger are neither stored nor set aside."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from server.store.database import from_text, rows

GAP_AFTER = timedelta(days=1)
"""Without a terminal's own word, numbers are missing when what is behind them is so old."""


class Run(NamedTuple):
    """Numbers that follow each other."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        """As a person writes it."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


class Kept(NamedTuple):
    """What the server has of a ledger."""

    holes: tuple[Run, ...]
    """Missing numbers with something behind them."""
    highest: int
    """The largest number that is stored or set aside; 0 if none is."""


def kept(terminal: str, epoch: str, through: int) -> Kept:
    """Return what is beyond a mark, up to which nothing is missing."""
    found = rows(
        """
        SELECT before, seq FROM (
            SELECT seq, lag(seq) OVER (ORDER BY seq) AS before FROM (
                SELECT seq FROM entry WHERE terminal = ? AND epoch = ? AND seq > ?
                UNION
                SELECT seq FROM quarantine WHERE terminal = ? AND epoch = ? AND seq > ?
            ) AS present
        ) AS pairs
        WHERE before IS NULL OR seq > before + 1 ORDER BY seq
        """,
        (terminal, epoch, through) * 2,
    )
    runs = [Run((before or through) + 1, seq - 1) for before, seq in found]
    return Kept(
        holes=tuple(run for run in runs if run.first <= run.last),
        highest=_highest(terminal, epoch, through) if found else through,
    )


def came_at(terminal: str, epoch: str, seq: int) -> datetime | None:
    """Return when an entry was stored or set aside; None if it was not."""
    found = rows(
        """
        SELECT stored_at FROM entry WHERE terminal = ? AND epoch = ? AND seq = ?
        UNION ALL
        SELECT at FROM quarantine WHERE terminal = ? AND epoch = ? AND seq = ?
        ORDER BY 1 LIMIT 1
        """,
        (terminal, epoch, seq) * 2,
    )
    return from_text(found[0][0]) if found else None


def is_old(terminal: str, epoch: str, run: Run, now: datetime) -> bool:
    """Return whether what is behind missing numbers has been here for `GAP_AFTER`."""
    behind = came_at(terminal, epoch, run.last + 1)
    return behind is not None and now - behind > GAP_AFTER


def without(runs: Iterable[Run], explained: Iterable[Run]) -> list[Run]:
    """Return what is left of runs where nothing explains them."""
    left = list(runs)
    for gone in explained:
        left = [
            part
            for run in left
            for part in (
                Run(run.first, min(run.last, gone.first - 1)),
                Run(max(run.first, gone.last + 1), run.last),
            )
            if part.first <= part.last
        ]
    return left


def within(runs: Iterable[Run], last: int) -> list[Run]:
    """Return what of runs is not beyond a number."""
    return [Run(run.first, min(run.last, last)) for run in runs if run.first <= last]


def _highest(terminal: str, epoch: str, through: int) -> int:
    found = rows(
        """
        SELECT max(seq) FROM entry WHERE terminal = ? AND epoch = ?
        UNION ALL
        SELECT max(seq) FROM quarantine WHERE terminal = ? AND epoch = ?
        """,
        (terminal, epoch) * 2,
    )
    return max(through, *(row[0] or 0 for row in found))
