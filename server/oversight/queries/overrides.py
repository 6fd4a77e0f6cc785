"""Rules that were set aside: by whom, why, how often."""

from typing import NamedTuple

from server.oversight.queries.asked import Part, ordered, portion
from server.query.filters import Filters
from server.query.listing import Listing
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


_ORDER = {name: name for name in OverrideLine._fields}
_STAFF_ORDER = {name: name for name in StaffOverrides._fields}


def overrides(filters: Filters, *, outlet: str = "", staff: str = "") -> Listing[OverrideLine]:
    """Return overrides, of one outlet or badge if wanted, the latest first. `state`: a rule."""
    part = _part(filters, outlet, staff)
    order = ordered(filters, _ORDER, "-at", "terminal, seq")
    found, total = portion(part, OverrideLine._fields, order, filters)
    return Listing(rows=[OverrideLine._make(row) for row in found], total=total)


def by_staff(filters: Filters, *, outlet: str = "") -> Listing[StaffOverrides]:
    """Return badges that set rules aside, those that did most first. `state`: a rule."""
    part = _part(filters, outlet, "")
    grouped = Part(
        f"""
        SELECT outlet, outlet_name, staff, count(*) AS overrides,
               sum(count(*)) OVER (PARTITION BY outlet) AS of_outlet,
               count(DISTINCT rule) AS rules, max(at) AS last_at
        FROM ({part.sql}) AS lines GROUP BY outlet, outlet_name, staff
        """,  # noqa: S608 (names of our own)
        part.parameters,
    )
    order = ordered(filters, _STAFF_ORDER, "-overrides", "outlet, staff")
    found, total = portion(grouped, StaffOverrides._fields, order, filters)
    return Listing(rows=[StaffOverrides._make(row) for row in found], total=total)


def by_rule(filters: Filters, *, outlet: str = "") -> Listing[RuleOverrides]:
    """Return rules and reasons, the most frequent first."""
    part = _part(filters, outlet, "")
    found = rows(
        f"""
        SELECT rule, reason, count(*), count(DISTINCT outlet) FROM ({part.sql}) AS lines
        GROUP BY rule, reason ORDER BY 3 DESC, 1, 2
        """,  # noqa: S608 (names of our own)
        part.parameters,
    )
    return Listing(rows=[RuleOverrides._make(row) for row in found], total=len(found))


def _part(filters: Filters, outlet: str, staff: str) -> Part:
    narrowed = narrow(filters, "overridden.outlet", "overridden.day")
    asked = {"overridden.outlet": outlet, "staff": staff, "rule": filters.state}
    only = "".join(f" AND {column} = ?" for column, value in asked.items() if value)
    return Part(
        f"""
        SELECT overridden.*, coalesce(outlet.name, overridden.outlet) AS outlet_name,
               coalesce(drug.name, overridden.drug) AS drug_name
        FROM overridden LEFT JOIN outlet ON outlet.code = overridden.outlet
        LEFT JOIN drug ON drug.id = overridden.drug
        WHERE day BETWEEN ? AND ? AND {narrowed.sql}{only}
        """,  # noqa: S608 (names of our own)
        (
            filters.since.isoformat(),
            filters.until.isoformat(),
            *narrowed.parameters,
            *(value for value in asked.values() if value),
        ),
    )
