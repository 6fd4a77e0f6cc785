"""Sales of prescription drugs and of antibiotics, with and without prescription."""

from datetime import date
from typing import NamedTuple

from server.oversight.filters import Filters
from server.oversight.limits import finished_weeks
from server.oversight.listing import Listing
from server.oversight.queries.asked import (
    Part,
    day_figures,
    ordered,
    portion,
    share,
    week_figures,
)
from server.store.database import rows

_COLUMNS = ("sales", "rx", "rx_without", "abx", "abx_without")
_SUMS = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _COLUMNS)


class WeekCompliance(NamedTuple):
    """A week. Sales with a prescription drug, with an antibiotic, and of each without."""

    week: date
    """Its Monday."""
    is_over: bool
    sales: int
    rx: int
    rx_without: int
    abx: int
    abx_without: int


class PlaceCompliance(NamedTuple):
    """An area, a commune or an outlet, in the period."""

    place: str
    name: str
    outlets: int
    """With sales."""
    sales: int
    rx: int
    rx_without: int
    abx: int
    abx_without: int


_ORDER = {
    **{name: name for name in PlaceCompliance._fields},
    "rx_share": share("rx_without", "rx"),
    "abx_share": share("abx_without", "abx"),
}


def by_week(filters: Filters) -> Listing[WeekCompliance]:
    """Return the weeks of the period, the first first; a week without sales is left out."""
    weeks = week_figures(filters, *_COLUMNS)
    found = rows(
        f"SELECT week, {_SUMS} FROM ({weeks.sql}) AS weeks GROUP BY week ORDER BY week",  # noqa: S608
        weeks.parameters,
    )
    (last,) = finished_weeks(filters.until, 1)
    lines = [
        WeekCompliance(monday := date.fromisoformat(week), monday <= last, *sums)
        for week, *sums in found
    ]
    return Listing(rows=lines, total=len(lines))


def by_outlet(filters: Filters) -> Listing[PlaceCompliance]:
    """Return outlets with sales, the largest share without prescription first."""
    return _by(filters, "outlet.code", "max(outlet.name)", "")


def by_commune(filters: Filters) -> Listing[PlaceCompliance]:
    """Return communes with sales, the largest share without prescription first."""
    return _by(
        filters,
        "outlet.commune",
        "coalesce(max(place.name), outlet.commune)",
        "LEFT JOIN commune AS place ON place.code = outlet.commune AND place.until = ''",
    )


def by_area(filters: Filters) -> Listing[PlaceCompliance]:
    """Return areas, as they were on each day, the largest share without prescription first."""
    joined = (
        "JOIN areacommune ON areacommune.commune = outlet.commune"
        " AND areacommune.since <= figures.day"
        " AND (areacommune.until = '' OR areacommune.until >= figures.day)"
        " JOIN area ON area.code = areacommune.area"
    )
    return _by(filters, "area.code", "max(area.name)", joined)


def _by(filters: Filters, place: str, name: str, joined: str) -> Listing[PlaceCompliance]:
    figures = day_figures(filters, *_COLUMNS, by_area="areacommune" in joined)
    grouped = Part(
        f"""
        SELECT {place} AS place, {name} AS name,
               count(DISTINCT CASE WHEN sales > 0 THEN outlet.code END) AS outlets, {_SUMS}
        FROM ({figures.sql}) AS figures JOIN outlet ON outlet.code = figures.outlet {joined}
        GROUP BY {place}
        """,  # noqa: S608 (names of our own)
        figures.parameters,
    )
    order = ordered(filters, _ORDER, "-rx_share", "place")
    found, total = portion(grouped, PlaceCompliance._fields, order, filters)
    return Listing(rows=[PlaceCompliance._make(row) for row in found], total=total)
