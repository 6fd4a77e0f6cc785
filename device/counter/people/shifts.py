"""A shift begins with counted cash and ends with its figures: the Z report."""

from dataclasses import replace
from typing import TypeVar

from device.counter.cue import Cue
from device.counter.deed import Record, SignIn
from device.counter.event import (
    Confirmed,
    Erased,
    Event,
    NotAllowed,
    NotSaved,
    Recorded,
    Typed,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.notes import ShiftNote
from device.counter.people.signing import signed_out
from device.counter.state import Done, ShiftClosing, ShiftOpening, State
from device.counter.step import Step
from device.counter.world import World

S = TypeVar("S", ShiftOpening, ShiftClosing)

MOST_DIGITS = 10
"""Of a sum in the drawer."""


def opening(state: ShiftOpening, event: Event, world: World) -> Step | None:
    """Take the float, and write that the shift has begun."""
    after = state.behind or idle(world)
    if state.is_saving:
        return _saving(state, event, Step(state=after, cue=Cue.READ), after)
    match event:
        case Confirmed():
            note = ShiftNote(
                event="opened", drawer=world.past.drawer(), counted_vnd=state.counted_vnd
            )
            return Step(state=replace(state, is_saving=True, fault=None), deeds=(Record(note),))
        case WentBack():
            return Step(state=signed_out(world), deeds=(SignIn(None),))
    return _typed(state, event)


def closing(state: ShiftClosing, event: Event, world: World) -> Step | None:
    """Take the counted sum, and write the report. Nothing is sold meanwhile, nor after it.

    Whoever closed the shift is signed out with it: what is sold then would stand in no report.
    """
    after = state.behind or idle(world)
    if state.is_saving:
        closed = Step(state=_closed(state), cue=Cue.READ, deeds=(SignIn(None),))
        return _saving(state, event, closed, after)
    match event:
        case Confirmed():
            return _close(state, world)
        case WentBack():
            return Step(state=after)
    return _typed(state, event)


def _close(state: ShiftClosing, world: World) -> Step:
    """Write the figures as the ledger has them now, not as they were when the screen opened."""
    if state.counted_vnd is None:
        return Step(state=state, cue=Cue.WARN)
    drawer = world.past.drawer()
    note = ShiftNote(event="closed", drawer=drawer, counted_vnd=state.counted_vnd)
    saving = replace(state, drawer=drawer, is_saving=True, fault=None)
    return Step(state=saving, deeds=(Record(note),))


def _closed(state: ShiftClosing) -> Done:
    return Done(
        what="shift",
        number=state.drawer.shift,
        amount_vnd=state.counted_vnd or 0,
        lines=state.drawer.unsent,
    )


def _saving(state: S, event: Event, recorded: Step, after: State) -> Step | None:
    """While it is being written only the ledger's answer counts."""
    match event:
        case Recorded():
            return recorded
        case NotAllowed():  # the shift was opened or closed already
            return Step(state=after, cue=Cue.WARN)
        case NotSaved(fault=fault):
            return Step(state=replace(state, is_saving=False, fault=fault), cue=Cue.BLOCK)
        case WentBack():
            return Step(state=state)
    return None


def _typed(state: S, event: Event) -> Step | None:
    match event:
        case Typed(key=key) if key.isascii() and key.isdigit():
            typed = (state.typed + key).lstrip("0") or "0"
            return Step(state=state if len(typed) > MOST_DIGITS else replace(state, typed=typed))
        case Erased(all=everything):
            return Step(state=replace(state, typed="" if everything else state.typed[:-1]))
    return None
