"""Recalls: what they stop, until when, and how far the outlets have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

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
"""By when every counter should have seen a recall, on the day it was issued; issued later, on the
next. The department's own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A notice with all the drugs that it stops."""

    number: str
    kind: str
    """recalled, suspended or sealed."""
    level: int | None
    reason: str
    issued: date | None
    drugs: tuple[tuple[str, str], ...]
    """Id and name."""
    batches: tuple[str, ...]
    """Empty: every batch."""
    due_by_law: date | None
    """The last day."""
    due_here: datetime | None
    """The department's own deadline."""

    def stops(self, batch: str) -> bool:
        """Whether it stops a batch of its drugs, as terminals judge it (`plain_batch`)."""
        return not self.batches or plain_batch(batch) in map(plain_batch, self.batches)


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
    found = [_recall(those, noon) for those in by_number.values()]
    found.sort(key=lambda one: (one.level or _LEAST, -(one.issued or date.min).toordinal()))
    return tuple(found)


def find_recall(number: str, *, noon: time = NOON) -> Recall | None:
    """Return a recall that is in force."""
    those = [notice for notice in notices.in_force() if notice.number == number]
    return _recall(those, noon) if those else None


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
    State.NOT_PRESSED: 1,
    State.CLOSED: 2,
    State.ACKNOWLEDGED: 3,
}


def lots_of(recall: Recall) -> tuple[int, ...]:
    """Return the batches that a recall stops, of those that ever were in the province."""
    found = rows(
        f"""
        SELECT id, lot.batch FROM {given(drug="text")} AS one JOIN lot ON lot.drug = one.drug
        """,  # noqa: S608 - fixed names
        (to_json([drug] for drug, _name in recall.drugs),),
    )
    return tuple(id_ for id_, batch in found if recall.stops(batch))


def _is_asked_for(one: Holder, state: str) -> bool:
    if state == "waiting":
        return one.state is not State.ACKNOWLEDGED
    return state in {"", one.state}


def _recall(those: Iterable[Notice], noon: time) -> Recall:
    first, *others = those
    book = drug_book()
    drugs = dict.fromkeys(notice.drug for notice in (first, *others))
    names = {notice.drug: notice.drug_name for notice in (first, *others)}
    batches = dict.fromkeys(batch for notice in (first, *others) for batch in notice.batches)
    issued = first.issued
    return Recall(
        number=first.number,
        kind=first.kind,
        level=first.level,
        reason=first.reason,
        issued=issued,
        drugs=tuple((drug, names[drug] or book.facts(drug).name) for drug in drugs),
        batches=tuple(batches) if all(notice.batches for notice in (first, *others)) else (),
        due_by_law=first.until or (last_day(first.level, issued) if issued else None),
        due_here=datetime.combine(issued, noon, VIETNAM) if issued else None,
    )


def _terminals(number: str) -> tuple[int, int]:
    """Return how many terminals there are, and how many have acknowledged a recall."""
    active = {id_ for (id_,) in rows("SELECT id FROM terminal WHERE status = 'active'")}
    return len(active), len(active & {one.terminal for one in answers_to([number])})
