"""Payment without cash: how often, and how much. No rule obliges an outlet to it (PAY-01)."""

from datetime import date
from typing import NamedTuple

from server.oversight.queries.asked import ordered, portion, share
from server.oversight.queries.by_place import (
    AREA,
    COMMUNE,
    OUTLET,
    Place,
    place_sums,
    week_sums,
    whole_sums,
)
from server.query.filters import Filters
from server.query.listing import Listing

_COLUMNS = ("sales", "cashless", "takings_vnd", "cashless_vnd")


class WeekCashless(NamedTuple):
    """A week: sales and their sum, and of both what was paid by transfer."""

    week: date
    is_over: bool
    sales: int
    cashless: int
    takings_vnd: int
    cashless_vnd: int


class Cashless(NamedTuple):
    """Sales and their sum in the period, and of both what was paid by transfer."""

    sales: int = 0
    cashless: int = 0
    takings_vnd: int = 0
    cashless_vnd: int = 0


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
    lines = [WeekCashless._make(line) for line in week_sums(filters, _COLUMNS)]
    return Listing(rows=lines, total=len(lines))


def whole(filters: Filters) -> Cashless:
    """Return the sums over all outlets that are asked for."""
    return Cashless._make(whole_sums(filters, _COLUMNS))


def by_outlet(filters: Filters) -> Listing[PlaceCashless]:
    """Return outlets with sales, the smallest share first."""
    return _by(filters, OUTLET)


def by_commune(filters: Filters) -> Listing[PlaceCashless]:
    """Return communes with sales, the smallest share first."""
    return _by(filters, COMMUNE)


def by_area(filters: Filters) -> Listing[PlaceCashless]:
    """Return areas, as they were on each day, the smallest share first."""
    return _by(filters, AREA)


def _by(filters: Filters, place: Place) -> Listing[PlaceCashless]:
    sums = place_sums(filters, _COLUMNS, place, having="HAVING sum(sales) > 0")
    order = ordered(filters, _ORDER, "cashless_share", "place")
    found, total = portion(sums, PlaceCashless._fields, order, filters)
    return Listing(rows=[PlaceCashless._make(row) for row in found], total=total)
