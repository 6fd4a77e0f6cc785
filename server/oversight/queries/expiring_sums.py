"""What expires soon, by drug and by month."""

from datetime import date
from typing import NamedTuple

from server.oversight.queries.expiring import COUNTED
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.store.database import rows

MONTHS = 6
"""That are shown ahead, the present one included. The department's own choice."""


class ExpiringDrug(NamedTuple):
    """What expires of one drug until a day, or has."""

    drug: str
    drug_name: str
    unit: str
    """Base unit."""
    batches: int
    outlets: int
    expired: int
    """Units that have expired and still lie on shelves."""
    on_shelf: int
    """Units, with those."""


class ExpiringMonth(NamedTuple):
    """What expires in one month."""

    month: date
    """Its first day."""
    batches: int
    outlets: int


def expiring_drugs(filters: Filters, today: date, until: date) -> Listing[ExpiringDrug]:
    """Return drugs of which some expires until a day or has, with most outlets first."""
    narrowed = narrow(filters, "goodsledger.outlet", today)
    found = rows(
        f"""
        SELECT lot.drug, count(*), count(DISTINCT goodsledger.outlet),
            sum(CASE WHEN expiry < ? THEN on_shelf ELSE 0 END), sum(on_shelf)
        {COUNTED} JOIN lot ON lot.id = shelfbatch.lot
        WHERE is_there = 1 AND expiry > '' AND expiry <= ? AND {narrowed.sql} GROUP BY lot.drug
        """,
        (today.isoformat(), until.isoformat(), *narrowed.parameters),
    )
    book = drug_book()
    lines = (
        ExpiringDrug(drug, book.facts(drug).name, book.facts(drug).base_unit, *figures)
        for drug, *figures in found
    )
    return page(lines, filters, usual=lambda one: (-one.outlets, -one.batches, one.drug))


def expiring_months(filters: Filters, today: date) -> Listing[ExpiringMonth]:
    """Return what expires from today on in this month and each of the next."""
    months = [_later(today, ahead) for ahead in range(MONTHS + 1)]
    narrowed = narrow(filters, "goodsledger.outlet", today)
    found = {
        month: figures
        for month, *figures in rows(
            f"""
            SELECT substr(expiry, 1, 7), count(*), count(DISTINCT goodsledger.outlet) {COUNTED}
            WHERE is_there = 1 AND expiry >= ? AND expiry < ? AND {narrowed.sql}
            GROUP BY substr(expiry, 1, 7)
            """,
            (today.isoformat(), months[-1].isoformat(), *narrowed.parameters),
        )
    }
    lines = [ExpiringMonth(day, *found.get(day.isoformat()[:7], (0, 0))) for day in months[:-1]]
    return page(lines, filters, usual=lambda one: one.month)


def _later(day: date, months: int) -> date:
    """Return the first day of a month so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
