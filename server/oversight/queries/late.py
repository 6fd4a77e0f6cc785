"""Late and inconsistent reporting: what came late, from a wrong clock, with a gap, or twice."""

from datetime import date
from typing import NamedTuple

from server.oversight.limits import finished_weeks
from server.oversight.queries.asked import (
    Part,
    day_figures,
    ordered,
    portion,
    share,
    week_figures,
)
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows

STATES = ("late", "clock", "alarm", "aside")
"""Something came late; a clock was wrong; an alarm is open; something is in quarantine."""
GAPS = ("gap", "silent-loss", "damaged")
"""Kinds of alarm that tell of entries that are missing."""
FORKS = ("clone", "restored", "head")
"""Kinds that tell of a ledger of which there is more than one."""
_SUMS = ("entries", "late", "rx", "rx_late", "ahead", "untrusted")


class LateLine(NamedTuple):
    """An outlet's reporting in the period; alarms and quarantine are those of now."""

    outlet: str
    name: str
    kind: str
    commune: str
    entries: int
    late: int
    """Stored later than `limits.LATE`."""
    rx: int
    rx_late: int
    """Sales of prescription drugs stored later than `limits.PRESCRIPTION_LATE` (RX-08)."""
    ahead: int
    untrusted: int
    longest_seconds: int
    gaps: int
    """Open alarms of missing entries."""
    forks: int
    """Open alarms of ledgers of which there is more than one."""
    clocks: int
    """Open alarms of a wrong clock."""
    aside: int
    """Entries in quarantine."""


_ORDER = {
    **{name: name for name in LateLine._fields},
    "late_share": share("late", "entries"),
    "rx_late_share": share("rx_late", "rx"),
}
_WHERE = {
    "late": "late + rx_late > 0",
    "clock": "ahead + untrusted + clocks > 0",
    "alarm": "gaps + forks + clocks > 0",
    "aside": "aside > 0",
}
_CODE = "CASE terminal.outlet_code WHEN '' THEN terminal.id ELSE terminal.outlet_code END"


def late(filters: Filters) -> Listing[LateLine]:
    """Return outlets with something to look at, most gaps and forks first. `state`: `STATES`."""
    part = _part(filters)
    where = _WHERE.get(filters.state, " OR ".join(_WHERE.values()))
    asked = Part(f"SELECT * FROM ({part.sql}) AS every WHERE {where}", part.parameters)  # noqa: S608
    order = ordered(filters, _ORDER, "-gaps", "forks DESC, late DESC, aside DESC, outlet")
    found, total = portion(asked, LateLine._fields, order, filters)
    return Listing(rows=[LateLine._make(row) for row in found], total=total)


class Totals(NamedTuple):
    """The province's reporting in the period."""

    entries: int
    late: int
    rx: int
    rx_late: int
    ahead: int
    untrusted: int


def totals(filters: Filters) -> Totals:
    """Return the sums over all outlets that are asked for."""
    figures = day_figures(filters, *_SUMS)
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in _SUMS)
    return Totals._make(
        rows(f"SELECT {sums} FROM ({figures.sql}) AS figures", figures.parameters)[0]  # noqa: S608
    )


class WeekLate(NamedTuple):
    """A week's reporting."""

    week: date
    """Its Monday."""
    is_over: bool
    entries: int
    late: int
    rx: int
    rx_late: int


def by_week(filters: Filters) -> Listing[WeekLate]:
    """Return the weeks of the period, the first first; a week without entries is left out."""
    weeks = week_figures(filters, "entries", "late", "rx", "rx_late")
    found = rows(
        f"""
        SELECT week, sum(entries), sum(late), sum(rx), sum(rx_late)
        FROM ({weeks.sql}) AS weeks GROUP BY week ORDER BY week
        """,  # noqa: S608 (names of our own)
        weeks.parameters,
    )
    (last,) = finished_weeks(filters.until, 1)
    lines = [
        WeekLate(monday := date.fromisoformat(week), monday <= last, *(int(one) for one in sums))
        for week, *sums in found
    ]
    return Listing(rows=lines, total=len(lines))


def _part(filters: Filters) -> Part:
    figures = day_figures(filters, *_SUMS, "longest_seconds")
    narrowed = narrow(filters, "outlet.code", filters.until, joined="outlet")
    sums = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _SUMS)
    shown = ", ".join(f"coalesce({name}, 0) AS {name}" for name in (*_SUMS, "longest_seconds"))
    return Part(
        f"""
        SELECT outlet.code AS outlet, outlet.name, kind, commune, {shown},
               coalesce(gaps, 0) AS gaps, coalesce(forks, 0) AS forks,
               coalesce(clocks, 0) AS clocks, coalesce(aside, 0) AS aside
        FROM outlet
        LEFT JOIN (
            SELECT outlet, {sums}, max(longest_seconds) AS longest_seconds
            FROM ({figures.sql}) AS figures GROUP BY outlet
        ) AS summed ON summed.outlet = outlet.code
        LEFT JOIN ({_alarms()}) AS alarmed ON alarmed.code = outlet.code
        LEFT JOIN (
            SELECT {_CODE} AS code, count(*) AS aside
            FROM quarantine JOIN terminal ON terminal.id = quarantine.terminal
            WHERE epoch <> '' GROUP BY 1
        ) AS kept ON kept.code = outlet.code
        WHERE {narrowed.sql}
        """,  # noqa: S608 (names of our own)
        (*figures.parameters, *narrowed.parameters),
    )


def _alarms() -> str:
    """Return the query of open alarms by outlet."""
    gaps, forks = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (GAPS, FORKS))
    return f"""
        SELECT {_CODE} AS code,
               count(CASE WHEN alarm.kind IN ({gaps}) THEN 1 END) AS gaps,
               count(CASE WHEN alarm.kind IN ({forks}) THEN 1 END) AS forks,
               count(CASE WHEN alarm.kind = 'clock' THEN 1 END) AS clocks
        FROM alarm JOIN terminal ON terminal.id = alarm.terminal
        WHERE alarm.seen_at IS NULL AND alarm.closed_at IS NULL GROUP BY 1
        """  # noqa: S608 (names of our own)
