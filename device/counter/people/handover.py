"""Another person takes the counter over: the shift and an open sale stay as they are."""

from codes import Badge
from device.counter.asking.proving import chosen
from device.counter.cue import Cue
from device.counter.goods.recalls import idle
from device.counter.open_sale import open_sale
from device.counter.people.signing import signed_out, welcome
from device.counter.state import Selling, SignedOut, State
from device.counter.step import Step
from device.counter.world import World


def badge_came(state: State, badge: Badge, world: World) -> Step | None:
    """Return what a badge leads to that is scanned where a sale is, or could be.

    None where it means nothing: it is nobody's, or of who stands there already.
    """
    person = world.shop.person(badge.id)
    if person is None or (world.person and world.person.badge == person.badge):
        return None
    behind = _goes_on(state, world)
    asking: SignedOut = signed_out(world, behind)
    if asking.wants in {"badge", "badge-or-pin"}:
        found = welcome(person, world, behind)
        return Step(state=found.state, cue=Cue.READ, deeds=found.deeds)
    if not person.has_pin:
        return None
    return Step(state=chosen(asking, person, badge_seen=True), cue=Cue.READ)


def _goes_on(state: State, world: World) -> State:
    sale = open_sale(state)
    return idle(world) if sale.empty else Selling(sale=sale)
