"""What the tiles of search and menus lead to."""

from device.counter.asking.menu import more_menu, stock_menu
from device.counter.cue import Cue
from device.counter.open_sale import open_sale
from device.counter.opening import Opener
from device.counter.state import Gathering, Menu, Notice, Search, Selling, State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def _search(state: State, world: World) -> Step:
    """Search for a drug to sell; from a list of goods for one to put into it."""
    del world
    if isinstance(state, Gathering):
        return Step(state=Search(purpose="gather", behind=state))
    return Step(state=Search(behind=_under(state)))


def _more(state: State, world: World) -> Step:
    return Step(state=more_menu(state, world))


def _goods(state: State, world: World) -> Step:
    sale = open_sale(state)
    if not sale.empty:
        return Step(state=Selling(sale=sale, notice=Notice.SALE_OPEN), cue=Cue.WARN)
    return Step(state=stock_menu(state, world))


def _under(state: State) -> State:
    """Return the sale that a menu lies over: a search goes back there."""
    return state.behind if isinstance(state, Menu) else state


openers: dict[Item, Opener] = {
    Item.SEARCH: _search,
    Item.MORE: _more,
    Item.GOODS: _goods,
}
