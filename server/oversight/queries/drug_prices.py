"""What outlets ask for one drug."""

from typing import NamedTuple

from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows


class DrugPrice(NamedTuple):
    """An outlet's last price of one unit of a drug."""

    outlet: str
    name: str
    commune: str
    unit: str
    price_vnd: int
    posted_vnd: int | None
    """What it last posted; None: nothing that the province heard of."""
    times: float | None
    """Times the province's median by the tablet; None: it was not reckoned yet."""
    lines: int
    """Sale lines so far."""
    at: str
    """Moment of the last one."""


def drug_prices(drug: str, filters: Filters) -> Listing[DrugPrice]:
    """Return every outlet's last price of a drug, the dearest against the median first."""
    narrowed = narrow(filters, "asked.outlet", filters.until)
    posted = _posted(drug)
    found = rows(
        f"""
        SELECT asked.outlet, coalesce(outlet.name, asked.outlet), coalesce(outlet.commune, ''),
            asked.unit, price_vnd, median_vnd, pricespread.unit_size, asked.unit_size, lines, at
        FROM outletprice AS asked LEFT JOIN pricespread
            ON pricespread.drug = asked.drug AND pricespread.unit = asked.unit
        LEFT JOIN outlet ON outlet.code = asked.outlet
        WHERE asked.drug = ? AND {narrowed.sql}
        """,  # noqa: S608 - fixed names
        (drug, *narrowed.parameters),
    )
    return page(
        (
            DrugPrice(
                outlet, name, commune, unit, price, posted.get((outlet, unit)),
                price * size / (median * own) if median and own > 0 else None, lines, at,
            )
            for outlet, name, commune, unit, price, median, size, own, lines, at in found
        ),
        filters,
        usual=lambda one: (-(one.times or 0.0), one.outlet, one.unit),
    )  # fmt: skip


def _posted(drug: str) -> dict[tuple[str, str], int]:
    """Return what outlets posted last, by outlet and unit."""
    found = rows(
        """
        SELECT outlet, unit, price_vnd FROM postedprice
        JOIN goodsledger ON goodsledger.id = postedprice.ledger WHERE drug = ? ORDER BY at
        """,
        (drug,),
    )
    return {(outlet, unit): price for outlet, unit, price in found}
