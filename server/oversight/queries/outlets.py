"""Outlets, and which of them departs from the others."""

from datetime import timedelta
from typing import NamedTuple

from server.oversight.limits import ACTIVE_DAYS
from server.oversight.queries.asked import Part, day_figures, ordered, portion, share
from server.oversight.queries.standing_out import codes_standing_out
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import given, to_json

STATES = ("look", "active", "inactive", "never")
"""Stands out; sold in the last days; has not; has never sold. An outlet that stands out has that
state, and is among those that sold if it did."""
_SUMS = (
    "sales", "takings_vnd", "rx", "rx_without", "abx", "abx_without", "cashless", "overrides",
    "returns", "voids", "late", "entries",
)  # fmt: skip


class OutletLine(NamedTuple):
    """An outlet, with its figures of the period."""

    outlet: str
    name: str
    kind: str
    commune: str
    area: str
    """Of today."""
    state: str
    last_at: str
    """Moment of the last sale; empty: none yet."""
    sales: int
    takings_vnd: int
    rx: int
    rx_without: int
    abx: int
    abx_without: int
    cashless: int
    overrides: int
    returns: int
    voids: int
    late: int
    entries: int


_ORDER = {
    **{name: name for name in OutletLine._fields},
    "state": "CASE state WHEN 'look' THEN 0 WHEN 'never' THEN 1 WHEN 'inactive' THEN 2 ELSE 3 END",
    "rx_share": share("rx_without", "rx"),
    "abx_share": share("abx_without", "abx"),
    "cashless_share": share("cashless", "sales"),
    "late_share": share("late", "entries"),
}


def outlets(filters: Filters) -> Listing[OutletLine]:
    """Return registered outlets, the largest share of antibiotics without prescription first.

    `state`: one of `STATES`. `sort`: a column, or rx_share, abx_share, cashless_share, late_share.
    """
    lines = _lines(filters)
    if filters.state:
        wanted = Part("state = ?", (filters.state,))
        if filters.state == "active":
            wanted = Part("is_selling = 1", ())
        lines = Part(
            f"SELECT * FROM ({lines.sql}) AS every WHERE {wanted.sql}",  # noqa: S608 (names of our own)
            (*lines.parameters, *wanted.parameters),
        )
    then = f"{_ORDER['abx_share']} DESC NULLS LAST, outlet"
    order = ordered(filters, _ORDER, "-abx_share", then)
    found, total = portion(lines, OutletLine._fields, order, filters)
    return Listing(rows=[OutletLine._make(row) for row in found], total=total)


def _lines(filters: Filters) -> Part:
    figures = day_figures(filters, *_SUMS)
    narrowed = narrow(filters, "outlet.code", filters.until, joined="outlet")
    looked_at = codes_standing_out(filters.until, "abx") | codes_standing_out(filters.until, "rx")
    active_since = filters.until - timedelta(days=ACTIVE_DAYS - 1)
    sums = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _SUMS)
    return Part(
        f"""
        SELECT listed.*, {", ".join(f"coalesce({name}, 0) AS {name}" for name in _SUMS)} FROM (
            SELECT outlet.code AS outlet, name, kind, commune, area_now AS area,
                   CASE WHEN look.code IS NOT NULL THEN 'look'
                        WHEN sold.day >= ? THEN 'active'
                        WHEN sold.day IS NULL THEN 'never' ELSE 'inactive' END AS state,
                   CASE WHEN sold.day >= ? THEN 1 ELSE 0 END AS is_selling,
                   coalesce(sold.last_at, '') AS last_at
            FROM outlet
            LEFT JOIN {given(code="text")} AS look ON look.code = outlet.code
            LEFT JOIN dayfigure AS sold ON sold.outlet = outlet.code AND sold.day = (
                SELECT max(day) FROM dayfigure AS before
                WHERE before.outlet = outlet.code AND before.day <= ? AND before.sales > 0
            )
            WHERE is_active = 1 AND {narrowed.sql}
        ) AS listed
        LEFT JOIN (
            SELECT outlet, {sums} FROM ({figures.sql}) AS figures GROUP BY outlet
        ) AS summed ON summed.outlet = listed.outlet
        """,  # noqa: S608 (names of our own)
        (
            active_since.isoformat(),
            active_since.isoformat(),
            to_json((code,) for code in sorted(looked_at)),
            filters.until.isoformat(),
            *narrowed.parameters,
            *figures.parameters,
        ),
    )
