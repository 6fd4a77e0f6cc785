"""The flow of returns and voids."""

from device.counter.event import Event
from device.counter.reversal import finding, returning
from device.counter.state import FindSale, Returning, State
from device.counter.step import Step
from device.counter.world import World


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match state:
        case FindSale():
            return finding.step(state, event, world)
        case Returning():
            return returning.step(state, event, world)
    return None
