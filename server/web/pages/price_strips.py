"""Prices of drugs about the province's median: one dot an outlet."""

from collections.abc import Sequence

from server.oversight.price_limits import is_far, is_far_above
from server.oversight.queries.prices_far import Spread
from server.web.asked import Asked, segment
from server.web.parts.clouds import Strip, Strips
from words import _


def strips(found: Sequence[Spread], asked: Asked) -> Strips:
    """Return a line of dots for each unit of a drug; only those far off have a name."""
    return Strips(strips=[_strip(one, asked) for one in found if one.median_vnd])


def named(spread: Spread) -> str:
    """Return a drug with the unit that its prices are of."""
    return _("{drug}, {unit}").format(drug=spread.drug_name, unit=spread.unit)


def stands_out(spread: Spread, price_vnd: int) -> bool:
    """Whether a price is far from the median or from the announced price."""
    return is_far(price_vnd, spread.median_vnd, spread.outlets) or is_far_above(
        price_vnd, spread.announced_vnd
    )


def _strip(spread: Spread, asked: Asked) -> Strip:
    return Strip(
        name=named(spread),
        ordinary=[
            price / spread.median_vnd
            for _outlet, _name, price in spread.prices
            if not stands_out(spread, price)
        ],
        far=[
            (name, price / spread.median_vnd)
            for _outlet, name, price in spread.prices
            if stands_out(spread, price)
        ],
        announced=spread.announced_vnd / spread.median_vnd if spread.announced_vnd else None,
        link=asked.link(f"/gia/{segment(spread.drug)}"),
    )
