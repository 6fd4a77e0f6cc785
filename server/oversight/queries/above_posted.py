"""Sales above the posted price (PRC-02)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from server.oversight.price_limits import REPEAT_DAYS
from server.oversight.queries.stock_order import ordered, page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.store.database import rows


class AbovePosted(NamedTuple):
    """What one outlet sold of one drug above its posted price in a period."""

    outlet: str
    name: str
    commune: str
    drug: str
    drug_name: str
    unit: str
    posted_vnd: int
    price_vnd: int
    """Of the line that is furthest above."""
    over: float
    """By what share that one is above."""
    lines: int
    """Sale lines in the period."""
    repeated: int
    """Of the whole outlet, any drug: on how many days of the last 30 of the period."""
    last_day: str


class AboveLine(NamedTuple):
    """One sale line above the posted price."""

    at: str
    """Moment."""
    terminal: str
    epoch: str
    seq: int
    drug: str
    drug_name: str
    unit: str
    quantity: int
    posted_vnd: int
    price_vnd: int
    staff: str
    """Badge."""


def above_posted(filters: Filters) -> Listing[AbovePosted]:
    """Return outlets and drugs with sales above the posted price, the furthest above first.

    State "repeated": only outlets that did it on several days.
    """
    repeated = _repeated(filters)
    lines = (one for one in _by_drug(filters, repeated))
    if filters.state == "repeated":
        lines = (one for one in lines if one.repeated > 1)
    return page(lines, filters, usual=lambda one: (-one.over, one.outlet, one.drug, one.unit))


def above_posted_lines(filters: Filters, outlet: str, drug: str = "") -> Listing[AboveLine]:
    """Return the single sale lines of one outlet, the newest first."""
    where = (
        "WHERE aboveposted.outlet = ? AND day >= ? AND day <= ? AND voided = 0"
        " AND (? = '' OR drug = ?)"
    )
    parameters = (outlet, filters.since.isoformat(), filters.until.isoformat(), drug, drug)
    (total,) = rows(f"SELECT count(*) FROM aboveposted {where}", parameters)[0]  # noqa: S608
    columns = {
        name: name for name in ("at", "drug", "quantity", "posted_vnd", "price_vnd", "staff")
    }
    found = rows(
        f"""
        SELECT at, terminal, epoch, seq, drug, '', unit, quantity, posted_vnd, price_vnd, staff
        FROM aboveposted JOIN goodsledger ON goodsledger.id = aboveposted.ledger {where}
        ORDER BY {ordered(filters, columns, usual="at DESC, terminal, seq, line")} LIMIT ? OFFSET ?
        """,  # noqa: S608 - fixed names
        (*parameters, filters.most, filters.first),
    )
    book = drug_book()
    lines = (AboveLine._make(row) for row in found)
    return Listing(
        rows=tuple(one._replace(drug_name=book.facts(one.drug).name) for one in lines), total=total
    )


def _by_drug(filters: Filters, repeated: dict[str, int]) -> Iterator[AbovePosted]:
    """Put the lines of one outlet and drug together, in which prices may differ."""
    book = drug_book()
    found: dict[tuple[str, str, str], AbovePosted] = {}
    for row in _asked(filters):
        outlet, name, commune, drug, unit, posted, price, lines, last_day = row
        over = (price - posted) / posted if posted else float(price)
        one = AbovePosted(
            outlet, name, commune, drug, book.facts(drug).name, unit, posted, price, over, lines,
            repeated.get(outlet, 0), last_day,
        )  # fmt: skip
        before = found.get((outlet, drug, unit))
        found[outlet, drug, unit] = _together(before, one) if before else one
    yield from found.values()


def _together(one: AbovePosted, other: AbovePosted) -> AbovePosted:
    worst = max(one, other, key=lambda each: each.over)
    return worst._replace(lines=one.lines + other.lines, last_day=max(one.last_day, other.last_day))


def _asked(filters: Filters) -> Iterable[tuple[str, str, str, str, str, int, int, int, str]]:
    narrowed = narrow(filters, "aboveposted.outlet", "aboveposted.day", joined="outlet")
    return [
        tuple(row)
        for row in rows(
            f"""
            SELECT aboveposted.outlet, coalesce(outlet.name, aboveposted.outlet),
                coalesce(outlet.commune, ''), drug, unit, posted_vnd, price_vnd, count(*), max(day)
            FROM aboveposted LEFT JOIN outlet ON outlet.code = aboveposted.outlet
            WHERE day >= ? AND day <= ? AND voided = 0 AND {narrowed.sql}
            GROUP BY aboveposted.outlet, outlet.name, outlet.commune, drug, unit, posted_vnd,
                price_vnd
            """,  # noqa: S608 - fixed names
            (filters.since.isoformat(), filters.until.isoformat(), *narrowed.parameters),
        )
    ]


def _repeated(filters: Filters) -> dict[str, int]:
    since = filters.until - timedelta(days=REPEAT_DAYS - 1)
    return dict(
        rows(
            "SELECT outlet, count(DISTINCT day) FROM aboveposted"
            " WHERE day >= ? AND day <= ? AND voided = 0 GROUP BY outlet",
            (since.isoformat(), filters.until.isoformat()),
        )
    )
