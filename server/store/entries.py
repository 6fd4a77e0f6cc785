"""Entries: what terminals have sent and the server keeps for good."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from server.store.database import rows, run_many, stream, to_text


class NewEntry(NamedTuple):
    """An entry to store."""

    terminal: str
    epoch: str
    seq: int
    sha256: str
    prev: str
    kind: str
    at: datetime
    total_vnd: int | None
    body: bytes


class Link(NamedTuple):
    """What ties a stored entry to its neighbours."""

    sha256: str
    prev: str


class Listed(NamedTuple):
    """A stored entry, as a list names it."""

    epoch: str
    seq: int
    sha256: str


class Kept(NamedTuple):
    """A stored entry in full."""

    seq: int
    sha256: str
    prev: str
    body: bytes


def add(entries: Iterable[NewEntry], now: datetime) -> None:
    """Store entries; one that is there already is left alone."""
    stored_at = to_text(now)
    run_many(
        """
        INSERT INTO entry
            (terminal, epoch, seq, sha256, prev, kind, at, total_vnd, body, stored_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [(*entry._replace(at=to_text(entry.at)), stored_at) for entry in entries],  # type: ignore[arg-type]
    )


def links_around(terminal: str, epoch: str, seqs: Iterable[int]) -> dict[int, Link]:
    """Return the links of what is stored at these numbers and right beside them."""
    found = {}
    for first, last in _spans(seqs):
        for seq, sha256, prev in rows(
            """
            SELECT seq, sha256, prev FROM entry
            WHERE terminal = ? AND epoch = ? AND seq BETWEEN ? AND ?
            """,
            (terminal, epoch, first - 1, last + 1),
        ):
            found[seq] = Link(sha256, prev)
    return found


def hash_at(terminal: str, epoch: str, seq: int) -> str | None:
    """Return the hash of a stored entry, or None if it is not there."""
    found = rows(
        "SELECT sha256 FROM entry WHERE terminal = ? AND epoch = ? AND seq = ?",
        (terminal, epoch, seq),
    )
    return str(found[0][0]) if found else None


def list_entries(terminal: str | None = None) -> Iterator[Listed]:
    """Return every stored entry, of one terminal or of all, in order."""
    where, parameters = ("WHERE terminal = ?", (terminal,)) if terminal else ("", ())
    return map(
        Listed._make,
        stream(
            f"SELECT epoch, seq, sha256 FROM entry {where} ORDER BY terminal, epoch, seq",  # noqa: S608 (one of two fixed texts)
            parameters,
        ),
    )


def ledger(terminal: str, epoch: str) -> Iterator[Kept]:
    """Return one ledger's entries in order."""
    return map(
        Kept._make,
        stream(
            """
            SELECT seq, sha256, prev, CAST(body AS BLOB) FROM entry
            WHERE terminal = ? AND epoch = ? ORDER BY seq
            """,
            (terminal, epoch),
        ),
    )


def _spans(seqs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return the runs of consecutive numbers: a batch is nearly always one."""
    ordered = sorted(set(seqs))
    first = 0
    for index, seq in enumerate(ordered):
        if index + 1 == len(ordered) or ordered[index + 1] != seq + 1:
            yield ordered[first], seq
            first = index + 1
