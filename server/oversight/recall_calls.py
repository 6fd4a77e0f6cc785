"""Calls that people of the department made about a recall, and what was answered.

Every function runs within the caller's transaction.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from server.store.database import from_text, rows, run, to_text

LONGEST = 300
"""Letters of an answer."""


class Call(NamedTuple):
    """A call to an outlet."""

    at: datetime
    by: str
    """Name of the account."""
    text: str


def write(recall: str, outlet: str, text: str, *, by: str, now: datetime) -> None:
    """Note a call. Raises `ValueError` for one that says nothing, or too much."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise ValueError(f"an answer has between 1 and {LONGEST} letters")
    run(
        "INSERT INTO recallcall (id, recall, outlet, at, written_by, text)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (secrets.token_hex(8), recall, outlet, to_text(now), by, said),
    )


def calls(recall: str) -> Mapping[str, tuple[Call, ...]]:
    """Return the calls about a recall by outlet, the newest first."""
    found: dict[str, tuple[Call, ...]] = {}
    for outlet, at, by, text in rows(
        "SELECT outlet, at, written_by, text FROM recallcall WHERE recall = ? ORDER BY at DESC, id",
        (recall,),
    ):
        found[outlet] = (*found.get(outlet, ()), Call(from_text(at), by, text))
    return found
