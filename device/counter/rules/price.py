"""What may be asked for a drug (rules PRC-02, PRC-04, section 7)."""

from fractions import Fraction

from device.counter.parameters import MarginBand
from device.counter.rules.batches import retail
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule


def above_posted(case: Case) -> Refusal | None:
    """PRC-02 (LD Đ6 k5 i, GPP III.2 a, A*): never above the posted price. Below it is free."""
    offer = case.line.offer
    if offer.posted_vnd is None or offer.price_vnd <= offer.posted_vnd:
        return None
    return case.refused(Rule.ABOVE_POSTED, Way.AT_LIMIT, limit_vnd=offer.posted_vnd)


def above_margin(case: Case) -> Refusal | None:
    """PRC-04 (NĐ163 Đ2 k1, LD Đ107 k7; A for the scope): margins within a hospital's grounds.

    The bands of the decree in force were not confirmed: without any in the parameters the rule
    rests, and so it does where the cost of the batch is not known.
    """
    if not case.world.shop.in_facility or not case.parameters.margin_bands:
        return None
    cost = _cost(case)
    if cost is None:
        return None
    limit = highest_vnd(cost, case.line.offer.unit_size, case.parameters.margin_bands)
    if limit is None or case.line.offer.price_vnd <= limit:
        return None
    return case.refused(Rule.ABOVE_MARGIN, Way.AT_LIMIT, limit_vnd=limit)


def highest_vnd(cost: Fraction, unit_size: int, bands: tuple[MarginBand, ...]) -> int | None:
    """Return the most that may be asked for one unit; None without a band for the cost.

    `cost`: of one base unit, exactly: nothing is rounded but the limit, once, to whole đồng.

    >>> highest_vnd(Fraction(1_000), 10, (MarginBand(up_to_vnd=1_000, percent=15),))
    11500
    """
    band = next((band for band in bands if band.up_to_vnd is None or cost <= band.up_to_vnd), None)
    return None if band is None else cost * unit_size * (100 + band.percent) // 100


def _cost(case: Case) -> Fraction | None:
    """Return what one base unit of the line's batch cost; None where the book has no such batch."""
    if not any(batch.number == case.line.batch for batch in retail(case)):
        return None
    return case.world.shelf.cost(case.drug.id, case.line.batch)
