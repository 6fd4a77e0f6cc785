"""Showing who one is: by badge, by name and PIN, or by both, as the outlet wants it (SEC-03).

A badge is a key without proof: whoever copies it has it too. Where that must not suffice, the
outlet sets "badge-and-pin".
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from codes import Badge
from device.counter.cue import Cue
from device.counter.deed import CheckPin
from device.counter.event import (
    Confirmed,
    Erased,
    Event,
    Picked,
    PinRight,
    PinWrong,
    Scanned,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.shop import Person, Shop
from device.counter.state import CallPerson, SignedOut
from device.counter.states.people import PEOPLE_ON_A_PAGE
from device.counter.step import Step

FEWEST_DIGITS = 4

P = TypeVar("P", SignedOut, CallPerson)
Welcome = Callable[[Person], Step]
"""What happens once it is known who it is."""


def by_name(shop: Shop) -> tuple[Person, ...]:
    """Return who may choose a name: nobody where a badge is always wanted."""
    if shop.sign_in in {"badge", "badge-and-pin"}:
        return ()
    return tuple(person for person in shop.people if person.has_pin)


def prove(
    state: P, event: Event, *, owner: Callable[[Badge], Person | None], welcome: Welcome
) -> Step | None:
    """Take a badge, a name or a PIN; `owner` says whose badge it is, if that person may."""
    match event:
        case Scanned(code=Badge() as badge):
            return _badge(state, owner(badge), welcome)
        case PinRight(person=person) if _is_awaited(state, person):
            return welcome(person)
        case Picked(index=index) if 0 <= index < len(state.people):
            return Step(state=chosen(state, state.people[index]))
        case TurnedPage() if len(state.people) > PEOPLE_ON_A_PAGE:
            pages = -(-len(state.people) // PEOPLE_ON_A_PAGE)
            return Step(state=replace(state, page=(state.page + 1) % pages))
    return _with_pad(state, event)


def no_badge(state: P) -> Step:
    """Say that what was scanned is no badge; name and digits that are there stay."""
    return Step(state=replace(state, not_a_badge=True, unknown_badge=False), cue=Cue.BLOCK)


def chosen(state: P, person: Person | None, *, badge_seen: bool = False) -> P:
    """Choose a person, with no digit typed yet; or nobody."""
    return replace(
        state,
        chosen=person,
        badge_seen=badge_seen,
        pin="",
        is_checking=False,
        tries_left=None,
        wait_seconds=0,
        unknown_badge=False,
        not_a_badge=False,
    )


def _badge(state: P, person: Person | None, welcome: Welcome) -> Step:
    wants_pin = state.wants in {"pin", "badge-and-pin"}
    if person is None or (wants_pin and not person.has_pin):
        nobody = replace(chosen(state, None), unknown_badge=True)
        return Step(state=nobody, cue=Cue.BLOCK)
    if wants_pin:
        return Step(state=chosen(state, person, badge_seen=True), cue=Cue.READ)
    return replace(welcome(person), cue=Cue.READ)


def _is_awaited(state: P, person: Person) -> bool:
    """Whether this is the answer that is waited for, and not a late one for somebody else."""
    return state.is_checking and state.chosen is not None and state.chosen.badge == person.badge


def _with_pad(state: P, event: Event) -> Step | None:
    if state.chosen is None:
        return None
    match event:
        case PinWrong() if state.is_checking:
            return _wrong(state, event)
        case WentBack():
            return Step(state=chosen(state, None))
        case Typed() | Erased() | Confirmed():
            return _pressed(state, event, state.chosen)
    return None


def _pressed(state: P, event: Typed | Erased | Confirmed, person: Person) -> Step:
    """Take what is pressed on the pad; while a PIN is checked nothing counts."""
    if state.is_checking:
        return Step(state=state)
    if isinstance(event, Confirmed):
        return _checked(state, person, FEWEST_DIGITS)
    typed = replace(state, pin=_typed(state.pin, event), not_a_badge=False)
    return _checked(typed, person, person.pin_digits)


def _typed(pin: str, event: Typed | Erased) -> str:
    match event:
        case Erased(all=everything):
            return "" if everything else pin[:-1]
        case Typed(key=key) if len(key) == 1 and key in "0123456789":
            return pin + key
    return pin


def _wrong(state: P, event: PinWrong) -> Step:
    again = chosen(state, state.chosen, badge_seen=state.badge_seen)
    wrong = replace(again, tries_left=event.tries_left, wait_seconds=event.wait_seconds)
    return Step(state=wrong, cue=Cue.BLOCK)


def _checked(state: P, person: Person, digits: int) -> Step:
    """Have the PIN checked once it has so many digits."""
    if len(state.pin) < digits:
        return Step(state=state)
    checking = replace(state, is_checking=True, tries_left=None, wait_seconds=0)
    return Step(state=checking, deeds=(CheckPin(person.badge, state.pin),))
