"""Outlets that use their terminals, against those that are registered."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from server.oversight.limits import ACTIVE_DAYS, FEW_OUTLETS
from server.oversight.queries.asked import same_areas
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference import places
from server.store.database import rows

_DAY = timedelta(days=1)


class Active(NamedTuple):
    """How many of the registered outlets have sold in the last days."""

    outlets: int
    active: int


class CommuneActivity(NamedTuple):
    """A commune, with its place on the map."""

    commune: str
    name: str
    area: str
    """Of that day; empty: in none."""
    outlets: int
    active: int
    is_few: bool
    """Fewer outlets than a share says something of (`limits.FEW_OUTLETS`)."""
    q: int | None
    r: int | None


class AreaActivity(NamedTuple):
    """An area, with the commune in which the share is lowest."""

    area: str
    name: str
    communes: int
    outlets: int
    active: int
    lowest: str
    """Code of the commune; empty where no commune has outlets."""
    lowest_name: str
    lowest_outlets: int
    lowest_active: int


class DayActivity(NamedTuple):
    """A day: who sold in the days up to it."""

    day: date
    outlets: int
    active: int


def active(filters: Filters) -> Active:
    """Return the figures with the day `until`."""
    found = _communes(filters)
    return Active(sum(one.outlets for one in found), sum(one.active for one in found))


def by_commune(filters: Filters) -> Listing[CommuneActivity]:
    """Return every commune with outlets, the lowest share first."""
    known = places.communes(filters.until)
    areas = places.area_of(filters.until)
    found = []
    for commune, outlets, sold in _communes(filters):
        place = known.get(commune)
        found.append(
            CommuneActivity(
                commune, place.name if place else commune, areas.get(commune, ""),
                outlets, sold, outlets < FEW_OUTLETS,
                place.q if place else None, place.r if place else None,
            )
        )  # fmt: skip
    found.sort(key=lambda one: (one.active / one.outlets, -one.outlets, one.commune))
    return Listing(rows=found, total=len(found))


def by_area(filters: Filters) -> Listing[AreaActivity]:
    """Return the areas, the lowest share first; communes in none come under an empty code."""
    names = {code: area.name for code, area in places.areas().items()}
    of_area: dict[str, list[CommuneActivity]] = {}
    for one in by_commune(filters).rows:
        of_area.setdefault(one.area, []).append(one)
    found = [
        AreaActivity(
            area, names.get(area, area), len(communes),
            sum(one.outlets for one in communes), sum(one.active for one in communes),
            *(communes[0].commune, communes[0].name, communes[0].outlets, communes[0].active),
        )
        for area, communes in of_area.items()
    ]  # fmt: skip
    found.sort(key=lambda one: (one.active / one.outlets, one.area))
    return Listing(rows=found, total=len(found))


def by_day(filters: Filters) -> Listing[DayActivity]:
    """Return the days of the period, the first first.

    An outlet belongs on each day to the area of that day, with what it sold before.
    """
    stretches = same_areas(filters) if filters.area else [filters]
    found = [day for stretch in stretches for day in _days(stretch)]
    return Listing(rows=found, total=len(found))


def _days(filters: Filters) -> list[DayActivity]:
    """Return the days of a period in which the areas stay what they are."""
    days = [
        filters.since + n * _DAY for n in range((filters.until - filters.since).days + 1)
    ]  # fmt: skip
    sold = _active_by_day(filters)
    registered = _registered(filters)
    return [
        DayActivity(day, sum(n for since, n in registered if since <= day.isoformat()), sold[day])
        for day in days
    ]


class _Commune(NamedTuple):
    commune: str
    outlets: int
    active: int


def _communes(filters: Filters) -> list[_Commune]:
    """Return registered and active outlets by commune."""
    day = filters.until
    narrowed = narrow(filters, "outlet.code", day, joined="outlet")
    found = rows(
        f"""
        SELECT commune, count(*), count(sold.outlet) FROM outlet LEFT JOIN (
            SELECT outlet FROM dayfigure WHERE day BETWEEN ? AND ? AND sales > 0 GROUP BY outlet
        ) AS sold ON sold.outlet = outlet.code
        WHERE is_active = 1 AND coalesce(since, '') <= ? AND {narrowed.sql}
        GROUP BY commune
        """,  # noqa: S608 (names of our own)
        (
            (day - (ACTIVE_DAYS - 1) * _DAY).isoformat(),
            day.isoformat(),
            day.isoformat(),
            *narrowed.parameters,
        ),
    )
    return [_Commune(*row) for row in found]


def _registered(filters: Filters) -> list[tuple[str, int]]:
    """Return how many of today's outlets were registered on each day."""
    narrowed = narrow(filters, "outlet.code", filters.until, joined="outlet")
    found = rows(
        f"""
        SELECT coalesce(since, '') AS day, count(*) FROM outlet
        WHERE is_active = 1 AND {narrowed.sql} GROUP BY 1
        """,  # noqa: S608 (names of our own)
        narrowed.parameters,
    )
    return [(since, int(count)) for since, count in found]


def _active_by_day(filters: Filters) -> Counter[date]:
    """Return how many outlets had sold in the days up to each day.

    An outlet's selling day counts from that day until its next, and for no more days than a sale
    counts: most are followed by the next day, so that few rows tell all.
    """
    narrowed = narrow(filters, "outlet", filters.until)
    found = rows(
        f"""
        SELECT day, next, count(*) FROM (
            SELECT day, lead(day) OVER (PARTITION BY outlet ORDER BY day) AS next
            FROM dayfigure WHERE day BETWEEN ? AND ? AND sales > 0 AND outlet IN
                (SELECT code FROM outlet WHERE is_active = 1) AND {narrowed.sql}
        ) AS sold GROUP BY day, next
        """,  # noqa: S608 (names of our own)
        (
            (filters.since - (ACTIVE_DAYS - 1) * _DAY).isoformat(),
            filters.until.isoformat(),
            *narrowed.parameters,
        ),
    )
    active: Counter[date] = Counter()
    for text, following, count in found:
        day = date.fromisoformat(text)
        over = day + ACTIVE_DAYS * _DAY
        end = min(over, date.fromisoformat(following)) if following else over
        for n in range((end - day).days):
            active[day + n * _DAY] += count
    return active
