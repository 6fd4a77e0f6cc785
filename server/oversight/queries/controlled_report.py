"""The half-yearly report on controlled drugs: form 06 of NĐ 163/2025 (CTL-09)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from server.oversight.queries.controlled_books import (
    REPORTED,
    Handover,
    handovers,
    own_ledgers,
)
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.store.database import rows

_LOST = ("lost", "damaged")
_Key = tuple[str, str]
"""Outlet and drug."""


class ReportLine(NamedTuple):
    """One drug of one outlet, in base units. opening + units_in = units_out + loss + closing."""

    outlet: str
    name: str
    drug: str
    drug_name: str
    registration: str
    unit: str
    control: str
    opening: int
    units_in: int
    """Delivered, or brought back by customers."""
    total: int
    units_out: int
    """Sold, sent back to the supplier or destroyed."""
    closing: int
    loss: int
    """Lost, damaged, or missing when it was counted; below nought: more was found."""


class _Sums(NamedTuple):
    units_in: int
    units_out: int
    loss: int


def half_year(day: date) -> tuple[date, date]:
    """Return the half-year that was over last before a day: what is reported by 15/07 and 15/01."""
    if day.month > 6:  # noqa: PLR2004 - June
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year - 1, 7, 1), date(day.year - 1, 12, 31)


def controlled_report(filters: Filters) -> Listing[ReportLine]:
    """Return the sums of every outlet and reported drug that has moved or is there.

    What is there now is known; what was there at the end of the period follows from what has moved
    since, and so what was there at its beginning.
    """
    now = _there_now(filters)
    controls = dict(rows("SELECT drug, control FROM controlleddrug"))
    lost = _lost(filters, controls)
    period = _moved(filters.since, filters.until, filters, lost)
    after = _moved(filters.until + timedelta(days=1), date.max, filters, lost)
    names = dict(rows("SELECT code, name FROM outlet"))
    book = drug_book()
    lines = []
    for outlet, drug in now.keys() | period.keys() | after.keys():
        moved, since = period.get((outlet, drug), _NOTHING), after.get((outlet, drug), _NOTHING)
        closing = now.get((outlet, drug), 0) - _change(since)
        opening = closing - _change(moved)
        if moved == _NOTHING and not opening:
            continue
        facts = book.facts(drug)
        lines.append(
            ReportLine(
                outlet, names.get(outlet, outlet), drug, facts.name, facts.registration,
                facts.base_unit, controls.get(drug, facts.control), opening, moved.units_in,
                opening + moved.units_in, moved.units_out, closing, moved.loss,
            )
        )  # fmt: skip
    return page(lines, filters, usual=lambda one: (one.outlet, one.drug))


_NOTHING = _Sums(0, 0, 0)


def _change(sums: _Sums) -> int:
    return sums.units_in - sums.units_out - sums.loss


def _lost(filters: Filters, controls: Mapping[str, str]) -> list[Handover]:
    """Return what was lost between epochs, also where the later one knows nothing of the drug."""
    narrowed = narrow(filters, "later.outlet", filters.until)
    return [one for one in handovers(narrowed) if controls.get(one.drug) in REPORTED]


def _there_now(filters: Filters) -> dict[_Key, int]:
    narrowed = narrow(filters, "goodsledger.outlet", filters.until)
    classes = ", ".join(f"'{control}'" for control in REPORTED)
    found = rows(
        f"""
        SELECT outlet, lot.drug, sum(on_shelf + aside) FROM controlleddrug
        JOIN lot ON lot.drug = controlleddrug.drug JOIN shelfbatch ON shelfbatch.lot = lot.id
        JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
        WHERE control IN ({classes}) AND closed = 0 AND {narrowed.sql} GROUP BY outlet, lot.drug
        """,  # noqa: S608 - fixed names
        narrowed.parameters,
    )
    return {(outlet, drug): units for outlet, drug, units in found}


def _moved(
    since: date, until: date, filters: Filters, lost: Iterable[Handover]
) -> dict[_Key, _Sums]:
    of_ledgers = own_ledgers(filters, filters.until)
    classes = ", ".join(f"'{control}'" for control in REPORTED)
    sums: dict[_Key, Counter[str]] = {}
    for outlet, drug, kind, because, units in rows(
        f"""
        SELECT outlet, drug, kind, because, units FROM (
            SELECT ledger, drug, kind, because, sum(shelf + aside) AS units FROM controlledmove
            WHERE control IN ({classes}) AND day >= ? AND day <= ? AND because <> 'carried-over'
                AND {of_ledgers.sql}
            GROUP BY ledger, drug, kind, because
        ) AS moved JOIN goodsledger ON goodsledger.id = moved.ledger
        """,  # noqa: S608 - fixed names
        (since.isoformat(), until.isoformat(), *of_ledgers.parameters),
    ):
        into, sign = _column(kind, because)
        sums.setdefault((outlet, drug), Counter())[into] += sign * units
    for one in lost:
        if since <= one.day <= until:
            sums.setdefault((one.outlet, one.drug), Counter())["loss"] -= one.units
    return {key: _Sums(each["in"], each["out"], each["loss"]) for key, each in sums.items()}


def _column(kind: str, because: str) -> tuple[str, int]:
    """Return the column that a movement belongs to, and its sign there.

    A sale that was undone was none; the first count of a shelf is a delivery that nobody noted.
    """
    if kind in {"goods-in", "return"} or because == "opening":
        return "in", 1
    if kind == "stock-count" or because in _LOST:
        return "loss", -1
    return "out", -1
