"""Payment without cash: how often, and how much. No rule obliges an outlet to it (PAY-01)."""

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

_COLUMNS = ("sales", "cashless", "takings_vnd", "cashless_vnd")
_SUMS = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _COLUMNS)


class WeekCashless(NamedTuple):
    """A week: sales and their sum, and of both what was paid by transfer."""

    week: date
    is_over: bool
    sales: int
    cashless: int
    takings_vnd: int
    cashless_vnd: int


class PlaceCashless(NamedTuple):
    """An area, a commune or an outlet, in the period."""

    place: str
    name: str
    sales: int
    cashless: int
    takings_vnd: int
    cashless_vnd: int


_ORDER = {
    **{name: name for name in PlaceCashless._fields},
    "cashless_share": share("cashless", "sales"),
    "cashless_vnd_share": share("cashless_vnd", "takings_vnd"),
}


def by_week(filters: Filters) -> Listing[WeekCashless]:
    """Return the weeks of the period, the first first; a week without sales is left out."""
    weeks = week_figures(filters, *_COLUMNS)
    found = rows(
        f"SELECT week, {_SUMS} FROM ({weeks.sql}) AS weeks GROUP BY week ORDER BY week",  # noqa: S608
        weeks.parameters,
    )
    (last,) = finished_weeks(filters.until, 1)
    lines = [
        WeekCashless(monday := date.fromisoformat(week), monday <= last, *sums)
        for week, *sums in found
    ]
    return Listing(rows=lines, total=len(lines))


def by_outlet(filters: Filters) -> Listing[PlaceCashless]:
    """Return outlets with sales, the smallest share first."""
    return _by(filters, "outlet.code", "max(outlet.name)", "")


def by_commune(filters: Filters) -> Listing[PlaceCashless]:
    """Return communes with sales, the smallest share first."""
    return _by(
        filters,
        "outlet.commune",
        "coalesce(max(place.name), outlet.commune)",
        "LEFT JOIN commune AS place ON place.code = outlet.commune AND place.until = ''",
    )


def by_area(filters: Filters) -> Listing[PlaceCashless]:
    """Return areas, as they were on each day, the smallest share first."""
    joined = (
        "JOIN areacommune ON areacommune.commune = outlet.commune"
        " AND areacommune.since <= figures.day"
        " AND (areacommune.until = '' OR areacommune.until >= figures.day)"
        " JOIN area ON area.code = areacommune.area"
    )
    return _by(filters, "area.code", "max(area.name)", joined)


def _by(filters: Filters, place: str, name: str, joined: str) -> Listing[PlaceCashless]:
    figures = day_figures(filters, *_COLUMNS, by_area="areacommune" in joined)
    grouped = Part(
        f"""
        SELECT {place} AS place, {name} AS name, {_SUMS}
        FROM ({figures.sql}) AS figures JOIN outlet ON outlet.code = figures.outlet {joined}
        GROUP BY {place} HAVING sum(sales) > 0
        """,  # noqa: S608 (names of our own)
        figures.parameters,
    )
    order = ordered(filters, _ORDER, "cashless_share", "place")
    found, total = portion(grouped, PlaceCashless._fields, order, filters)
    return Listing(rows=[PlaceCashless._make(row) for row in found], total=total)
