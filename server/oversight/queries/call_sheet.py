"""Whom to call about a recalled batch: who has not acknowledged, why, and what was tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from server.oversight import recall_calls
from server.oversight.queries.recall_holders import Holder, State
from server.oversight.queries.recalls import Recall, RecallStanding, standing
from server.oversight.queries.stock_order import page
from server.prescriptions import messages
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import directory

_EVERYTHING = 1_000_000


class CallLine(NamedTuple):
    """An outlet that has not acknowledged."""

    outlet: str
    name: str
    commune: str
    phone: str
    state: State
    last_contact: datetime | None
    on_shelf: int
    """Base units."""
    told_at: datetime | None
    """When its terminals were last reminded."""
    is_read: bool
    """Whether somebody there has read that."""
    called_at: datetime | None
    """When somebody of the department called last."""
    answer: str
    """What was said then."""


def stopping(recalls: Iterable[Recall], drug: str, batch: str) -> Recall | None:
    """Return the gravest recall that stops a batch, of this batch alone."""
    for one in recalls:
        found = next((each for each in one.stopped if each.stops(drug, batch)), None)
        if found:
            return replace(one, stopped=(replace(found, batches=(batch,)),))
    return None


def about(recall: Recall) -> str:
    """Return what reminders of a recall are about (`server.prescriptions.messages`)."""
    return f"recall/{recall.number}"


def waiting(recall: Recall, filters: Filters, now: datetime) -> RecallStanding:
    """Return how far the outlets have come, with all of those that have not acknowledged."""
    asked = replace(filters, state=filters.state or "waiting", sort="", first=0, most=_EVERYTHING)
    return standing(recall, asked, now)


def call_sheet(found: RecallStanding, filters: Filters) -> Listing[CallLine]:
    """Return whom to call, the silent ones first, then those with most left."""
    told = _told(found.recall)
    calls = recall_calls.calls(found.recall.number)
    lines = [
        _line(one, told.get(one.outlet, ()), calls.get(one.outlet, ()))
        for one in found.outlets.rows
        if one.state is not State.ACKNOWLEDGED
    ]
    order = {line.outlet: index for index, line in enumerate(lines)}
    return page(lines, filters, usual=lambda line: order[line.outlet])


def _line(
    one: Holder, told: Sequence[messages.Told], calls: Sequence[recall_calls.Call]
) -> CallLine:
    return CallLine(
        outlet=one.outlet,
        name=one.name,
        commune=one.commune,
        phone=one.phone,
        state=one.state,
        last_contact=one.last_contact,
        on_shelf=one.on_shelf,
        told_at=max((each.at for each in told), default=None),
        is_read=any(each.read_at for each in told),
        called_at=calls[0].at if calls else None,
        answer=calls[0].text if calls else "",
    )


def _told(recall: Recall) -> Mapping[str, Sequence[messages.Told]]:
    outlets = directory.outlet_of_terminal()
    found: dict[str, list[messages.Told]] = {}
    for one in messages.about(about(recall)):
        found.setdefault(outlets.get(one.terminal, one.terminal), []).append(one)
    return found
