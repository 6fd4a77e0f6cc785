"""Sales of prescription drugs and of antibiotics, with and without prescription."""

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

_COLUMNS = ("sales", "rx", "rx_without", "abx", "abx_without")
_OUTLETS = "count(CASE WHEN sales > 0 THEN 1 END) AS outlets,"


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


class Compliance(NamedTuple):
    """Sales with a prescription drug, with an antibiotic, and of each without, in the period."""

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
    lines = [WeekCompliance._make(line) for line in week_sums(filters, _COLUMNS)]
    return Listing(rows=lines, total=len(lines))


def whole(filters: Filters) -> Compliance:
    """Return the sums over all outlets that are asked for."""
    return Compliance._make(whole_sums(filters, _COLUMNS))


def by_outlet(filters: Filters) -> Listing[PlaceCompliance]:
    """Return outlets with sales, the largest share without prescription first."""
    return _by(filters, OUTLET)


def by_commune(filters: Filters) -> Listing[PlaceCompliance]:
    """Return communes with sales, the largest share without prescription first."""
    return _by(filters, COMMUNE)


def by_area(filters: Filters) -> Listing[PlaceCompliance]:
    """Return areas, as they were on each day, the largest share without prescription first."""
    return _by(filters, AREA)


def _by(filters: Filters, place: Place) -> Listing[PlaceCompliance]:
    sums = place_sums(filters, _COLUMNS, place, more=_OUTLETS)
    order = ordered(filters, _ORDER, "-rx_share", "place")
    found, total = portion(sums, PlaceCompliance._fields, order, filters)
    return Listing(rows=[PlaceCompliance._make(row) for row in found], total=total)
