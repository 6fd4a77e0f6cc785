"""Signals: each thing that is wrong with each terminal, since when, and in which alarm."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from server.fleet.health import Trouble
from server.store.database import from_text, rows, run, run_many, to_text

REST = timedelta(minutes=15)
"""What comes again within so long was never gone: a paper sensor that flutters is one signal."""
KEPT = timedelta(days=90)


class Signal(NamedTuple):
    """Something that is or was wrong with a terminal."""

    terminal: str
    trouble: Trouble
    since: datetime
    until: datetime | None
    alarm: str


class _Open(NamedTuple):
    since: str
    last_at: str
    alarm: str


Key = tuple[str, Trouble]


def note(found: Mapping[Key, tuple[datetime, str]], now: datetime) -> None:
    """Keep the signals that there are now (since when, alarm), within the caller's transaction.

    The others are over: silence at once, everything else after a rest.
    """
    known, at = _open(), to_text(now)
    run_many(
        """
        INSERT INTO fleetsignal (terminal, trouble, since, last_at, alarm) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (terminal, trouble, since) DO UPDATE SET
            last_at = excluded.last_at, alarm = excluded.alarm, until = NULL
        """,
        [
            (terminal, trouble.value, to_text(since), at, alarm)
            for (terminal, trouble), (since, alarm) in sorted(found.items())
            if (terminal, trouble) not in known
        ],
    )
    run_many(
        """
        UPDATE fleetsignal SET last_at = ?, alarm = ?
        WHERE terminal = ? AND trouble = ? AND until IS NULL
        """,
        [(at, found[key][1], key[0], key[1].value) for key in sorted(found.keys() & known.keys())],
    )
    run_many(
        "UPDATE fleetsignal SET until = ? WHERE terminal = ? AND trouble = ? AND until IS NULL",
        [
            (at, key[0], key[1].value)
            for key in sorted(known.keys() - found.keys())
            if is_over(key[1], from_text(known[key].last_at), now)
        ],
    )


def is_over(trouble: Trouble, last_at: datetime, now: datetime) -> bool:
    """Whether what is not found now is gone for good: a terminal that speaks is not silent."""
    return trouble is Trouble.SILENT or now - last_at >= REST


def of_terminal(terminal: str, *, at_most: int = 50) -> list[Signal]:
    """Return what was wrong with a terminal, what is so still first, then the newest."""
    found = rows(
        """
        SELECT terminal, trouble, since, until, alarm FROM fleetsignal WHERE terminal = ?
        ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, since DESC, trouble LIMIT ?
        """,
        (terminal, at_most),
    )
    return list(_signals(found))


def of_alarm(alarm: str) -> list[Signal]:
    """Return the signals that are joined into an alarm now."""
    found = rows(
        """
        SELECT terminal, trouble, since, until, alarm FROM fleetsignal
        WHERE alarm = ? AND until IS NULL ORDER BY since, terminal, trouble
        """,
        (alarm.replace("\0", ""),),
    )
    return list(_signals(found))


def count_ended(since: datetime) -> int:
    """Return how many signals have ended since a moment."""
    found = rows("SELECT count(*) FROM fleetsignal WHERE until >= ?", (to_text(since),))
    return int(found[0][0])


def count_silent() -> int:
    """Return how many terminals are silent, as the last round found."""
    found = rows(
        "SELECT count(*) FROM fleetsignal WHERE trouble = ? AND until IS NULL",
        (Trouble.SILENT.value,),
    )
    return int(found[0][0])


def forget_old(now: datetime) -> None:
    """Drop what has long been over, within the caller's transaction."""
    run("DELETE FROM fleetsignal WHERE until < ?", (to_text(now - KEPT),))


def _open() -> dict[Key, _Open]:
    known = {trouble.value: trouble for trouble in Trouble}
    return {
        (terminal, known[trouble]): _Open(*rest)
        for terminal, trouble, *rest in rows(
            "SELECT terminal, trouble, since, last_at, alarm FROM fleetsignal WHERE until IS NULL"
        )
        if trouble in known
    }


def _signals(found: Iterable[tuple[str, str, str, str | None, str]]) -> Iterable[Signal]:
    for terminal, trouble, since, until, alarm in found:
        ended = from_text(until) if until else None
        yield Signal(terminal, Trouble(trouble), from_text(since), ended, alarm)
