"""What was said to one outlet, and what it answered: notes, messages, recalls, calls."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from server.oversight import outlet_notes
from server.oversight.queries.recall_answers import answers_to
from server.oversight.queries.recalls import recalls
from server.oversight.seeing import VIETNAM
from server.prescriptions import messages
from server.store.database import from_text, rows

_LAST = datetime.max.replace(tzinfo=UTC)


class SaidKind(StrEnum):
    """What kind of thing was said."""

    NOTE = "note"
    """Somebody of the department called, visited or wrote."""
    MESSAGE = "message"
    """Shown at its counters."""
    RECALL = "recall"
    """A recall of something that the outlet had."""
    CALL = "call"
    """Somebody called about a recall."""


class Said(NamedTuple):
    """One thing."""

    at: datetime | None
    """None: a recall without a date that nobody has answered."""
    kind: SaidKind
    subject: str
    """Text of a note or message; number of a recall."""
    by: str
    """Account, or the badge of who answered; empty: nobody has."""
    result: str
    """What came of a note or a call."""
    answered_at: datetime | None
    """When a message was read everywhere, or a recall acknowledged."""
    units: int
    """Found and put apart."""
    drug: str = ""
    """Of a recall: what the outlet had of it."""
    batch: str = ""


def outlet_said(outlet: str, terminals: Sequence[str]) -> list[Said]:
    """Return all of it, the newest first."""
    found = [*_notes(outlet), *_messages(terminals), *_recalls(outlet), *_calls(outlet)]
    return sorted(found, key=lambda one: one.at or _LAST, reverse=True)


def _notes(outlet: str) -> Iterator[Said]:
    for one in outlet_notes.of_outlet(outlet):
        yield Said(one.at, SaidKind.NOTE, one.text, one.by, one.result, None, 0)


def _messages(terminals: Sequence[str]) -> Iterator[Said]:
    """Say what was told to several terminals at once as one thing."""
    told: dict[tuple[datetime, str, str], list[datetime | None]] = {}
    for one in messages.notes_to(terminals):
        told.setdefault((one.at, one.text, one.author), []).append(one.read_at)
    for (at, text, author), reads in told.items():
        read = [moment for moment in reads if moment]
        last = max(read) if len(read) == len(reads) else None
        yield Said(at, SaidKind.MESSAGE, text, author, "", last, 0)


def _recalls(outlet: str) -> Iterator[Said]:
    """Say which recalls in force touch what the outlet ever had, and what it answered."""
    in_force = recalls()
    answers: dict[str, tuple[datetime, str, int]] = {}
    for one in answers_to((recall.number for recall in in_force), outlet=outlet):
        first, _staff, before = answers.get(one.recall, (one.at, "", 0))
        answers[one.recall] = (first, one.staff, before + one.units)
    had = set(
        rows(
            """
            SELECT DISTINCT lot.drug, lot.batch FROM shelfbatch
            JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
            JOIN lot ON lot.id = shelfbatch.lot WHERE goodsledger.outlet = ?
            """,
            (outlet,),
        )
    )
    for recall in in_force:
        touched = [thing for thing in sorted(had) if recall.stops(*thing)]
        if touched or recall.number in answers:
            at, staff, units = answers.get(recall.number, (None, "", 0))
            said_at = at or _morning(recall.issued)
            thing = touched[0] if touched else ("", "")
            yield Said(said_at, SaidKind.RECALL, recall.number, staff, "", at, units, *thing)


def _morning(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, VIETNAM) if day else None


def _calls(outlet: str) -> Iterator[Said]:
    for number, at, by, text in rows(
        "SELECT recall, at, written_by, text FROM recallcall WHERE outlet = ?", (outlet,)
    ):
        yield Said(from_text(at), SaidKind.CALL, number, by, text, None, 0)
