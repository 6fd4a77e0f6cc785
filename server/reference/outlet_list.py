"""The department's list of outlets as its page shows it: licences, GPP, terminals."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows

SOON = timedelta(days=90)
"""Before a licence or an assessment is due (the department's own choice)."""
_SORTS = frozenset({"name", "code", "commune", "licence_until", "gpp_due", "since"})


class ListedOutlet(NamedTuple):
    """An outlet of the list."""

    code: str
    name: str
    kind: str
    commune: str
    """Code."""
    address: str
    licence: str
    licence_until: str | None
    scope: str
    gpp_due: str | None
    """Next assessment of good pharmacy practice."""
    since: str | None
    is_active: int
    terminals: int
    """Active ones."""


def listed_outlets(filters: Filters) -> Listing[ListedOutlet]:
    """Return the list, within a transaction that reads.

    States: licence-over, licence-soon, gpp-over, gpp-soon, inactive, no-terminal; days are judged
    from the last day of the filters.
    """
    narrowed = narrow(filters, "outlet.code", filters.until, joined="outlet")
    state, days = _state(filters.state, filters.until)
    where = f"{narrowed.sql} AND {state}"
    parameters: tuple[Any, ...] = (*narrowed.parameters, *days)
    total = rows(f"SELECT count(*) {_FROM} WHERE {where}", parameters)
    found = rows(
        f"""
        SELECT code, name, kind, commune, address, licence, licence_until, scope, gpp_due, since,
               is_active, coalesce(terminals, 0)
        {_FROM} WHERE {where} ORDER BY {_order(filters.sort)} LIMIT ? OFFSET ?
        """,
        (*parameters, filters.most, filters.first),
    )
    return Listing(rows=[ListedOutlet._make(row) for row in found], total=int(total[0][0]))


_FROM = """
    FROM outlet LEFT JOIN (
        SELECT CASE outlet_code WHEN '' THEN id ELSE outlet_code END AS of_code,
            count(*) AS terminals
        FROM terminal WHERE status = 'active' GROUP BY 1
    ) AS those ON those.of_code = outlet.code
"""


def _state(state: str, today: date) -> tuple[str, tuple[str, ...]]:
    day, soon = today.isoformat(), (today + SOON).isoformat()
    states: dict[str, tuple[str, tuple[str, ...]]] = {
        "licence-over": ("is_active = 1 AND licence_until < ?", (day,)),
        "licence-soon": (
            "is_active = 1 AND licence_until >= ? AND licence_until <= ?",
            (day, soon),
        ),
        "gpp-over": ("is_active = 1 AND gpp_due < ?", (day,)),
        "gpp-soon": ("is_active = 1 AND gpp_due >= ? AND gpp_due <= ?", (day, soon)),
        "inactive": ("is_active = 0", ()),
        "no-terminal": ("is_active = 1 AND terminals IS NULL", ()),
    }
    return states.get(state, ("1 = 1", ()))


def _order(sort: str) -> str:
    column = sort.removeprefix("-")
    if column not in _SORTS:
        return "is_active DESC, code"
    # What is not known comes last, however it is sorted.
    falls = "DESC" if sort.startswith("-") else "ASC"
    return f"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, {column} {falls}, code"
