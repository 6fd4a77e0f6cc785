"""After a power cut: which sale is whole, which was never made, and the reprint."""

from dataclasses import replace

from codes import Badge
from device.counter.cue import Cue
from device.counter.deed import CutSeen, Paper, Print
from device.counter.event import (
    Confirmed,
    Dismissed,
    Event,
    MenuWanted,
    Opened,
    PrintWanted,
    Scanned,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.people import signing
from device.counter.selling import flow as selling
from device.counter.state import AfterPowerCut, Ready, SignedOut, State
from device.counter.step import Step
from device.counter.world import World


def step(state: AfterPowerCut, event: Event, world: World) -> Step | None:
    """Print the receipt once more, or go on; it is told until somebody has read it."""
    after = state.behind or idle(world)
    match event:
        case PrintWanted() if state.cut.sale is not None:
            copy = Print(Paper.RECEIPT_COPY, number=state.cut.sale)
            return Step(state=after, deeds=(CutSeen(), copy))
        case Dismissed() | Confirmed() | WentBack():
            return Step(state=after, deeds=(CutSeen(),))
        case Scanned():
            return _scanned(after, event, world)
        case Opened() | MenuWanted():
            return Step(state=state, cue=Cue.BLOCK)
    return None


def _scanned(after: State, event: Scanned, world: World) -> Step:
    """A scan goes on at once: a pack to the sale, and where nobody is signed in only a badge."""
    if isinstance(after, SignedOut):
        found = signing.step(after, event, world) if isinstance(event.code, Badge) else None
    else:
        found = selling.step(Ready(), event, world)
    if found is None:
        return Step(state=after, cue=Cue.BLOCK, deeds=(CutSeen(),))
    return replace(found, deeds=(CutSeen(), *found.deeds))
