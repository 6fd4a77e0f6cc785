"""Entries: what terminals have sent and the server keeps for good."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from server.store.database import add as add_rows
from server.store.database import given, rows, stream, to_json, to_text


class Ledger(NamedTuple):
    """Whose entries they are."""

    terminal: str
    epoch: str


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


class Span(NamedTuple):
    """Numbers of one ledger, the first and the last included."""

    terminal: str
    epoch: str
    first: int
    last: int


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


_COLUMNS = (
    "terminal",
    "epoch",
    "seq",
    "sha256",
    "prev",
    "kind",
    "at",
    "total_vnd",
    "body",
    "stored_at",
)


def add(entries: Iterable[NewEntry], now: datetime) -> None:
    """Store entries; one that is there already is left alone."""
    stored_at = to_text(now)
    add_rows(
        "entry",
        _COLUMNS,
        [(*new[:6], to_text(new.at), new.total_vnd, new.body, stored_at) for new in entries],
    )


def add_as_stored(arrived: Iterable[tuple[NewEntry, datetime]]) -> None:
    """Store entries with the moment at which each was stored: history, not what comes in now."""
    add_rows(
        "entry",
        _COLUMNS,
        [
            (*new[:6], to_text(new.at), new.total_vnd, new.body, to_text(stored_at))
            for new, stored_at in arrived
        ],
    )


def links_around(spans: Iterable[Span]) -> dict[Ledger, dict[int, Link]]:
    """Return, by ledger and number, the links of what is stored there and right beside it."""
    wanted = [(span.terminal, span.epoch, span.first - 1, span.last + 1) for span in spans]
    found: dict[Ledger, dict[int, Link]] = {}
    if not wanted:
        return found
    spans_given = given(terminal="text", epoch="text", first="bigint", last="bigint")
    for terminal, epoch, seq, sha256, prev in rows(
        f"""
        SELECT entry.terminal, entry.epoch, seq, sha256, prev
        FROM {spans_given} AS span CROSS JOIN entry
        WHERE entry.terminal = span.terminal AND entry.epoch = span.epoch
        AND seq BETWEEN span.first AND span.last
        """,  # noqa: S608 (a fixed text)
        (to_json(wanted),),
    ):
        found.setdefault(Ledger(terminal, epoch), {})[seq] = Link(sha256, prev)
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
    for seq, sha256, prev, body in stream(
        "SELECT seq, sha256, prev, body FROM entry WHERE terminal = ? AND epoch = ? ORDER BY seq",
        (terminal, epoch),
    ):
        yield Kept(seq, sha256, prev, body.encode() if isinstance(body, str) else body)
