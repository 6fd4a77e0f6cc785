"""Calling somebody whose word is needed before it goes on."""

from dataclasses import replace
from typing import Any

from codes import Badge, Pack, Unknown
from device.counter.asking.proving import by_name, no_badge, prove
from device.counter.asking.rights import has_any
from device.counter.event import Event, Scanned
from device.counter.rules import may_answer
from device.counter.shop import Person, Role
from device.counter.state import CallPerson, State
from device.counter.step import Step
from device.counter.world import World


def call(
    then: State,
    *,
    behind: State,
    roles: frozenset[Role],
    world: World,
    needs_degree: bool = False,
    pack: Pack | None = None,
) -> Step:
    """Go to `then` with who agreed in its `by`: at once where that person stands there already.

    An outlet that names no people needs no badge, except for a degree: nobody there can prove one.
    """
    calling = CallPerson(
        roles=roles,
        behind=behind,
        then=then,
        needs_degree=needs_degree,
        pack=pack,
        wants=world.shop.sign_in,
    )
    person = world.person
    if person is None and not world.shop.people and not needs_degree:
        return Step(state=then)
    if person and _may(calling, person, world):
        return _agreed(calling, person)
    people = tuple(one for one in by_name(world.shop) if _may(calling, one, world))
    return Step(state=replace(calling, people=people))


def step(state: CallPerson, event: Event, world: World) -> Step | None:
    """Take the badge of who was called, or the name and PIN."""

    def owner(badge: Badge) -> Person | None:
        person = world.shop.person(badge.id)
        return person if person and _may(state, person, world) else None

    found = prove(state, event, owner=owner, welcome=lambda person: _agreed(state, person))
    if found is None and isinstance(event, Scanned) and isinstance(event.code, Unknown):
        return no_badge(state)
    return found


def _may(state: CallPerson, person: Person, world: World) -> bool:
    if state.needs_degree and not may_answer(person, world.parameters):
        return False
    return has_any(person, state.roles, world)


def _agreed(state: CallPerson, person: Person) -> Step:
    """Go on; whatever has a `by` learns who agreed."""
    then: Any = state.then
    if hasattr(then, "by"):
        then = replace(then, by=person.badge)
    return Step(state=then)
