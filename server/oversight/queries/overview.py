"""The first row of the first page: five figures, with what they were before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.fleet import table
from server.fleet.health import State
from server.oversight.limits import ACTIVE_DAYS, monday
from server.oversight.queries import activity, prescription_only
from server.oversight.queries.asked import day_figures
from server.oversight.queries.coverage import is_covered
from server.oversight.queries.recalls import recalls, standing
from server.query.filters import Filters
from server.query.narrowing import narrow
from server.store.database import rows

_WEEKS = 12
_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count out of something; what is not known is None."""

    part: int
    whole: int
    part_before: int | None = None
    whole_before: int | None = None
    """In the stretch of the same length right before; None if that began before there were figures.
    """
    series: Sequence[tuple[int, int]] = ()
    """Parts and wholes, the oldest first: days of activity, weeks of sales."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Whether counters are used, and what departs."""

    active: Figure
    """Outlets that sold in the last days, of those registered."""
    without: Figure
    """Sales of prescription drugs without prescription."""
    unacknowledged: Figure
    """Outlets that had a recalled batch and have not acknowledged, of the recall due first."""
    recall: str
    """Its number; empty: none is in force."""
    recall_due: datetime | None
    silent: Figure
    """Terminals that are silent in their opening hours, of all active ones."""
    above_posted: Figure
    """Sale lines above the posted price."""


def overview(filters: Filters, now: datetime) -> Overview:
    """Return the figures of the period; recalls and terminals are those of now."""
    before = _before(filters)
    then = before if is_covered(before.since) else None
    number, due, unacknowledged = _recall(filters, now)
    return Overview(
        active=_active(filters, before),
        without=_without(filters, then),
        unacknowledged=unacknowledged,
        recall=number,
        recall_due=due,
        silent=_silent(filters, now),
        above_posted=_above_posted(filters, then),
    )


def _before(filters: Filters) -> Filters:
    """Return the filters of the stretch of the same length right before."""
    until = filters.since - timedelta(days=1)
    return replace(filters, since=until - (filters.until - filters.since), until=until)


def _active(filters: Filters, before: Filters) -> Figure:
    days = activity.by_day(
        replace(filters, since=filters.until - timedelta(days=_DAYS - 1))
    ).rows  # fmt: skip
    # Who is active is told of so many days, whatever the period.
    first = before.until - timedelta(days=ACTIVE_DAYS - 1)
    then = activity.active(before) if is_covered(first) else None
    return Figure(
        part=days[-1].active,
        whole=days[-1].outlets,
        part_before=then.active if then else None,
        whole_before=then.outlets if then else None,
        series=[(day.active, day.outlets) for day in days],
    )


def _without(filters: Filters, before: Filters | None) -> Figure:
    since = monday(filters.until) - timedelta(weeks=_WEEKS - 1)
    weeks = prescription_only.by_week(replace(filters, since=since)).rows
    part, whole = _sums(filters, "rx_without", "rx")
    then = _sums(before, "rx_without", "rx") if before else (None, None)
    return Figure(
        part=part,
        whole=whole,
        part_before=then[0],
        whole_before=then[1],
        series=[(week.rx_without, week.rx) for week in weeks if week.is_over],
    )


def _recall(filters: Filters, now: datetime) -> tuple[str, datetime | None, Figure]:
    """Return the recall due first that somebody has yet to acknowledge, else any."""
    found = [standing(one, replace(filters, state=""), now) for one in recalls()]
    if not found:
        return "", None, Figure(part=0, whole=0)
    found.sort(key=lambda one: one.recall.due_here.timestamp() if one.recall.due_here else 0.0)
    first = next((one for one in found if one.acknowledged < one.had), found[0])
    figure = Figure(part=first.had - first.acknowledged, whole=first.had)
    return first.recall.number, first.recall.due_here, figure


def _silent(filters: Filters, now: datetime) -> Figure:
    listed = table.narrowed(replace(filters, state=""), now)
    machines = [one for one in listed if one.known.is_active]
    return Figure(
        part=sum(one.judged.state == State.SILENT for one in machines), whole=len(machines)
    )


def _above_posted(filters: Filters, before: Filters | None) -> Figure:
    return Figure(
        part=_above(filters),
        whole=_sums(filters, "lines")[0],
        part_before=_above(before) if before else None,
        whole_before=_sums(before, "lines")[0] if before else None,
    )


def _above(filters: Filters) -> int:
    narrowed = narrow(filters, "outlet", "day")
    found = rows(
        f"""
        SELECT count(*) FROM aboveposted
        WHERE day BETWEEN ? AND ? AND voided = 0 AND {narrowed.sql}
        """,  # noqa: S608 (names of our own)
        (filters.since.isoformat(), filters.until.isoformat(), *narrowed.parameters),
    )
    return int(found[0][0])


def _sums(filters: Filters, *columns: str) -> list[int]:
    figures = day_figures(filters, *columns)
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in columns)
    found = rows(f"SELECT {sums} FROM ({figures.sql}) AS figures", figures.parameters)  # noqa: S608
    return [int(figure) for figure in found[0]]
