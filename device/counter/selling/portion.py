"""How much of a drug is taken, in units that it is sold in."""

from dataclasses import replace

from device.counter.drug import Offer
from device.counter.sale import SaleLine
from device.counter.world import World


def portion(units: int, offer: Offer, world: World) -> tuple[Offer, int] | None:
    """Return in which unit, and how many of it, so many base units are sold.

    The largest unit that is no larger than `offer`'s and makes up exactly `units`; where none
    does, the smallest, and as many of it as are not more. None where even one would be more.
    """
    fitting = [each for each in _units(offer, world) if each.unit_size <= units]
    if not fitting:
        return None
    exact = (each for each in fitting if units % each.unit_size == 0)
    chosen = next(exact, fitting[-1])
    return chosen, units // chosen.unit_size


def cut_down(line: SaleLine, units: int, world: World) -> SaleLine | None:
    """Return the line with no more than so many base units; None where that is nothing."""
    found = portion(units, line.offer, world)
    if found is None:
        return None
    offer, quantity = found
    return replace(line, offer=offer, quantity=quantity)


def _units(offer: Offer, world: World) -> list[Offer]:
    """The drug's units no larger than this one, which comes first."""
    smaller = (
        each for each in world.shelf.offers(offer.drug.id) if each.unit_size < offer.unit_size
    )
    return [offer, *smaller]
