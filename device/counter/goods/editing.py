"""The quantity and unit of one line, typed on the pad."""

from dataclasses import replace

from device.counter.event import Chosen, Erased, Event, Picked, Typed
from device.counter.goods.lines import change, typed, without
from device.counter.state import Gathering
from device.counter.states.goods import Gathered
from device.counter.step import Step
from device.counter.world import World


def edit(state: Gathering, event: Event, world: World) -> Step | None:
    """Return what a touch does to a line; None where it means nothing."""
    index = state.editing
    match event:
        case Picked(index=picked) if 0 <= picked < len(state.lines):
            ready = settled(state, world)
            picked = min(picked, len(ready.lines) - 1)
            return Step(state=replace(ready, editing=picked if picked >= 0 else None))
        case Typed(key=key) if index is not None:
            return Step(state=typed(state, key))
        case Erased(all=all_) if index is not None:
            rest = "" if all_ else state.typed[:-1]
            return Step(state=replace(state, typed=rest, notice=None))
        case Chosen(name="remove") if index is not None:
            return Step(state=without(state, index))
        case Chosen(name=unit) if index is not None:
            return _unit(state, index, unit, world)
    return None


def confirm_quantity(state: Gathering, world: World) -> Step:
    """Take the typed quantity over; nought takes the line away, unless the shelf is counted.

    Where nothing was typed, a batch that is only proposed stays so.
    """
    index = state.editing
    if index is None:
        return Step(state=state)
    line = _as_typed(state, index)
    if line.quantity == 0 and state.purpose != "count":
        return Step(state=without(state, index))
    step = change(state, index, line, world)
    if not isinstance(step.state, Gathering) or step.state.notice:
        return step
    return replace(step, state=replace(step.state, editing=None))


def settled(state: Gathering, world: World) -> Gathering:
    """Return the list with what was being typed taken over, where it can be."""
    if state.editing is None:
        return state
    after = confirm_quantity(state, world).state if state.typed else state
    if not isinstance(after, Gathering) or after.notice == "more-than-there":
        after = state
    return replace(after, editing=None, typed="")


def _unit(state: Gathering, index: int, unit: str, world: World) -> Step | None:
    """Count the line in another unit of the same drug; the figure stays."""
    line = state.lines[index]
    offers = (o for o in world.shelf.offers(line.offer.drug.id) if o.unit == unit)
    offer = next(offers, None)
    if offer is None:
        return None
    return change(state, index, replace(_as_typed(state, index), offer=offer), world)


def _as_typed(state: Gathering, index: int) -> Gathered:
    """Return a line with what was typed, if anything was: any figure is an answer."""
    line = state.lines[index]
    return replace(line, quantity=int(state.typed), is_counted=True) if state.typed else line
