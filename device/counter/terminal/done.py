"""Something is in the ledger: it stays on the screen until somebody goes on."""

from codes import Badge
from device.counter.cue import Cue
from device.counter.deed import SignIn
from device.counter.event import (
    Confirmed,
    Dismissed,
    Event,
    MenuWanted,
    Opened,
    Rested,
    Scanned,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.people import signing
from device.counter.state import Done
from device.counter.step import Step
from device.counter.world import World


def step(state: Done, event: Event, world: World) -> Step | None:
    """Go on; after a shift nobody stands at the counter any more."""
    is_shift = state.what == "shift" and bool(world.shop.people)
    match event:
        case Rested() | Dismissed() | Confirmed() | WentBack():
            return _leave(world) if is_shift else Step(state=idle(world))
        case Scanned() if is_shift:
            return _scanned(event, world)
        case Opened() | MenuWanted() if is_shift:
            return _leave(world)
    return None


def _leave(world: World) -> Step:
    return Step(state=signing.signed_out(world), deeds=(SignIn(None),))


def _scanned(event: Scanned, world: World) -> Step:
    """The next one may begin with the badge at once; nothing is sold before."""
    asking = signing.signed_out(world)
    found = signing.step(asking, event, world) if isinstance(event.code, Badge) else None
    if found is None:
        return Step(state=asking, cue=Cue.BLOCK, deeds=(SignIn(None),))
    if any(isinstance(deed, SignIn) for deed in found.deeds):
        return found
    return Step(state=found.state, cue=found.cue, deeds=(SignIn(None), *found.deeds))
