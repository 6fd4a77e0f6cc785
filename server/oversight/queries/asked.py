"""What queries have in common: figures of a stretch of time, shares, order and portions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from server.oversight.limits import monday
from server.query.filters import Filters
from server.query.narrowing import narrow
from server.store.database import rows

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


class Part(NamedTuple):
    """A piece of SQL and its parameters, in the order of its question marks."""

    sql: str
    parameters: tuple[object, ...]


def weeks_between(since: date, until: date) -> list[date]:
    """Return the Mondays of all weeks of which a day lies between two days."""
    first = monday(since)
    return [first + n * _WEEK for n in range((monday(until) - first).days // 7 + 1)]


def week_figures(filters: Filters, *columns: str) -> Part:
    """Return rows of week, outlet and figures: every week of which a day is asked for, whole.

    A week belongs to the area of its Monday.
    """
    narrowed = narrow(filters, "outlet", "week")
    return Part(
        f"SELECT week, outlet, {', '.join(columns)} FROM weekfigure"  # noqa: S608 (names of our own)
        f" WHERE week BETWEEN ? AND ? AND {narrowed.sql}",
        (
            monday(filters.since).isoformat(),
            monday(filters.until).isoformat(),
            *narrowed.parameters,
        ),
    )


def day_figures(filters: Filters, *columns: str, by_area: bool = False) -> Part:
    """Return rows of day, outlet and figures, to be added up, exactly of the period.

    Weeks that lie within are taken as they are, under the day of their Monday; but not where areas
    matter (they are filtered by, or `by_area`) and change within the period.
    """
    first, last = monday(filters.since + 6 * _DAY), monday(filters.until + _DAY) - _WEEK
    is_dated = (filters.area or by_area) and len(same_areas(filters)) > 1
    if is_dated or first > last:
        return _days(filters, filters.since, filters.until, columns)
    weeks = week_figures(replace(filters, since=first, until=last), *columns)
    parts = (
        _days(filters, filters.since, first - _DAY, columns),
        weeks,
        _days(filters, last + _WEEK, filters.until, columns),
    )
    return Part(
        " UNION ALL ".join(part.sql for part in parts),
        tuple(parameter for part in parts for parameter in part.parameters),
    )


def same_areas(filters: Filters) -> list[Filters]:
    """Return the period in stretches within which no commune goes from one area to another."""
    since, until = filters.since.isoformat(), filters.until.isoformat()
    first = rows("SELECT since FROM areacommune WHERE since > ? AND since <= ?", (since, until))
    last = rows("SELECT until FROM areacommune WHERE until >= ? AND until < ?", (since, until))
    begins = {filters.since, *(date.fromisoformat(day) for (day,) in first)}
    days = sorted(begins | {date.fromisoformat(day) + _DAY for (day,) in last})
    ends = [*(day - _DAY for day in days[1:]), filters.until]
    return [replace(filters, since=begin, until=end) for begin, end in zip(days, ends, strict=True)]


def share(part: str, whole: str) -> str:
    """Return the expression of a share; there is none of nothing."""
    return f"CAST({part} AS double precision) / nullif({whole}, 0)"


def ordered(filters: Filters, columns: Mapping[str, str], default: str, then: str) -> str:
    """Return the order that is asked for; a column that nobody knows orders as the default does."""
    asked = filters.sort if filters.sort.removeprefix("-") in columns else default
    direction = "DESC" if asked.startswith("-") else "ASC"
    return f"ORDER BY {columns[asked.removeprefix('-')]} {direction} NULLS LAST, {then}"


def portion(
    part: Part, columns: Sequence[str], order: str, filters: Filters
) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows of a query that are asked for, in order, and how many it has in all."""
    found = rows(
        f"SELECT {', '.join(columns)}, count(*) OVER () FROM ({part.sql}) AS listed"  # noqa: S608
        f" {order} LIMIT ? OFFSET ?",
        (*part.parameters, filters.most, filters.first),
    )
    if found:
        return [row[:-1] for row in found], found[0][-1]
    return [], _counted(part) if filters.first else 0


def _counted(part: Part) -> int:
    found = rows(f"SELECT count(*) FROM ({part.sql}) AS counted", part.parameters)  # noqa: S608
    return int(found[0][0])


def _days(filters: Filters, since: date, until: date, columns: Sequence[str]) -> Part:
    narrowed = narrow(filters, "outlet", "day")
    return Part(
        f"SELECT day, outlet, {', '.join(columns)} FROM dayfigure"  # noqa: S608 (names of our own)
        f" WHERE day BETWEEN ? AND ? AND {narrowed.sql}",
        (since.isoformat(), until.isoformat(), *narrowed.parameters),
    )
