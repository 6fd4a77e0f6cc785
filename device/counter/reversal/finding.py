"""Which sale something comes back of: by its receipt's code, or by the number on it."""

from dataclasses import replace

from codes import CitizenCard, Code, Pack, PrescriptionCode, ReceiptCode
from device.counter.cue import Cue
from device.counter.event import Confirmed, Erased, Event, Scanned, Typed, WentBack
from device.counter.goods.recalls import idle
from device.counter.past import PastSale
from device.counter.reversal.sold import is_all_back
from device.counter.state import FindSale, Returning
from device.counter.step import Step
from device.counter.world import World

_LONGEST = 9
"""Digits of a receipt's number."""


def step(state: FindSale, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match event:
        case Scanned(code=code):
            return _scanned(state, code, world)
        case Typed(key=key):
            return Step(state=_typed(state, key))
        case Erased(all=all_):
            return Step(state=FindSale(typed="" if all_ else state.typed[:-1]))
        case Confirmed():
            return _by_number(state, world)
        case WentBack():
            return Step(state=idle(world))
    return None


def _scanned(state: FindSale, code: Code, world: World) -> Step | None:
    match code:
        case ReceiptCode(number=number, hash=check):
            return found(world.past.sale(number, check=check))
        case Pack() | CitizenCard() | PrescriptionCode():
            return None  # the next customer
    return Step(state=replace(state, not_found=True), cue=Cue.UNKNOWN)


def found(sale: PastSale | None, *, at_counter: bool = False) -> Step:
    """Go on with a sale, unless there is none or nothing of it is left with the customer.

    `at_counter`: the screen of this very sale is still there, and the customer with it.
    """
    if sale is None:
        return Step(state=FindSale(not_found=True), cue=Cue.UNKNOWN)
    if is_all_back(sale):
        return Step(state=FindSale(already_undone=True), cue=Cue.WARN)
    none = (0,) * len(sale.lines)
    return Step(state=Returning(sale=sale, quantities=none, at_counter=at_counter), cue=Cue.READ)


def _by_number(state: FindSale, world: World) -> Step:
    if not state.typed:
        return Step(state=state, cue=Cue.WARN)
    return found(world.past.sale(int(state.typed)))


def _typed(state: FindSale, key: str) -> FindSale:
    longer = state.typed + key
    if not key.isascii() or not key.isdigit() or len(longer) > _LONGEST:
        return state
    return FindSale(typed=longer)
