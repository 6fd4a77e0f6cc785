"""What expires soon on the outlets' shelves, and what has and still lies there."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from server.oversight.queries.stock_order import ordered, page
from server.query.filters import Filters
from server.query.listing import Listing, counted
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.store.database import rows

PERIODS = (30, 60, 90)
"""Days. The department's own choice."""
EXPIRED = "expired"
COUNTED = """
    FROM shelfbatch JOIN goodsledger ON goodsledger.id = shelfbatch.ledger AND closed = 0
        AND shelfbatch.ledger NOT IN (
            SELECT gone.id FROM outlet JOIN goodsledger AS gone ON gone.outlet = outlet.code
            WHERE outlet.is_active = 0
        )
"""
"""Shelves in use, not of outlets that have left the list: what an index alone can answer."""
_FROM = f"{COUNTED} LEFT JOIN outlet ON outlet.code = goodsledger.outlet"
_COLUMNS = {
    "outlet": "goodsledger.outlet",
    "name": "coalesce(outlet.name, goodsledger.outlet)",
    "commune": "coalesce(outlet.commune, '')",
    "drug": "lot.drug",
    "batch": "lot.batch",
    "expiry": "shelfbatch.expiry",
    "on_shelf": "on_shelf",
    "owner": "owner",
}


class ExpiringBatch(NamedTuple):
    """A batch on a shelf."""

    outlet: str
    name: str
    commune: str
    drug: str
    drug_name: str
    batch: str
    expiry: str
    """Usable until the end of this day."""
    days_left: int
    """Below nought: expired for so many days."""
    on_shelf: int
    owner: str


class ExpiringSum(NamedTuple):
    """What expires within a period, the shorter ones not included."""

    period: str
    """"expired", "30", "60" or "90"."""
    batches: int
    outlets: int


class ExpiringOutlet(NamedTuple):
    """What expires in one outlet, in batches."""

    outlet: str
    name: str
    commune: str
    expired: int
    within_30: int
    within_60: int
    within_90: int
    """Each without the ones before."""


def expiring(filters: Filters, today: date) -> Listing[ExpiringBatch]:
    """Return batches that expire within 90 days or have, the first one first.

    State: "expired", "30", "60" or "90", each without the ones before.
    """
    first, last = _span(filters.state, today)
    narrowed = narrow(filters, "goodsledger.outlet", today, joined="outlet")
    where = f"WHERE is_there = 1 AND expiry >= ? AND expiry <= ? AND {narrowed.sql}"
    parameters = (first, last, *narrowed.parameters)
    order = ordered(filters, _COLUMNS, usual="expiry, goodsledger.outlet, lot, owner")
    found = rows(
        f"SELECT {', '.join(_COLUMNS.values())} {_FROM} JOIN lot ON lot.id = shelfbatch.lot"
        f" {where} ORDER BY {order} LIMIT ? OFFSET ?",
        (*parameters, filters.most, filters.first),
    )
    book = drug_book()
    return Listing(
        rows=tuple(
            ExpiringBatch(
                outlet, name, commune, drug, book.facts(drug).name, batch, expiry,
                (date.fromisoformat(expiry) - today).days, units, owner,
            )
            for outlet, name, commune, drug, batch, expiry, units, owner in found
        ),
        total=counted(
            len(found),
            filters,
            lambda: _count(filters, today),
        ),
    )  # fmt: skip


def _count(filters: Filters, today: date) -> int:
    first, last = _span(filters.state, today)
    narrowed = narrow(filters, "goodsledger.outlet", today)
    found = rows(
        f"SELECT count(*) {COUNTED} WHERE is_there = 1 AND expiry >= ? AND expiry <= ?"
        f" AND {narrowed.sql}",
        (first, last, *narrowed.parameters),
    )
    return int(found[0][0])


def expiring_sums(filters: Filters, today: date) -> tuple[ExpiringSum, ...]:
    """Return how much has expired, and how much does within each period."""
    narrowed = narrow(filters, "goodsledger.outlet", today)
    found = rows(
        f"""
        SELECT {_period(today)} AS period, count(*), count(DISTINCT goodsledger.outlet)
        {COUNTED}
        WHERE is_there = 1 AND expiry > '' AND expiry <= ? AND {narrowed.sql} GROUP BY 1
        """,
        (_end(today, PERIODS[-1]), *narrowed.parameters),
    )
    by_period = {row[0]: ExpiringSum(*row) for row in found}
    return tuple(
        by_period.get(name, ExpiringSum(name, 0, 0)) for name in (EXPIRED, *map(str, PERIODS))
    )


def expiring_outlets(filters: Filters, today: date) -> Listing[ExpiringOutlet]:
    """Return outlets by how many batches expire there, those with expired ones first."""
    narrowed = narrow(filters, "goodsledger.outlet", today)
    cases = ", ".join(
        f"sum(CASE {_period(today)} WHEN '{name}' THEN 1 ELSE 0 END) AS {column}"
        for name, column in zip(
            (EXPIRED, *map(str, PERIODS)), ExpiringOutlet._fields[3:], strict=True
        )
    )
    found = rows(
        f"""
        SELECT here.outlet, coalesce(outlet.name, here.outlet), coalesce(outlet.commune, ''),
            expired, within_30, within_60, within_90
        FROM (
            SELECT goodsledger.outlet, {cases} {COUNTED}
            WHERE is_there = 1 AND expiry > '' AND expiry <= ? AND {narrowed.sql}
            GROUP BY goodsledger.outlet
        ) AS here LEFT JOIN outlet ON outlet.code = here.outlet
        """,  # noqa: S608 - fixed names and our own days
        (_end(today, PERIODS[-1]), *narrowed.parameters),
    )
    return page(
        map(ExpiringOutlet._make, found),
        filters,
        usual=lambda one: (
            -one.expired, -one.within_30, -one.within_60, -one.within_90, one.outlet,
        ),
    )  # fmt: skip


def _period(today: date) -> str:
    """Return the SQL that says into which period a batch falls."""
    ends = " ".join(f"WHEN expiry <= '{_end(today, days)}' THEN '{days}'" for days in PERIODS)
    return f"(CASE WHEN expiry < '{today.isoformat()}' THEN '{EXPIRED}' {ends} END)"


def _span(state: str, today: date) -> tuple[str, str]:
    """Return the first and the last day of expiry that a state asks for."""
    spans = dict(_spans(today))
    return spans.get(state, ("0001-01-01", _end(today, PERIODS[-1])))


def _spans(today: date) -> Iterator[tuple[str, tuple[str, str]]]:
    yield EXPIRED, ("0001-01-01", (today - timedelta(days=1)).isoformat())
    first = today
    for days in PERIODS:
        yield str(days), (first.isoformat(), _end(today, days))
        first = today + timedelta(days=days + 1)


def _end(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
