"""What a person at a counter must read: told to a terminal until somebody there has read it.

Every function runs within the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import NamedTuple

from server.store.database import from_text, given, rows, run, run_many, to_json, to_text
from wire.command import Message

MOST_AT_ONCE = 20
"""In one answer, the oldest first; the others follow when these are read."""
MAX_TEXT = 500
"""Letters of a note: it is read at a counter, with a queue waiting."""


class Told(NamedTuple):
    """What became of a message."""

    terminal: str
    at: datetime
    read_at: datetime | None


class NoteTo(NamedTuple):
    """An officer's note to one terminal."""

    terminal: str
    at: datetime
    text: str
    author: str
    """Name of an account."""
    read_at: datetime | None


def tell(terminals: Iterable[str], text: str, by: str, now: datetime, *, about: str = "") -> int:
    """Send a note of an officer to terminals; return how many. Raises `ValueError`.

    `about`: what to ask `about` by who has read it.
    """
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise ValueError("a note has between 1 and 500 letters")
    note = token_hex(6)
    return _send(
        sorted(set(terminals)),
        note,
        Message(id="", kind="note", at=now, text=text),
        by,
        about=about,
    )


def tell_of_case(
    terminals: Iterable[str], case: str, code: str, *, opened: datetime, now: datetime
) -> int:
    """Tell terminals that more was dispensed than prescribed: once for every time it is found."""
    message = Message(id="", kind="double-dispensing", at=now, subject=code[-5:])
    return _send(sorted(set(terminals)), f"{case}/{to_text(opened)}", message, "", about=case)


def unread(terminal: str) -> tuple[Message, ...]:
    """Return what nobody at a terminal has read yet."""
    found = rows(
        "SELECT id, kind, at, subject, text FROM message"
        " WHERE terminal = ? AND read_at IS NULL ORDER BY version, id LIMIT ?",
        (terminal, MOST_AT_ONCE),
    )
    return tuple(
        Message(id=row[0], kind=row[1], at=from_text(row[2]), subject=row[3], text=row[4])
        for row in found
    )


def read(terminal: str, ids: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Note what was read at a terminal; return what need not be said again.

    That is everything: of a message that is not known any more there is nothing to note.
    """
    said = tuple(ids)
    run_many(
        "UPDATE message SET read_at = ? WHERE terminal = ? AND id = ? AND read_at IS NULL",
        [(to_text(now), terminal, one) for one in said],
    )
    return said


def version() -> int:
    """Return a figure that rises when there is something new to tell."""
    return int(rows("SELECT coalesce(max(version), 0) FROM message")[0][0])


def told_since(version: int) -> tuple[str, ...]:
    """Return the terminals that something new is to be told, after a version."""
    found = rows(
        "SELECT DISTINCT terminal FROM message WHERE version > ? AND read_at IS NULL"
        " ORDER BY terminal",
        (version,),
    )
    return tuple(terminal for (terminal,) in found)


def about(case: str) -> list[Told]:
    """Return who was told of a case and who has read it, the latest telling of each terminal."""
    found = rows(
        "SELECT terminal, at, read_at FROM message WHERE about = ? ORDER BY at, terminal", (case,)
    )
    latest = {row[0]: Told(row[0], from_text(row[1]), _moment(row[2])) for row in found}
    return list(latest.values())


def notes_to(terminals: Iterable[str]) -> list[NoteTo]:
    """Return the notes of officers to terminals, the newest first."""
    found = rows(
        f"""
        SELECT terminal, at, text, author, read_at FROM message
        WHERE kind = 'note' AND terminal IN (SELECT id FROM {given(id="text")} AS one)
        ORDER BY at DESC, terminal
        """,  # noqa: S608 (a fixed text)
        (to_json((terminal,) for terminal in sorted(set(terminals))),),
    )
    return [
        NoteTo(terminal, from_text(at), text, author, _moment(read_at))
        for terminal, at, text, author, read_at in found
    ]


class Round(NamedTuple):
    """A note of an officer to some terminals, and how far it has come."""

    text: str
    author: str
    """Name of an account."""
    at: datetime
    terminals: int
    read: int


def rounds(*, most: int = 50) -> list[Round]:
    """Return the notes of officers, the newest first, each once for all whom it was sent to."""
    found = rows(
        """
        SELECT text, author, at, count(*), count(read_at) FROM message WHERE kind = 'note'
        GROUP BY version, text, author, at ORDER BY version DESC LIMIT ?
        """,
        (most,),
    )
    return [
        Round(text, author, from_text(at), int(terminals), int(read))
        for text, author, at, terminals, read in found
    ]


def forget(before: datetime) -> None:
    """Remove what was read before a moment."""
    run("DELETE FROM message WHERE read_at < ?", (to_text(before),))


def _send(
    terminals: list[str], occasion: str, message: Message, by: str, *, about: str = ""
) -> int:
    """Store a message for each terminal that does not have it of this occasion already."""
    fresh = version() + 1
    run_many(
        """
        INSERT INTO message (id, terminal, kind, subject, text, about, author, at, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
        """,
        [
            (
                sha256(f"{occasion}/{terminal}".encode()).hexdigest()[:16], terminal, message.kind,
                message.subject, message.text, about, by, to_text(message.at), fresh,
            )
            for terminal in terminals
        ],
    )  # fmt: skip
    return int(rows("SELECT count(*) FROM message WHERE version = ?", (fresh,))[0][0])


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
