"""The posted prices of what is on the shelf, to be hung up in the shop (PRC-01)."""

from device.counter.deed import Paper, Print
from device.counter.drug import Offer
from device.counter.world import World


def price_list(world: World) -> Print:
    """Return the order to print them: one line for each drug, with the price of each unit.

    LD Đ42 k2 l, Đ107 k4 (A*): in đồng, visible to the customer.
    """
    names: dict[str, str] = {}
    for row in world.past.on_shelf():
        if row.on_hand > 0:
            names.setdefault(row.drug_id, row.name)
    lines = [_line(name, world.shelf.offers(drug)) for drug, name in names.items()]
    return Print(Paper.PRICE_LIST, words=tuple(line for line in lines if line))


def _line(name: str, offers: tuple[Offer, ...]) -> str:
    prices = [_price(offer) for offer in offers if offer.price_vnd]
    return " · ".join((name, *prices)) if prices else ""


def _price(offer: Offer) -> str:
    """Write a posted price, such as "11.000 đ/vỉ"."""
    posted = offer.price_vnd if offer.posted_vnd is None else offer.posted_vnd
    return f"{posted:,} đ/{offer.unit}".replace(",", ".")
