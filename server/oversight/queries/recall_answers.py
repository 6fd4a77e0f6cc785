"""Acknowledgements that count: those of what a recall asks now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from server.store import notices
from server.store.database import from_text, given, rows, to_json, to_text

_SLACK = timedelta(minutes=10)
"""How far a terminal's clock may be behind the province's."""


class Answer(NamedTuple):
    """An entry by which a person acknowledged a recall."""

    recall: str
    terminal: str
    at: datetime
    """By the terminal's clock, where it was set."""
    staff: str
    units: int
    """Found and put apart with it."""


def answers_to(numbers: Iterable[str], *, outlet: str = "") -> list[Answer]:
    """Return who acknowledged recalls as they are now, the oldest first; `outlet`: of it alone.

    An answer to what a recall said before is none. Such a one may also come late, from a terminal
    that had no line, so that its own time has to be right too.
    """
    since = notices.asked_since()
    asked = [(number, *_from(since.get(number))) for number in numbers]
    found = rows(
        f"""
        SELECT recall, terminal, recallanswer.at, staff, units
        FROM {given(number="text", stored_from="text", at_from="text")} AS asked
        JOIN recallanswer ON recallanswer.recall = asked.number
            AND recallanswer.stored_at >= asked.stored_from AND recallanswer.at >= asked.at_from
        JOIN goodsledger ON goodsledger.id = recallanswer.ledger
        WHERE goodsledger.outlet = {"?" if outlet else "goodsledger.outlet"}
        ORDER BY recallanswer.at, terminal, seq
        """,  # noqa: S608 - fixed names
        (to_json(asked), *([outlet] if outlet else [])),
    )
    return [
        Answer(recall, terminal, from_text(at), staff, int(units))
        for recall, terminal, at, staff, units in found
    ]


def _from(since: datetime | None) -> tuple[str, str]:
    """Return from when answers must have been stored, and from when written."""
    return (to_text(since), to_text(since - _SLACK)) if since else ("", "")
