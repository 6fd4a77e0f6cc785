"""Prices far from the province's median, or from the announced wholesale price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from server.oversight.price_limits import for_size, is_far, is_far_above
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.store.database import rows

STATES = ("median", "announced")
"""Far from the province's median; far above the announced wholesale price."""
_ASKED = """
    SELECT asked.outlet, coalesce(outlet.name, asked.outlet), coalesce(outlet.commune, ''),
        asked.drug, '', asked.unit, price_vnd, median_vnd, outlets, announced_vnd, 0, at,
        pricespread.unit_size, asked.unit_size
    FROM pricefar JOIN outletprice AS asked ON asked.drug = pricefar.drug
        AND asked.unit = pricefar.unit AND asked.outlet = pricefar.outlet
    JOIN pricespread ON pricespread.drug = asked.drug AND pricespread.unit = asked.unit
    LEFT JOIN outlet ON outlet.code = asked.outlet
"""


class FarPrice(NamedTuple):
    """An outlet's last price that is far off, beside those of a unit of its own size."""

    outlet: str
    name: str
    commune: str
    drug: str
    drug_name: str
    unit: str
    price_vnd: int
    median_vnd: int
    outlets: int
    """How many sell it in this unit."""
    announced_vnd: int | None
    """Announced wholesale price of one unit: no ceiling for a retailer (PRC-03)."""
    times: float
    """Times the median."""
    at: str
    """Moment of the last sale."""

    @property
    def is_far_from_median(self) -> bool:
        """Whether that is why it is shown."""
        return is_far(self.price_vnd, self.median_vnd, self.outlets)

    @property
    def is_far_above_announced(self) -> bool:
        """Whether that is why it is shown."""
        return is_far_above(self.price_vnd, self.announced_vnd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the prices of one unit of a drug lie, with every outlet's own.

    Where outlets sell the unit in several sizes, all are of the size that most sell.
    """

    drug: str
    drug_name: str
    unit: str
    outlets: int
    low_vnd: int
    median_vnd: int
    high_vnd: int
    announced_vnd: int | None
    prices: tuple[tuple[str, str, int], ...]
    """Outlet, its name and its last price, the cheapest first."""


def far_prices(filters: Filters) -> Listing[FarPrice]:
    """Return last prices that are far off, the furthest above the median first.

    State: "median" or "announced" narrows to what is far from that.
    """
    narrowed = narrow(filters, "asked.outlet", filters.until)
    book = drug_book()
    found = (_far(row) for row in rows(f"{_ASKED} WHERE {narrowed.sql}", narrowed.parameters))
    lines = [
        one._replace(
            drug_name=book.facts(one.drug).name,
            times=one.price_vnd / one.median_vnd if one.median_vnd else 0.0,
        )
        for one in found
        if _is_asked_for(one, filters.state)
    ]
    return page(lines, filters, usual=lambda one: (-one.times, one.outlet, one.drug, one.unit))


def _far(row: Sequence[Any]) -> FarPrice:
    *fields, size, own = row
    one = FarPrice._make(fields)
    announced = one.announced_vnd
    return one._replace(
        median_vnd=for_size(one.median_vnd, size, own),
        announced_vnd=None if announced is None else for_size(announced, size, own),
    )


def spreads(filters: Filters, *, most: int = 8) -> tuple[Spread, ...]:
    """Return how prices lie of the units of drugs that most outlets sell among those far off."""
    found = rows(
        """
        SELECT spread.drug, spread.unit, outlets, low_vnd, median_vnd, high_vnd, announced_vnd,
            unit_size
        FROM pricespread AS spread JOIN (
            SELECT drug, unit, count(*) AS times FROM pricefar GROUP BY drug, unit
        ) AS far ON far.drug = spread.drug AND far.unit = spread.unit
        ORDER BY times DESC, outlets DESC, spread.drug, spread.unit LIMIT ?
        """,
        (most,),
    )
    return tuple(_spread(row, filters) for row in found)


def spreads_of(drug: str, filters: Filters) -> tuple[Spread, ...]:
    """Return how prices lie of each unit of one drug, the one that most outlets sell first."""
    found = rows(
        """
        SELECT drug, unit, outlets, low_vnd, median_vnd, high_vnd, announced_vnd, unit_size
        FROM pricespread WHERE drug = ? ORDER BY outlets DESC, unit
        """,
        (drug,),
    )
    return tuple(_spread(row, filters) for row in found)


def _spread(row: Sequence[Any], filters: Filters) -> Spread:
    drug, unit, outlets, low, median, high, usual, size = row
    narrowed = narrow(filters, "outletprice.outlet", filters.until)
    prices = rows(
        f"""
        SELECT outletprice.outlet, coalesce(outlet.name, outletprice.outlet), price_vnd,
            unit_size
        FROM outletprice LEFT JOIN outlet ON outlet.code = outletprice.outlet
        WHERE drug = ? AND unit = ? AND unit_size > 0 AND {narrowed.sql}
        ORDER BY 1.0 * price_vnd / unit_size, outletprice.outlet
        """,  # noqa: S608 - fixed names
        (drug, unit, *narrowed.parameters),
    )
    return Spread(
        drug=drug,
        drug_name=drug_book().facts(drug).name,
        unit=unit,
        outlets=outlets,
        low_vnd=low,
        median_vnd=median,
        high_vnd=high,
        announced_vnd=usual,
        prices=tuple((code, name, for_size(price, own, size)) for code, name, price, own in prices),
    )


def _is_asked_for(one: FarPrice, state: str) -> bool:
    if state == "median":
        return one.is_far_from_median
    return one.is_far_above_announced if state == "announced" else True
