"""Rules that were set aside: by whom, why, how often."""

from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

from server.oversight.queries.asked import Part, ordered, portion
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing, counted
from server.query.memory import once
from server.query.narrowing import narrow
from server.store.database import rows


class OverrideLine(NamedTuple):
    """One rule that somebody set aside once."""

    at: str
    """Moment."""
    outlet: str
    outlet_name: str
    staff: str
    """Badge number."""
    rule: str
    reason: str
    allowed_by: str
    drug: str
    drug_name: str
    """The id again for a drug that the catalogue does not know."""
    terminal: str
    epoch: str
    seq: int
    sale_epoch: str
    sale_seq: int | None
    batch: str
    """Empty: it was about none in particular."""
    units: int | None
    """How many base units of the batch it was good for."""


class StaffOverrides(NamedTuple):
    """What one badge set aside in the period, beside all of its outlet."""

    outlet: str
    outlet_name: str
    staff: str
    overrides: int
    of_outlet: int
    rules: int
    """Different ones."""
    last_at: str


class RuleOverrides(NamedTuple):
    """How often a rule was set aside for a reason."""

    rule: str
    reason: str
    overrides: int
    outlets: int


STATES = (r"[A-Z]{2,4}-[0-9]{2}",)
"""Names of rules, such as "RX-01": a newer terminal may set aside one that is not known here."""
_ORDER = {name: name for name in OverrideLine._fields}
_OWN = tuple(name for name in OverrideLine._fields if not name.endswith("_name"))
"""Columns that need no other table."""


def overrides(filters: Filters, *, outlet: str = "", staff: str = "") -> Listing[OverrideLine]:
    """Return overrides, of one outlet or badge if wanted, the latest first. `state`: a rule."""
    found = _overridden(filters, outlet, staff)
    order = ordered(filters, _ORDER, "-at", "terminal, seq")
    if filters.sort.endswith("_name"):
        lines, total = portion(_named(found), OverrideLine._fields, order, filters)
        return Listing(rows=[OverrideLine._make(row) for row in lines], total=total)
    shown, total = _shown(found, order, filters)
    return Listing(rows=[OverrideLine._make(row) for row in shown], total=total)


def count_overrides(filters: Filters) -> int:
    """Return how many overrides there are."""
    return _count(_overridden(filters, "", ""))


def by_staff(filters: Filters, *, outlet: str = "") -> Listing[StaffOverrides]:
    """Return badges that set rules aside, those that did most first. `state`: a rule."""
    found = _summed(filters, outlet)
    of_outlet: Counter[str] = Counter()
    badges: dict[tuple[str, str], list[_Sum]] = {}
    for one in found:
        of_outlet[one.outlet] += one.times
        badges.setdefault((one.outlet, one.staff), []).append(one)
    lines = [
        StaffOverrides(
            *(code, those[0].outlet_name, staff, sum(one.times for one in those), of_outlet[code]),
            len({one.rule for one in those}),
            max(one.last_at for one in those),
        )
        for (code, staff), those in badges.items()
    ]
    return page(lines, filters, usual=lambda one: (-one.overrides, one.outlet, one.staff))


def by_rule(filters: Filters, *, outlet: str = "") -> Listing[RuleOverrides]:
    """Return rules and reasons, the most frequent first."""
    reasons: dict[tuple[str, str], list[_Sum]] = {}
    for one in _summed(filters, outlet):
        reasons.setdefault((one.rule, one.reason), []).append(one)
    lines = [
        RuleOverrides(*key, sum(one.times for one in those), len({one.outlet for one in those}))
        for key, those in reasons.items()
    ]
    lines.sort(key=lambda one: (-one.overrides, one.rule, one.reason))
    return Listing(rows=lines, total=len(lines))


class _Sum(NamedTuple):
    outlet: str
    outlet_name: str
    staff: str
    rule: str
    reason: str
    times: int
    last_at: str


def _summed(filters: Filters, outlet: str) -> list[_Sum]:
    """Return how often each badge set each rule aside: few rows of many; a page asks twice."""
    asked = replace(filters, sort="", first=0, most=0)
    return once(("overrides", asked, outlet), lambda: _sums(asked, outlet))


def _sums(filters: Filters, outlet: str) -> list[_Sum]:
    part = _overridden(filters, outlet, "")
    found = rows(
        f"""
        SELECT badges.outlet, coalesce(outlet.name, badges.outlet), staff, rule, reason, times,
               last_at
        FROM (
            SELECT outlet, staff, rule, reason, count(*) AS times, max(at) AS last_at
            FROM ({part.sql}) AS lines GROUP BY outlet, staff, rule, reason
        ) AS badges LEFT JOIN outlet ON outlet.code = badges.outlet
        """,  # noqa: S608 (names of our own)
        part.parameters,
    )
    return list(map(_Sum._make, found))


def _shown(found: Part, order: str, filters: Filters) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows that are asked for with their names, looked up for no more than these."""
    few = Part(
        f"SELECT {', '.join(_OWN)} FROM ({found.sql}) AS every {order} LIMIT ? OFFSET ?",  # noqa: S608
        (*found.parameters, filters.most, filters.first),
    )
    named = _named(few)
    lines = rows(
        f"SELECT {', '.join(OverrideLine._fields)} FROM ({named.sql}) AS listed {order}",  # noqa: S608
        named.parameters,
    )
    return lines, counted(len(lines), filters, lambda: _count(found))


def _named(part: Part) -> Part:
    return Part(
        f"""
        SELECT lines.*, coalesce(outlet.name, lines.outlet) AS outlet_name,
               coalesce(drug.name, lines.drug) AS drug_name
        FROM ({part.sql}) AS lines LEFT JOIN outlet ON outlet.code = lines.outlet
        LEFT JOIN drug ON drug.id = lines.drug
        """,  # noqa: S608 (names of our own)
        part.parameters,
    )


def _count(part: Part) -> int:
    found = rows(f"SELECT count(*) FROM ({part.sql}) AS counted", part.parameters)  # noqa: S608
    return int(found[0][0])


def _overridden(filters: Filters, outlet: str, staff: str) -> Part:
    narrowed = narrow(filters, "overridden.outlet", "overridden.day")
    asked = {"overridden.outlet": outlet, "staff": staff, "rule": filters.state}
    only = "".join(f" AND {column} = ?" for column, value in asked.items() if value)
    return Part(
        f"SELECT * FROM overridden WHERE day BETWEEN ? AND ? AND {narrowed.sql}{only}",  # noqa: S608 (names of our own)
        (
            filters.since.isoformat(),
            filters.until.isoformat(),
            *narrowed.parameters,
            *(value for value in asked.values() if value),
        ),
    )
