"""Putting a sale by for another customer, taking it up again, and dropping it."""

from device.counter.cue import Cue
from device.counter.deed import Park, Unpark
from device.counter.goods.recalls import idle
from device.counter.open_sale import open_sale
from device.counter.selling.posted import at_posted
from device.counter.selling.prescription import recounted
from device.counter.selling.showing import noticed, shown
from device.counter.state import Notice, Ready, State
from device.counter.step import Step
from device.counter.world import World

MOST_PARKED = 6
"""Customers that wait at one counter."""


def park(state: State, world: World) -> Step:
    """Put the open sale by, with all that was scanned."""
    sale = open_sale(state).pruned()
    if sale.empty:
        return noticed(sale, Notice.NOTHING_SCANNED, world)
    if len(world.parked) >= MOST_PARKED:
        return noticed(sale, Notice.PARK_FULL, world, after=state)
    return Step(state=Ready(notice=Notice.PARKED), cue=Cue.READ, deeds=(Park(sale),))


def unpark(state: State, world: World) -> Step:
    """Take up the sale that was put by longest; one that is open is put by in its stead."""
    sale = open_sale(state).pruned()
    if not world.parked:
        return noticed(sale, Notice.NOTHING_PARKED, world, after=state)
    taken_up = shown(at_posted(recounted(world.parked[0], world), world), world)
    swapped = () if sale.empty else (Park(sale),)
    return Step(state=taken_up, cue=Cue.READ, deeds=(Unpark(), *swapped))


def drop(state: State, world: World) -> Step:
    """Drop the whole sale."""
    del state
    return Step(state=idle(world))
