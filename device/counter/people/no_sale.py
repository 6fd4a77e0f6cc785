"""Opening the cash drawer without a sale: only once the reason stands in the ledger."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.deed import OpenDrawer, Record
from device.counter.event import Event, NotAllowed, NotSaved, Recorded, WentBack
from device.counter.notes import DrawerNote
from device.counter.state import Choice, Done, State
from device.counter.states.asking import Question
from device.counter.step import Step
from device.counter.world import World

REASONS = ("change-money", "count", "other")


def why(behind: State) -> Choice:
    """Ask for the reason."""
    return Choice(question=Question.NO_SALE_REASON, options=REASONS, behind=behind)


def answered(choice: Choice, option: str, world: World) -> Step:
    """Write the reason down."""
    del world
    note = DrawerNote(reason=option, by=choice.by)
    writing = replace(choice, chosen=option, fault=None)
    return Step(state=writing, deeds=(Record(note),))


def step(choice: Choice, event: Event, world: World) -> Step | None:
    """While the reason is being written only the ledger's answer counts."""
    del world
    match event:
        case Recorded(number=number):
            done = Done(what="no-sale", number=number, detail=choice.chosen)
            return Step(state=done, cue=Cue.READ, deeds=(OpenDrawer(),))
        case NotSaved(fault=fault):
            return Step(state=replace(choice, chosen="", fault=fault), cue=Cue.BLOCK)
        case NotAllowed():
            return Step(state=replace(choice, chosen=""), cue=Cue.BLOCK)
        case WentBack():
            return Step(state=choice)
    return None
