"""The flow of stock, recalls and registers."""

from device.counter.event import Event
from device.counter.state import State
from device.counter.step import Step
from device.counter.world import World


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    del state, event, world
    return None


def recall_came(state: State, world: World) -> Step:
    """Show a recall that has arrived, at once where nothing is being done."""
    del world
    return Step(state=state)
