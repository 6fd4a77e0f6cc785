"""What people of the department wrote down about outlets: calls, visits, reminders."""

import secrets
from datetime import datetime
from typing import NamedTuple

from server.store.database import from_text, rows, run, to_text

LONGEST = 500
"""Letters of what was done, and of what came of it."""
_LONGEST_NAME = 40


class OutletNote(NamedTuple):
    """What a person wrote."""

    at: datetime
    by: str
    """Name of an account."""
    text: str
    result: str


def write(outlet: str, text: str, result: str = "", *, by: str, now: datetime) -> None:
    """Keep a note, within the caller's transaction. Raises `ValueError` if it says nothing."""
    said = text.replace("\0", "").strip()[:LONGEST]
    if not said or not outlet:
        raise ValueError("a note wants a text and an outlet")
    run(
        """
        INSERT INTO outletnote (id, outlet, at, written_by, text, result)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        (
            secrets.token_hex(8), outlet, to_text(now), by.replace("\0", "")[:_LONGEST_NAME], said,
            result.replace("\0", "").strip()[:LONGEST],
        ),
    )  # fmt: skip


def of_outlet(outlet: str) -> list[OutletNote]:
    """Return the notes about an outlet, the newest first."""
    found = rows(
        """
        SELECT at, written_by, text, result FROM outletnote WHERE outlet = ? ORDER BY at DESC, id
        """,
        (outlet,),
    )
    return [OutletNote(from_text(at), by, text, result) for at, by, text, result in found]
