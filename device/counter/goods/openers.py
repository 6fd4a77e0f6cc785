"""What the tiles of stock lead to."""

from device.counter.asking.forms import form_for
from device.counter.cue import Cue
from device.counter.goods.books import opened
from device.counter.goods.gathering import GONE_OPTIONS
from device.counter.goods.listing import listed
from device.counter.open_sale import open_sale
from device.counter.opening import Opener
from device.counter.state import Choice, Gathering, Notice, Search, Selling, State
from device.counter.states.asking import Item, Question, Topic
from device.counter.step import Step
from device.counter.world import World


def _idle_only(opener: Opener) -> Opener:
    """Leave an open sale alone: it is paid or dropped before goods are moved."""

    def guarded(state: State, world: World) -> Step | None:
        sale = open_sale(state)
        if sale.empty:
            return opener(state, world)
        return Step(state=Selling(sale=sale, notice=Notice.SALE_OPEN), cue=Cue.WARN)

    return guarded


def _stock(state: State, world: World) -> Step:
    del state
    return Step(state=listed(world))


def _delivery(state: State, world: World) -> Step:
    """GPP-02: supplier and document stand with every batch, so they are asked first."""
    del world
    return Step(state=form_for(Topic.DELIVERY, behind=state))


def _count(state: State, world: World) -> Step:
    """A shop that never had anything on its shelf counts its opening stock."""
    del state
    is_first = not world.past.on_shelf() and not world.past.run_out()
    return Step(state=Gathering(purpose="opening" if is_first else "count"))


def _write_off(state: State, world: World) -> Step:
    del world
    reasons = Choice(question=Question.GONE_REASON, options=GONE_OPTIONS, behind=state)
    return Step(state=reasons)


def _supplier_return(state: State, world: World) -> Step:
    """RCL-02: the supplier's receipt is named."""
    del world
    return Step(state=form_for(Topic.GONE, behind=state))


def _registers(state: State, world: World) -> Step:
    del state
    return Step(state=opened(world))


def _prices(state: State, world: World) -> Step:
    del world
    return Step(state=Search(purpose="price", behind=state))


openers: dict[Item, Opener] = {
    Item.STOCK: _idle_only(_stock),
    Item.DELIVERY: _idle_only(_delivery),
    Item.COUNT: _idle_only(_count),
    Item.WRITE_OFF: _idle_only(_write_off),
    Item.SUPPLIER_RETURN: _idle_only(_supplier_return),
    Item.REGISTERS: _idle_only(_registers),
    Item.PRICES: _idle_only(_prices),
}
