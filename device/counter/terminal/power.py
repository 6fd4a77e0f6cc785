"""The battery runs low: the open sale is finished, none begins, and then the terminal goes off."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.deed import SwitchOff
from device.counter.event import Event, PowerChanged
from device.counter.goods.recalls import recall_came
from device.counter.open_sale import open_sale
from device.counter.power import Supplied
from device.counter.state import Ending, Ready, Saving, SignedOut, State
from device.counter.step import Step
from device.counter.world import World


def step(state: Ending, event: Event, world: World) -> Step | None:
    """Nothing is done any more; the mains alone brings the counter back."""
    if not isinstance(event, PowerChanged):
        return Step(state=state, cue=Cue.BLOCK)
    if world.power.ends:
        return Step(state=state)
    after = recall_came(state.behind, world)  # what came meanwhile was not shown
    return replace(after, cue=after.cue or Cue.READ)


def ended(before: State, found: Step, world: World) -> Step:
    """Put the end in the place of what an event led to, where nothing is in hand.

    What is being written is never cut short. An open sale, a delivery and whatever else was begun
    may be finished; once the battery is all but empty, nothing may.
    """
    after = found.state
    if not world.power.ends or isinstance(after, Ending | Saving) or found.commit is not None:
        return found
    begins = open_sale(before).empty and not open_sale(after).empty
    if begins:
        return _end(before)
    if world.power.supplied is Supplied.OVER:
        return replace(_end(after), deeds=(*found.deeds, SwitchOff()))
    is_idle = isinstance(after, Ready | SignedOut) and open_sale(after).empty
    return replace(_end(after), deeds=(*found.deeds, SwitchOff())) if is_idle else found


def _end(behind: State) -> Step:
    return Step(state=Ending(behind=behind), cue=Cue.BLOCK, deeds=(SwitchOff(),))
