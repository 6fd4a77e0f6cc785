"""Which outlets stand out: beyond what chance explains, in finished weeks, without a break.

Compared with the share of the same kind of outlet in the whole province in the same week.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from server.oversight.limits import (
    finished_weeks,
    most_by_chance,
    stands_out,
)
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.memory import once
from server.query.narrowing import narrow
from server.store.database import given, rows, to_json

Subject = Literal["abx", "rx", "overrides"]
"""Sales with a systemic antibiotic or with a prescription drug, and of these without prescription;
or all sales, and those with an override."""
_COLUMNS = {
    "abx": ("abx", "abx_without"),
    "rx": ("rx", "rx_without"),
    "overrides": ("sales", "overridden_sales"),
}
LOOKED_BACK = 12
"""Weeks up to which is told how long an outlet has stood out."""


class Standing(NamedTuple):
    """An outlet that stands out, in the last finished week."""

    outlet: str
    name: str
    kind: str
    commune: str
    sales: int
    without: int
    """Of these, without prescription, or with an override."""
    usual: float
    """Share of its kind in the province."""
    most: int
    """Up to how many chance explains."""
    weeks: int
    """How many finished weeks running it has been beyond the limit."""


class Dot(NamedTuple):
    """An outlet in the funnel of a week."""

    outlet: str
    name: str
    kind: str
    sales: int
    without: int
    usual: float
    most: int


class _Week(NamedTuple):
    week: str
    outlet: str
    kind: str
    sales: int
    without: int


@dataclass(frozen=True, slots=True)
class _Beyond:
    """The whole province on a day: the last finished week, and who is beyond the limit."""

    usual: Mapping[str, float]
    """Share of each kind in that week."""
    last: Mapping[str, _Week]
    """By outlet."""
    running: Mapping[str, int]
    """Finished weeks running, of outlets that stand out."""


def standing_out(filters: Filters, subject: Subject) -> Listing[Standing]:
    """Return who stands out with the day `until`, the largest share first."""
    (week,) = finished_weeks(filters.until, 1)
    province = _province(filters.until, subject)
    found = [
        Standing(
            *(code, name, kind, commune, (last := province.last[code]).sales, last.without),
            (p := province.usual.get(kind, 0.0)),
            most_by_chance(last.sales, p),
            province.running[code],
        )
        for code, name, kind, commune in _listed(filters, province.running, week)
    ]
    found.sort(key=lambda one: (-one.without / one.sales, one.outlet))
    return Listing(rows=found[filters.first :][: filters.most], total=len(found))


def codes_standing_out(until: date, subject: Subject) -> frozenset[str]:
    """Return the outlets that stand out with a day."""
    return frozenset(_province(until, subject).running)


def funnel(filters: Filters, subject: Subject) -> Listing[Dot]:
    """Return all outlets of the last finished week with sales of the subject, most sales first."""
    (week,) = finished_weeks(filters.until, 1)
    province = _province(filters.until, subject)
    found = [
        Dot(
            *(code, name, kind, (last := province.last[code]).sales, last.without),
            (p := province.usual.get(kind, 0.0)),
            most_by_chance(last.sales, p),
        )
        for code, name, kind, _commune in _listed(filters, province.last, week)
    ]
    found.sort(key=lambda dot: (-dot.sales, dot.outlet))
    return Listing(rows=found, total=len(found))


def _province(until: date, subject: Subject) -> _Beyond:
    weeks = finished_weeks(until)
    return once(("standing out", weeks, subject), lambda: _look(weeks, until, subject))


def _look(weeks: Sequence[date], until: date, subject: Subject) -> _Beyond:
    every = _figures(weeks, subject)
    usual = _shares(every)
    figures = _by_week(every)
    last = weeks[-1].isoformat()
    codes = set.intersection(*(_beyond(figures[week.isoformat()], usual) for week in weeks))
    return _Beyond(
        {kind: share for (week, kind), share in usual.items() if week == last},
        {row.outlet: row for row in figures[last] if row.sales > 0},
        _running(until, subject, codes) if codes else {},
    )


def _shares(figures: Iterable[_Week]) -> dict[tuple[str, str], float]:
    """Return the share by week and kind of what was counted of every outlet."""
    sales: Counter[tuple[str, str]] = Counter()
    without: Counter[tuple[str, str]] = Counter()
    for row in figures:
        sales[row.week, row.kind] += row.sales
        without[row.week, row.kind] += row.without
    return {key: without[key] / count for key, count in sales.items() if count}


def _usual(weeks: Collection[date], subject: Subject) -> dict[tuple[str, str], float]:
    """Return the province's share by week and kind, added up in the database: of many weeks."""
    whole, part = _COLUMNS[subject]
    found = rows(
        f"""
        SELECT week, kind, sum({whole}), sum({part})
        FROM weekfigure JOIN outlet ON outlet.code = weekfigure.outlet
        WHERE week BETWEEN ? AND ? GROUP BY week, kind
        """,  # noqa: S608 (names of our own)
        (min(weeks).isoformat(), max(weeks).isoformat()),
    )
    return {(week, kind): without / sales for week, kind, sales, without in found if sales}


def _figures(
    weeks: Collection[date], subject: Subject, codes: Collection[str] | None = None
) -> list[_Week]:
    """Return the weeks of outlets, or of some."""
    (whole, part), only = _COLUMNS[subject], ""
    parameters: tuple[str, ...] = ()
    if codes is not None:
        only = f"AND outlet IN (SELECT code FROM {given(code='text')} AS one)"  # noqa: S608
        parameters = (to_json((code,) for code in sorted(codes)),)
    found = rows(
        f"""
        SELECT week, outlet, kind, {whole}, {part}
        FROM weekfigure JOIN outlet ON outlet.code = weekfigure.outlet
        WHERE week BETWEEN ? AND ? {only}
        """,  # noqa: S608 (names of our own)
        (min(weeks).isoformat(), max(weeks).isoformat(), *parameters),
    )
    return list(map(_Week._make, found))


def _by_week(found: Iterable[_Week]) -> dict[str, list[_Week]]:
    figures: dict[str, list[_Week]] = defaultdict(list)
    for row in found:
        figures[row.week].append(row)
    return figures


def _beyond(figures: list[_Week], usual: dict[tuple[str, str], float]) -> set[str]:
    return {
        row.outlet
        for row in figures
        if row.sales > 0
        and stands_out(row.without, row.sales, usual.get((row.week, row.kind), 0.0))
    }


def _running(until: date, subject: Subject, codes: Collection[str]) -> dict[str, int]:
    """Return for how many finished weeks, up to the last, each has stood out."""
    weeks = finished_weeks(until, LOOKED_BACK)
    usual = _usual(weeks, subject)
    figures = _by_week(_figures(weeks, subject, codes))
    running = dict.fromkeys(codes, 0)
    still = set(codes)
    for week in reversed(weeks):
        still &= _beyond(figures[week.isoformat()], usual)
        for code in still:
            running[code] += 1
    return running


def _listed(filters: Filters, codes: Collection[str], day: date) -> list[tuple[str, str, str, str]]:
    narrowed = narrow(filters, "outlet.code", day, joined="outlet")
    found = rows(
        f"""
        SELECT outlet.code, name, kind, commune FROM {given(code="text")} AS one
        JOIN outlet ON outlet.code = one.code WHERE {narrowed.sql}
        """,  # noqa: S608 (names of our own)
        (to_json((code,) for code in sorted(codes)), *narrowed.parameters),
    )
    return [(code, name, kind, commune) for code, name, kind, commune in found]
