"""What is left after a campaign, read straight from the databases and not by the code under trial.

Of the server's store the tables are read as they are; of the terminals what `device ledger` says.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg

from tests.faults.outlet import Confirmed


class Key(NamedTuple):
    """An entry, named beyond doubt."""

    terminal: str
    epoch: str
    seq: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry as the server has it."""

    key: Key
    kind: str
    total: int
    carries: Key | None
    """The entry of which it is the same business once more."""
    is_genuine: bool
    """Whether its bytes have the hash under which they are stored, and say its own place."""
    body: dict[str, Any] = field(repr=False, default_factory=dict)


class AlarmRaised(NamedTuple):
    """An alarm that the server shows."""

    kind: str
    terminal: str
    detail: str = ""


class AlarmDue(NamedTuple):
    """An alarm that a provoked fault must raise: one of the kinds, about the terminal."""

    kinds: frozenset[str]
    terminal: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that the verdict is found from."""

    confirmed: tuple[Confirmed, ...]
    stored: tuple[Stored, ...]
    ledgers: dict[str, dict[Key, str]]
    """By terminal: every entry that one of its databases ever showed, and its newest state."""
    alarms: tuple[AlarmRaised, ...]
    due: tuple[AlarmDue, ...]
    allowed: frozenset[tuple[str, str]]
    """(kind, terminal) that faults on the line may raise, depending on where they struck."""
    purged: dict[tuple[str, str], int]
    """Through which number a terminal has purged what was received, by terminal and epoch."""
    kills: int
    """Of counters: as many sales may have been committed and never confirmed."""
    broken_chains: tuple[str, ...]
    not_drained: tuple[str, ...]
    readable: tuple[str, ...]
    """Where a person's data was found in the clear."""
    missed_steps: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    """What a misfortune should have led to and did not."""


def read_store(database: str) -> tuple[Stored, ...]:
    """Read every entry of the server's store."""
    rows = _rows(database, "SELECT terminal, epoch, seq, sha256, kind, body FROM entry")
    return tuple(_stored(*row) for row in rows)


def read_alarms(database: str) -> tuple[AlarmRaised, ...]:
    """Read every alarm, seen or not, open or closed."""
    return tuple(
        AlarmRaised(str(kind), str(terminal), str(detail))
        for kind, terminal, detail in _rows(database, "SELECT kind, terminal, detail FROM alarm")
    )


def read_quarantine(database: str) -> tuple[tuple[str, str], ...]:
    """Read (terminal, reason) of everything that was set aside."""
    rows = _rows(database, "SELECT terminal, reason FROM quarantine")
    return tuple((str(terminal), str(reason)) for terminal, reason in rows)


def ledger_keys(terminal: str, lines: Iterable[list[str]]) -> dict[Key, str]:
    """Take apart what `device ledger` printed."""
    return {
        Key(terminal, epoch, int(seq), digest): state for epoch, seq, digest, state, *_ in lines
    }


def _stored(terminal: str, epoch: str, seq: int, digest: str, kind: str, body: Any) -> Stored:
    raw = body.encode() if isinstance(body, str) else bytes(body)
    said = json.loads(raw)
    place = (said["terminal"], said["epoch"], said["seq"])
    carried = said.get("carried")
    return Stored(
        key=Key(terminal, epoch, int(seq), digest),
        kind=kind,
        total=int(said.get("total_vnd", 0)),
        carries=Key(terminal, **carried) if carried else None,
        is_genuine=sha256(raw).hexdigest() == digest and place == (terminal, epoch, int(seq)),
        body=said,
    )


def _rows(database: str, question: str) -> Iterator[tuple[Any, ...]]:
    if database.startswith("postgresql:"):
        with psycopg.connect(database) as connection:
            yield from connection.execute(question.encode())
        return
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as found:
        yield from found.execute(question)
