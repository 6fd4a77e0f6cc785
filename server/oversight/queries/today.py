"""What must be done, before when: each room's own count, the nearest deadline first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from server.fleet import table
from server.fleet.alarm_list import JoinedAlarm, alarm_list
from server.oversight.limits import DOUBLE_DAYS, GPP_DAYS, PRICE_DAYS
from server.oversight.queries.above_posted import above_posted
from server.oversight.queries.recall_holders import State
from server.oversight.queries.recalls import recalls, standing
from server.oversight.queries.standing_out import standing_out
from server.oversight.seeing import VIETNAM
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import EVERYTHING, narrow
from server.store.alarms import Finding
from server.store.database import from_text, rows

_END = time(23, 59, 59)


class TaskKind(StrEnum):
    """What is to be done; the room whose page it leads to."""

    RECALL = "recall"
    OUTAGE = "outage"
    ANTIBIOTICS = "antibiotics"
    PRESCRIPTIONS = "prescriptions"
    DOUBLES = "doubles"
    PRICES = "prices"
    GPP = "gpp"


class Task(NamedTuple):
    """Something to do. What is counted depends on the kind."""

    kind: TaskKind
    due: datetime
    subject: str
    """Number of a recall, place of an outage (empty: all of the province), empty else."""
    number: int
    """Outlets that have not acknowledged, terminals that are silent together, outlets that stand
    out, open cases, outlets above their posted price, outlets to be assessed."""
    more: int
    """Of a recall: outlets among them that are silent; of prices: outlets that did it before."""
    units: int
    """Of a recall: still on shelves."""
    since: datetime | None
    """When an outage began, the oldest case was found, the first assessment is due."""


def today(filters: Filters, now: datetime) -> Listing[Task]:
    """Return what there is to do now, the nearest deadline first."""
    until = now.astimezone(VIETNAM).date()
    asked = replace(filters, state="", first=0, most=10**6, until=until)
    found = [
        *_recalls(asked, now),
        *_outages(asked, now),
        *_standing_out(asked, until),
        *_doubles(asked, now),
        *_prices(asked, until),
        *_assessments(asked, until),
    ]
    found.sort(key=lambda task: (task.due, list(TaskKind).index(task.kind), task.subject))
    return Listing(rows=found, total=len(found))


def _recalls(filters: Filters, now: datetime) -> Iterator[Task]:
    for recall in recalls():
        found = standing(recall, replace(filters, state="waiting"), now)
        waiting = found.had - found.acknowledged
        if not waiting:
            continue
        silent = sum(
            one.state in {State.SILENT, State.NEVER, State.GONE} for one in found.outlets.rows
        )
        by_law = recall.due_by_law or now.astimezone(VIETNAM).date()
        due = recall.due_here or _end_of(by_law)
        units = sum(one.on_shelf for one in found.outlets.rows)
        yield Task(TaskKind.RECALL, due, recall.number, waiting, silent, units, None)


def _outages(filters: Filters, now: datetime) -> Iterator[Task]:
    for alarm in alarm_list(now).alarms:
        if alarm.kind is not Finding.OUTAGE or alarm.seen_at:
            continue
        number = _terminals(alarm, filters, now)
        if number:
            due = _end_of(filters.until)
            yield Task(TaskKind.OUTAGE, due, alarm.place, number, 0, 0, alarm.since)


def _terminals(alarm: JoinedAlarm, filters: Filters, now: datetime) -> int:
    """Return how many of an outage's terminals the filters leave."""
    if not (filters.search or filters.area or filters.commune or filters.kind):
        return alarm.terminals
    return len(table.narrowed(filters, now, alarm=alarm.id))


def _standing_out(filters: Filters, day: date) -> Iterator[Task]:
    for kind, found in (
        (TaskKind.ANTIBIOTICS, standing_out(filters, "abx")),
        (TaskKind.PRESCRIPTIONS, standing_out(filters, "rx")),
    ):
        if found.total:
            yield Task(kind, _end_of(day), "", found.total, 0, 0, None)


def _doubles(filters: Filters, now: datetime) -> Iterator[Task]:
    narrowed = narrow(filters, "caseoutlet.outlet", "doublecase.day")
    where = "kind = ? AND closed_at IS NULL AND seen_at IS NULL"
    if narrowed is not EVERYTHING:
        where += f""" AND EXISTS (
            SELECT 1 FROM doublecase JOIN caseoutlet ON caseoutlet.case_id = doublecase.id
            WHERE doublecase.id = alarm.subject AND {narrowed.sql})"""  # noqa: S608 (names of our own)
    (found,) = rows(
        f"SELECT count(*), min(first_at) FROM alarm WHERE {where}",  # noqa: S608 (names of our own)
        (Finding.DOUBLE.value, *narrowed.parameters),
    )
    if found[0]:
        oldest = from_text(found[1])
        due = max(now, oldest + timedelta(days=DOUBLE_DAYS))
        due = _end_of(due.astimezone(VIETNAM).date())
        yield Task(TaskKind.DOUBLES, due, "", found[0], 0, 0, oldest)


def _prices(filters: Filters, day: date) -> Iterator[Task]:
    found = above_posted(replace(filters, since=day - timedelta(days=PRICE_DAYS - 1))).rows
    repeated = {one.outlet for one in found if one.repeated > 1}
    first = min((date.fromisoformat(one.last_day) for one in found), default=day)
    if found:
        due = _end_of(max(day, first + timedelta(days=PRICE_DAYS)))
        count = len({one.outlet for one in found})
        yield Task(TaskKind.PRICES, due, "", count, len(repeated), 0, None)


def _assessments(filters: Filters, day: date) -> Iterator[Task]:
    """Assessments of good pharmacy practice that are near, or past (LD Đ33 k3)."""
    narrowed = narrow(filters, "outlet.code", day, joined="outlet")
    (found,) = rows(
        f"""
        SELECT count(*), min(gpp_due) FROM outlet
        WHERE is_active = 1 AND gpp_due <> '' AND gpp_due <= ? AND {narrowed.sql}
        """,  # noqa: S608 (names of our own)
        ((day + timedelta(days=GPP_DAYS)).isoformat(), *narrowed.parameters),
    )
    if found[0]:
        first = date.fromisoformat(found[1])
        yield Task(TaskKind.GPP, _end_of(first), "", found[0], 0, 0, _end_of(first))


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _END, VIETNAM)
