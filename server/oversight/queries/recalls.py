"""Recalls: what they stop, until when, and how far the outlets have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from codes.batch_number import plain_batch
from server.oversight.queries.recall_answers import answers_to
from server.oversight.queries.recall_holders import Holder, State, holders
from server.oversight.queries.stock_order import page
from server.oversight.seeing import VIETNAM
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference.catalogue import drug_book
from server.reference.recalls import last_day
from server.store import notices
from server.store.database import given, rows, to_json
from wire.asking import Notice

_LEAST = 9
"""Stands for no level at all."""
NOON = time(12)
"""By when every counter should have seen a recall, on the day it was issued; given out later, on
the next. The department's own choice."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A drug that a document stops."""

    drug: str
    name: str
    batches: tuple[str, ...]
    """Empty: every batch."""

    def stops(self, drug: str, batch: str) -> bool:
        """Whether it stops a batch of a drug, as terminals judge it (`plain_batch`)."""
        return drug == self.drug and (
            not self.batches or plain_batch(batch) in map(plain_batch, self.batches)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A notice with all the drugs that it stops."""

    number: str
    kind: str
    """recalled, suspended or sealed."""
    level: int | None
    reason: str
    issued: date | None
    stopped: tuple[Stopped, ...]
    """Drug by drug: each has batches of its own."""
    due_by_law: date | None
    """The last day."""
    due_here: datetime | None
    """The department's own deadline."""

    @property
    def batches(self) -> tuple[str, ...]:
        """All batches, whatever their drug; empty: every batch, of one drug at least."""
        if not all(one.batches for one in self.stopped):
            return ()
        return tuple(dict.fromkeys(batch for one in self.stopped for batch in one.batches))

    def stops(self, drug: str, batch: str) -> bool:
        """Whether it stops a batch of a drug."""
        return any(one.stops(drug, batch) for one in self.stopped)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallStanding:
    """How far the outlets have come with a recall."""

    recall: Recall
    had: int
    """Outlets that ever had the batch."""
    acknowledged: int
    """Of these."""
    set_aside: int
    """Units that lie apart."""
    on_shelf: int
    """Units that still lie on shelves."""
    curve: tuple[tuple[datetime, int], ...]
    """At which moment how many of these outlets had acknowledged."""
    terminals: int
    """All active ones of the province, whether or not they had the batch."""
    terminals_acknowledged: int
    outlets: Listing[Holder]


def recalls(*, noon: time = NOON) -> tuple[Recall, ...]:
    """Return what is in force, the gravest level first, of one level the newest first."""
    by_number: dict[str, list[Notice]] = {}
    for notice in notices.in_force():
        by_number.setdefault(notice.number, []).append(notice)
    given_at = notices.given_at()
    found = [_recall(those, given_at.get(number), noon) for number, those in by_number.items()]
    found.sort(key=lambda one: (one.level or _LEAST, -(one.issued or date.min).toordinal()))
    return tuple(found)


def find_recall(number: str, *, noon: time = NOON) -> Recall | None:
    """Return a recall that is in force."""
    return next((one for one in recalls(noon=noon) if one.number == number), None)


def standing(recall: Recall, filters: Filters, now: datetime) -> RecallStanding:
    """Return how far the outlets have come.

    State: "acknowledged", "waiting" (all that have not), or one of the reasons why not (`State`).
    """
    lots = lots_of(recall)
    found = holders(recall.number, lots, filters, now)
    done = sorted(one.acknowledged_at for one in found if one.acknowledged_at)
    asked = [one for one in found if _is_asked_for(one, filters.state)]
    terminals, answered = _terminals(recall.number)
    return RecallStanding(
        recall=recall,
        had=len(found),
        acknowledged=len(done),
        set_aside=sum(one.aside for one in found),
        on_shelf=sum(one.on_shelf for one in found),
        curve=tuple((at, count) for count, at in enumerate(done, 1)),
        terminals=terminals,
        terminals_acknowledged=answered,
        outlets=page(
            asked, filters, usual=lambda one: (_RANK[one.state], -one.on_shelf, one.outlet)
        ),
    )


_RANK = {
    State.SILENT: 0,
    State.NEVER: 0,
    State.GONE: 0,
    State.NOT_PRESSED: 1,
    State.CLOSED: 2,
    State.ACKNOWLEDGED: 3,
}


def lots_of(recall: Recall) -> tuple[int, ...]:
    """Return the batches that a recall stops, of those that ever were in the province."""
    found = rows(
        f"""
        SELECT id, lot.drug, lot.batch FROM {given(drug="text")} AS one
        JOIN lot ON lot.drug = one.drug
        """,  # noqa: S608 - fixed names
        (to_json([one.drug] for one in recall.stopped),),
    )
    return tuple(id_ for id_, drug, batch in found if recall.stops(drug, batch))


def _is_asked_for(one: Holder, state: str) -> bool:
    if state == "waiting":
        return one.state is not State.ACKNOWLEDGED
    return state in {"", one.state}


def _recall(those: Sequence[Notice], given_at: datetime | None, noon: time) -> Recall:
    first, book = those[0], drug_book()
    issued = first.issued
    return Recall(
        number=first.number,
        kind=first.kind,
        level=first.level,
        reason=first.reason,
        issued=issued,
        stopped=tuple(
            Stopped(one.drug, one.drug_name or book.facts(one.drug).name, one.batches)
            for one in those
        ),
        due_by_law=first.until or (last_day(first.level, issued) if issued else None),
        due_here=_first(noon, issued, given_at) if issued else None,
    )


def _first(noon: time, issued: date, given_at: datetime | None) -> datetime:
    """Return the first noon that a counter can keep to."""
    due = datetime.combine(issued, noon, VIETNAM)
    if given_at is None or given_at <= due:
        return due
    due = datetime.combine(given_at.astimezone(VIETNAM).date(), noon, VIETNAM)
    return due if given_at <= due else due + timedelta(days=1)


def _terminals(number: str) -> tuple[int, int]:
    """Return how many terminals there are, and how many have acknowledged a recall."""
    active = {id_ for (id_,) in rows("SELECT id FROM terminal WHERE status = 'active'")}
    return len(active), len(active & {one.terminal for one in answers_to([number])})
