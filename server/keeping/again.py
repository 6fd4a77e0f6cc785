"""What terminals are asked to send once more, since the database came back from a backup."""

from datetime import UTC, datetime

from server.keeping.hold import is_asking_again
from server.store import begun, missing
from server.store.database import rows
from server.store.missing import Run
from wire.asking import Again

MOST = 50
"""Runs in one answer; the next answer names what is left."""


def missing_of(terminal: str, now: datetime | None = None) -> tuple[Again, ...]:
    """Return which entries of a terminal are missing, as far as anybody knows.

    Known are holes before what is stored, and the end that the terminal last told of. It sends
    those once more that it took for received, or for set aside until a person or a newer program
    looks at them: asking too much is harmless.
    """
    if not is_asking_again(now or datetime.now(UTC)):
        return ()
    unreadable = _unreadable(terminal)
    wanted: list[Again] = []
    for epoch, through, said in _ledgers(terminal):
        kept = missing.kept(terminal, epoch, through)
        runs = [*kept.holes, *([Run(kept.highest + 1, said)] if said > kept.highest else [])]
        wanted.extend(
            Again(epoch=epoch, first=run.first, last=run.last)
            for run in missing.without(runs, unreadable.get(epoch, ()))
        )
    return tuple(wanted[:MOST])


def _ledgers(terminal: str) -> list[tuple[str, int, int]]:
    """Return each epoch with its mark, and the last number that the terminal has told of."""
    found = rows(
        """
        SELECT one.epoch, max(one.through), max(one.said) FROM (
            SELECT epoch, through, 0 AS said FROM mark WHERE terminal = ?
            UNION ALL SELECT epoch, 0, last_seq FROM epochreport WHERE terminal = ?
            UNION ALL SELECT epoch, 0, last_seq FROM terminalstatus WHERE terminal = ?
        ) AS one GROUP BY one.epoch ORDER BY one.epoch
        """,
        (terminal,) * 3,
    )
    return [(str(epoch), int(through), int(said)) for epoch, through, said in found]


def _unreadable(terminal: str) -> dict[str, list[Run]]:
    """Return the numbers that the terminal itself has named as unreadable, by epoch."""
    found: dict[str, list[Run]] = {}
    for one in begun.list_begun(terminal):
        if one.because == "damaged":
            found.setdefault(one.previous, []).extend(one.missing)
    return found
