"""Outlets with movements of controlled drugs."""

from dataclasses import replace
from typing import NamedTuple

from server.oversight.queries.controlled_books import ANNEXES
from server.oversight.queries.stock_order import ordered
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import EVERYTHING, narrow
from server.reference.catalogue import drug_book
from server.store.database import rows


class ControlledOutlet(NamedTuple):
    """What one outlet moved of one controlled drug in a period, in base units."""

    outlet: str
    name: str
    commune: str
    drug: str
    drug_name: str
    control: str
    """GN, HT, TC, PH_GN, PH_HT, PH_TC, DOC or DMC."""
    movements: int
    units_in: int
    units_out: int
    """Sold, sent back or written off."""
    last_day: str


def controlled_outlets(filters: Filters) -> Listing[ControlledOutlet]:
    """Return outlets and drugs with movements in a period, most units out first.

    State: a class ("GN", …), or "VIII" or "XVI" for all classes of that book.
    """
    classes = [
        control for control, annex in ANNEXES.items() if filters.state in {"", control, annex}
    ]
    narrowed = narrow(filters, "goodsledger.outlet", "day")
    whose = "" if narrowed is EVERYTHING else "JOIN goodsledger ON goodsledger.id = ledger"
    found = rows(
        f"""
        SELECT here.outlet, coalesce(outlet.name, here.outlet) AS name,
            coalesce(outlet.commune, '') AS commune, drug, control, movements, units_in, units_out,
            last_day, count(*) OVER () AS of_all
        FROM (
            SELECT goodsledger.outlet, drug, control, sum(movements) AS movements,
                sum(units_in) AS units_in, sum(units_out) AS units_out, max(last_day) AS last_day
            FROM (
                SELECT ledger, drug, control, count(*) AS movements,
                    sum(CASE WHEN shelf + aside > 0 THEN shelf + aside ELSE 0 END) AS units_in,
                    sum(CASE WHEN shelf + aside < 0 THEN -shelf - aside ELSE 0 END) AS units_out,
                    max(day) AS last_day
                FROM controlledmove {whose}
                WHERE control IN ({", ".join("?" * len(classes)) or "''"}) AND day >= ? AND day <= ?
                    AND because <> 'carried-over' AND {narrowed.sql}
                GROUP BY ledger, drug, control
            ) AS moved JOIN goodsledger ON goodsledger.id = moved.ledger
            GROUP BY goodsledger.outlet, drug, control
        ) AS here LEFT JOIN outlet ON outlet.code = here.outlet
        ORDER BY {ordered(filters, _COLUMNS, usual="units_out DESC, here.outlet, drug")}
        LIMIT ? OFFSET ?
        """,  # noqa: S608 - fixed names
        (
            *classes, filters.since.isoformat(), filters.until.isoformat(), *narrowed.parameters,
            filters.most, filters.first,
        ),
    )  # fmt: skip
    if not found and filters.first:
        return replace(controlled_outlets(replace(filters, first=0, most=1)), rows=())
    book = drug_book()
    return Listing(
        rows=tuple(
            ControlledOutlet(outlet, name, commune, drug, book.facts(drug).name, *rest)
            for outlet, name, commune, drug, *rest, _of_all in found
        ),
        total=found[0][-1] if found else 0,
    )


_COLUMNS = {
    name: name
    for name in (
        "name", "commune", "drug", "control", "movements", "units_in", "units_out", "last_day",
    )
} | {"outlet": "here.outlet"}  # fmt: skip
