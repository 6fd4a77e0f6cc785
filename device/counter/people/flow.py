"""The flow of signing in and shifts."""

from device.counter.cue import Cue
from device.counter.event import Event, MenuWanted, Opened
from device.counter.people import shifts, signing
from device.counter.state import ShiftClosing, ShiftOpening, SignedOut, State
from device.counter.step import Step
from device.counter.world import World

first_state = signing.first_state
resumed = signing.resumed


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match event:
        case Opened() | MenuWanted():
            return Step(state=state, cue=Cue.BLOCK)  # these screens are answered first
    match state:
        case SignedOut():
            return signing.step(state, event, world)
        case ShiftOpening():
            return shifts.opening(state, event, world)
        case ShiftClosing():
            return shifts.closing(state, event, world)
    return None
