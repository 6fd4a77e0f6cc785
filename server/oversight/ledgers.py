"""Ledgers as they are counted: which have grown, and what they gained."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.store.database import given, rows, run, run_many, to_json
from server.store.gaps import JOINED, READ_THROUGH

READER = "oversight"
_NOBODY = ("", "")
"""Terminal and epoch of the row in which portions are numbered."""


class Run(NamedTuple):
    """Numbers of one ledger, the first and the last included."""

    terminal: str
    epoch: str
    first: int
    last: int

    def halves(self) -> "list[Run]":
        """Return the two halves of a run that has more than one number."""
        middle = (self.first + self.last) // 2
        return [self._replace(last=middle), self._replace(first=middle + 1)]


class Stored(NamedTuple):
    """An entry as it is kept."""

    terminal: str
    epoch: str
    seq: int
    sha256: str
    kind: str
    body: bytes
    stored_at: str


def grown(most: int) -> list[Run]:
    """Return what ledgers have gained, not more than so many numbers in all.

    What was set aside when its ledger was counted, and is stored since, comes first.
    """
    found = _stored_since(most)
    room = most - len(found)
    for terminal, epoch, through, stored in rows(
        f"""
        SELECT mark.terminal, mark.epoch, coalesce(followed.through, 0), {READ_THROUGH}
        FROM mark {JOINED} LEFT JOIN followed ON followed.reader = ?
            AND followed.terminal = mark.terminal AND followed.epoch = mark.epoch
        WHERE {READ_THROUGH} > coalesce(followed.through, 0)
        ORDER BY mark.terminal, mark.epoch LIMIT ?
        """,  # noqa: S608 (fixed texts)
        (READER, most),
    ):
        if room <= 0:
            break
        last = min(stored, through + room)
        found.append(Run(terminal, epoch, through + 1, last))
        room -= last - through
    return found


def entries_of(runs: Sequence[Run]) -> list[Stored]:
    """Return the entries of runs, each ledger's in order."""
    columns = given(terminal="text", epoch="text", first="bigint", last="bigint")
    found = rows(
        f"""
        SELECT entry.terminal, entry.epoch, seq, sha256, kind, body, stored_at
        FROM {columns} AS run CROSS JOIN entry
        WHERE entry.terminal = run.terminal AND entry.epoch = run.epoch
        AND seq BETWEEN run.first AND run.last
        ORDER BY entry.terminal, entry.epoch, seq
        """,  # noqa: S608 (a fixed text)
        (to_json(runs),),
    )
    return [Stored._make(row) for row in found]


def portion() -> int:
    """Return how many portions were counted so far."""
    found = rows(
        "SELECT through FROM followed WHERE reader = ? AND terminal = ? AND epoch = ?",
        (READER, *_NOBODY),
    )
    return int(found[0][0]) if found else 0


def claim(expected: int) -> bool:
    """Number the next portion; return False if another process has counted one meanwhile.

    The row stays locked until the transaction ends, so only one at a time gets past.
    """
    run(
        """
        INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, 1)
        ON CONFLICT (reader, terminal, epoch) DO UPDATE SET through = followed.through + 1
        """,
        (READER, *_NOBODY),
    )
    return portion() == expected + 1


def move_on(runs: Sequence[Run], found: Iterable[tuple[str, str, int]]) -> None:
    """Note that runs were counted; `found`: which of their numbers there are."""
    run_many(
        """
        INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, ?)
        ON CONFLICT (reader, terminal, epoch) DO UPDATE SET through = CASE
            WHEN excluded.through > followed.through THEN excluded.through
            ELSE followed.through END
        """,
        [(READER, one.terminal, one.epoch, one.last) for one in runs],
    )
    there = set(found)
    wanted = [(one.terminal, one.epoch, n) for one in runs for n in range(one.first, one.last + 1)]
    _leave_out([number for number in wanted if number not in there])
    if rows("SELECT 1 FROM leftout LIMIT 1"):
        run_many("DELETE FROM leftout WHERE terminal = ? AND epoch = ? AND seq = ?", list(there))


def forget() -> None:
    """Begin at nothing again; the numbering of portions goes on."""
    run(
        "DELETE FROM followed WHERE reader = ? AND NOT (terminal = ? AND epoch = ?)",
        (READER, *_NOBODY),
    )
    run("DELETE FROM leftout")


def _stored_since(most: int) -> list[Run]:
    found = rows(
        """
        SELECT leftout.terminal, leftout.epoch, leftout.seq FROM leftout
        JOIN entry ON entry.terminal = leftout.terminal AND entry.epoch = leftout.epoch
            AND entry.seq = leftout.seq
        ORDER BY leftout.terminal, leftout.epoch, leftout.seq LIMIT ?
        """,
        (most,),
    )
    return [Run(terminal, epoch, seq, seq) for terminal, epoch, seq in found]


def _leave_out(numbers: Sequence[tuple[str, str, int]]) -> None:
    if numbers:
        run_many(
            "INSERT INTO leftout (terminal, epoch, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            numbers,
        )
