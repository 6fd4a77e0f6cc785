"""Signing in: nobody stands at the counter until somebody has shown who they are."""

from codes import Badge
from device.counter.asking.proving import by_name, no_badge, prove
from device.counter.asking.rights import SELLERS
from device.counter.deed import SignIn
from device.counter.event import Event, Scanned, WentBack
from device.counter.goods.recalls import idle
from device.counter.shop import Person
from device.counter.state import ShiftOpening, SignedOut, State
from device.counter.step import Step
from device.counter.world import World


def first_state(world: World) -> State:
    """Return what the counter begins with: an outlet that names no people just sells."""
    return signed_out(world) if world.shop.people else idle(world)


def resumed(world: World) -> State:
    """Return where whoever stands there goes on with another ledger: there may be no shift yet."""
    return _begins(world.person, world, None) if world.person else first_state(world)


def signed_out(world: World, behind: State | None = None) -> SignedOut:
    """Return the screen that asks who is there; `behind`: where a hand-over goes on."""
    shop = world.shop
    return SignedOut(people=by_name(shop), wants=shop.sign_in, behind=behind)


def step(state: SignedOut, event: Event, world: World) -> Step | None:
    """Take a badge, or a name and a PIN."""

    def owner(badge: Badge) -> Person | None:
        return world.shop.person(badge.id)

    found = prove(
        state, event, owner=owner, welcome=lambda person: welcome(person, world, state.behind)
    )
    if found is not None:
        return found
    match event:
        case WentBack():
            return Step(state=state.behind or state)
        case Scanned():
            return no_badge(state)
    return None


def welcome(person: Person, world: World, behind: State | None = None) -> Step:
    """Let a person in: to what lies behind, to the float of a new shift, or to the counter."""
    return Step(state=_begins(person, world, behind), deeds=(SignIn(person),))


def _begins(person: Person, world: World, behind: State | None) -> State:
    drawer = world.past.drawer()
    sells = bool(person.roles & SELLERS)
    if world.shop.has_shifts and sells and not drawer.shift:
        return ShiftOpening(person=person, carried_vnd=drawer.float_vnd, behind=behind)
    return behind or idle(world)
