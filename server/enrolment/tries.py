"""Who tried which code, and what came of it."""

from datetime import datetime
from typing import NamedTuple

from server.store.database import add, from_text, rows, run, to_text

MAX_OF_ONE = 50
"""Tries that are kept of one code: whoever holds a label may scan it for ever."""


class Try(NamedTuple):
    """A request with a code that is known."""

    sha256: str
    at: datetime
    outcome: str
    """"enrolled", "again", or why it was refused."""
    board: str
    is_same_keys: bool


def note(tried: Try) -> None:
    """Note a try, and forget the oldest beyond `MAX_OF_ONE`; in a transaction that writes."""
    add(
        "enrolmenttry",
        ("sha256", "at", "outcome", "board", "is_same_keys"),
        [(tried.sha256, to_text(tried.at), tried.outcome, tried.board, int(tried.is_same_keys))],
    )
    run(
        """
        DELETE FROM enrolmenttry WHERE sha256 = ? AND at < (
            SELECT min(at) FROM (
                SELECT at FROM enrolmenttry WHERE sha256 = ? ORDER BY at DESC LIMIT ?
            ) AS kept
        )
        """,
        (tried.sha256, tried.sha256, MAX_OF_ONE),
    )


def of(sha256: str) -> list[Try]:
    """Return the tries of a code, the first first."""
    found = rows(
        "SELECT sha256, at, outcome, board, is_same_keys FROM enrolmenttry"
        " WHERE sha256 = ? ORDER BY at",
        (sha256,),
    )
    return [Try(row[0], from_text(row[1]), row[2], row[3], bool(row[4])) for row in found]
