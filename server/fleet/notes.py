"""What people write about terminals and alarms."""

import secrets
from datetime import datetime
from typing import NamedTuple

from server.store import alarms
from server.store.database import from_text, rows, run, to_text

LONGEST = 1000
_LONGEST_NAME = 40


class Note(NamedTuple):
    """What a person wrote."""

    at: datetime
    by: str
    text: str


def write(text: str, *, terminal: str = "", alarm: str = "", by: str, now: datetime) -> None:
    """Keep a note about a terminal or an alarm, within the caller's transaction.

    Raises `ValueError` for a note that says nothing, or is about nothing or two things.
    """
    said = text.replace("\0", "").strip()[:LONGEST]
    if not said or bool(terminal) == bool(alarm):
        raise ValueError("a note wants a text, and one thing that it is about")
    run(
        """
        INSERT INTO fleetnote (id, terminal, alarm, at, written_by, text) VALUES (?, ?, ?, ?, ?, ?)
        """,
        (secrets.token_hex(8), terminal, alarm, to_text(now), _name(by), said),
    )


def acknowledge(alarm: str, *, by: str, note: str = "", now: datetime) -> bool:
    """Note that a person takes care of an alarm, within the caller's transaction.

    Returns whether there is such an alarm.
    """
    if "\0" in alarm or not alarms.see(alarm, by=_name(by), now=now):
        return False
    if note.replace("\0", "").strip():
        write(note, alarm=alarm, by=by, now=now)
    return True


def of_terminal(terminal: str) -> list[Note]:
    """Return the notes about a terminal, the newest first."""
    return _notes("terminal", terminal)


def of_alarm(alarm: str) -> list[Note]:
    """Return the notes about an alarm, the newest first."""
    return _notes("alarm", alarm)


def _name(by: str) -> str:
    return by.replace("\0", "").strip()[:_LONGEST_NAME]


def _notes(about: str, name: str) -> list[Note]:
    found = rows(
        f"SELECT at, written_by, text FROM fleetnote WHERE {about} = ? ORDER BY at DESC, id",  # noqa: S608 (fixed names)
        (name,),
    )
    return [Note(from_text(at), by, text) for at, by, text in found]
