"""Messages of the province: shown in a quiet moment until somebody has read them."""

from device.counter.asking.rights import EVERYBODY, has_any
from device.counter.cue import Cue
from device.counter.deed import LetterRead
from device.counter.event import Confirmed, Dismissed, Event, MenuWanted, Opened, WentBack
from device.counter.open_sale import open_sale
from device.counter.state import Done, LetterShown, Menu, Paid, Ready, Service, State, Tuning
from device.counter.step import Step
from device.counter.world import World

_IDLE = Ready | Paid | Done | Menu | Service | Tuning
"""Screens that a message may cover at once, if no sale lies behind them."""


def letter_came(state: State, world: World) -> Step:
    """Show a message that has arrived, at once where nothing is being done.

    During a sale it waits until the counter rests; where nobody is signed in, for whoever comes.
    """
    if not has_any(world.person, EVERYBODY, world):
        return Step(state=state)
    if not isinstance(state, _IDLE) or not open_sale(state).empty:
        return Step(state=state)
    shown = next_letter(world, state)
    return Step(state=shown, cue=Cue.WARN) if shown else Step(state=state)


def next_letter(world: World, behind: State, *, besides: str = "") -> LetterShown | None:
    """Return the oldest message that nobody has read, or None; `besides` was read just now."""
    waiting = (letter for letter in world.letters if letter.id != besides)
    letter = next(waiting, None)
    return LetterShown(letter=letter, behind=behind) if letter else None


def step(state: LetterShown, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match event:
        case Confirmed() | Dismissed():
            read = state.letter.id
            later = next_letter(world, state.behind, besides=read)
            return Step(state=later or state.behind, cue=Cue.READ, deeds=(LetterRead(read),))
        case WentBack() | Opened() | MenuWanted():
            return Step(state=state, cue=Cue.BLOCK)  # it is read, or it stays
    return None
