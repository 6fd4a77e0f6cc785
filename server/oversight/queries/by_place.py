"""Figures added up by week, and by outlet, commune or area."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from server.oversight.limits import finished_weeks
from server.oversight.queries.asked import Part, day_figures, week_figures
from server.query.filters import Filters
from server.store.database import rows


class Place(NamedTuple):
    """What figures are added up by."""

    code: str
    name: str
    joined: str = ""
    is_dated: bool = False
    """Whether a commune may be in another one on another day."""


OUTLET = Place("outlet.code", "max(outlet.name)")
COMMUNE = Place(
    "outlet.commune",
    "coalesce(max(place.name), outlet.commune)",
    "LEFT JOIN commune AS place ON place.code = outlet.commune AND place.until = ''",
)
AREA = Place(
    "area.code",
    "max(area.name)",
    "JOIN areacommune ON areacommune.commune = outlet.commune"
    " AND areacommune.since <= figures.day"
    " AND (areacommune.until = '' OR areacommune.until >= figures.day)"
    " JOIN area ON area.code = areacommune.area",
    is_dated=True,
)
"""As they were on each day."""


def week_sums(filters: Filters, columns: Sequence[str]) -> list[tuple[date, bool, Any]]:
    """Return week, whether it is over, and sums, the first first; not those without sales."""
    weeks = week_figures(filters, *columns)
    found = rows(
        f"SELECT week, {_sums(columns)} FROM ({weeks.sql}) AS weeks GROUP BY week ORDER BY week",  # noqa: S608
        weeks.parameters,
    )
    (last,) = finished_weeks(filters.until, 1)
    return [(monday := date.fromisoformat(week), monday <= last, *sums) for week, *sums in found]


def whole_sums(filters: Filters, columns: Sequence[str]) -> tuple[int, ...]:
    """Return the sums in the period over all outlets of the department's list."""
    figures = day_figures(filters, *columns)
    (found,) = rows(
        f"""
        SELECT {_sums(columns)} FROM ({figures.sql}) AS figures
        WHERE outlet IN (SELECT code FROM outlet)
        """,  # noqa: S608 (names of our own)
        figures.parameters,
    )
    return found


def place_sums(
    filters: Filters, columns: Sequence[str], by: Place, *, more: str = "", having: str = ""
) -> Part:
    """Return the query of place, name and sums in the period.

    `more`: columns of its own over the outlets of a place, each with its sums.
    """
    figures = day_figures(filters, *columns, by_area=by.is_dated)
    # Each outlet first: few rows are left to look names up for, and an outlet is counted once.
    return Part(
        f"""
        SELECT place, max(name) AS name, {more} {_sums(columns)} FROM (
            SELECT {by.code} AS place, {by.name} AS name, {_sums(columns)}
            FROM ({figures.sql}) AS figures JOIN outlet ON outlet.code = figures.outlet {by.joined}
            GROUP BY {by.code}, figures.outlet
        ) AS outlets GROUP BY place {having}
        """,  # noqa: S608 (names of our own)
        figures.parameters,
    )


def _sums(columns: Sequence[str]) -> str:
    return ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in columns)
