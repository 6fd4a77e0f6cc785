"""What the tiles of people and shifts lead to."""

from device.counter.cue import Cue
from device.counter.deed import SignIn
from device.counter.goods.books import registers_due
from device.counter.open_sale import open_sale
from device.counter.opening import Opener
from device.counter.people.no_sale import why
from device.counter.people.signing import signed_out
from device.counter.state import Notice, Ready, Selling, ShiftClosing, State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def _shift_end(state: State, world: World) -> Step | None:
    """Sales that are open or put by are finished first: nobody would find them again."""
    drawer = world.past.drawer()
    if world.person is None or not world.shop.has_shifts or not drawer.shift:
        return None
    waiting = _sale_first(state, world)
    if waiting:
        return waiting
    closing = ShiftClosing(
        person=world.person,
        drawer=drawer,
        shows_expected=world.shop.shows_expected_cash,
        registers_due=registers_due(world),
        behind=state,
    )
    return Step(state=closing)


def _sign_out(state: State, world: World) -> Step | None:
    """Leave the counter; the shift goes on, and whoever comes next takes it over."""
    if world.person is None:
        return None
    waiting = _sale_first(state, world)
    return waiting or Step(state=signed_out(world), deeds=(SignIn(None),))


def _sale_first(state: State, world: World) -> Step | None:
    sale = open_sale(state)
    if sale.empty and not world.parked:
        return None
    told = Notice.SALE_OPEN
    after = Ready(notice=told) if sale.empty else Selling(sale=sale, notice=told)
    return Step(state=after, cue=Cue.WARN)


def _no_sale(state: State, world: World) -> Step:
    del world
    return Step(state=why(state))


openers: dict[Item, Opener] = {
    Item.SHIFT_END: _shift_end,
    Item.SIGN_OUT: _sign_out,
    Item.NO_SALE: _no_sale,
}
