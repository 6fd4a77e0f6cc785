"""Prices that were posted after a sale was begun."""

from dataclasses import replace

from device.counter.sale import OpenSale, SaleLine
from device.counter.world import World


def at_posted(sale: OpenSale, world: World) -> OpenSale:
    """PRC-02: return the sale with no line above what is posted for its unit now.

    A price that was raised meanwhile does not raise a line: below the posted price is free.
    """

    def lowered(one: OpenSale) -> OpenSale:
        return replace(one, lines=tuple(_lowered(line, world) for line in one.lines))

    return sale.throughout(lowered)


def _lowered(line: SaleLine, world: World) -> SaleLine:
    offer = line.offer
    same = [
        one
        for one in world.shelf.offers(line.drug.id)
        if (one.unit, one.unit_size) == (offer.unit, offer.unit_size)
    ]
    now = max(same, key=lambda one: one.price_vnd, default=offer)
    if now.price_vnd >= offer.price_vnd:
        return line
    lower = replace(offer, price_vnd=now.price_vnd, posted_vnd=now.posted_vnd)
    return replace(line, offer=lower)
