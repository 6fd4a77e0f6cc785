"""The menus: at most six tiles each, and only what this person may open now."""

from collections.abc import Iterable

from device.counter.asking.rights import may_open
from device.counter.state import Menu, Paid, Ready, Selling, State
from device.counter.states.asking import Item
from device.counter.world import World

MOST_TILES = 6

_MAIN = (Item.RETURN, Item.GOODS, Item.SHIFT_END, Item.SERVICE, Item.SENT, Item.MORE)
_MORE = (
    Item.TRAINING,
    Item.TUNING,
    Item.REGISTERS,
    Item.NO_SALE,
    Item.UNPARK,
    Item.SIGN_OUT,
)
_SALE = (Item.SEARCH, Item.PARK, Item.LABELS, Item.UNPARK, Item.DROP)
_STOCK = (
    Item.STOCK,
    Item.DELIVERY,
    Item.COUNT,
    Item.WRITE_OFF,
    Item.SUPPLIER_RETURN,
    Item.PRICES,
)


def menu_for(state: State, world: World) -> State:
    """Return the menu that "Việc khác" opens in a state; the state itself where there is none."""
    match state:
        case Ready():
            return main_menu(Ready(), world)
        case Paid():
            return main_menu(state, world)
        case Selling(sale=sale):
            if sale.empty:
                return main_menu(state, world)
            return Menu(items=_there(_SALE, world), behind=state, name="sale")
    return state


def main_menu(behind: State, world: World) -> Menu:
    """Return the menu of a counter at which nothing is being sold."""
    return Menu(items=_there(_MAIN, world), behind=behind, name="main")


def more_menu(behind: State, world: World) -> Menu:
    """Return the menu's second page."""
    return Menu(items=_there(_MORE, world), behind=behind, name="more")


def stock_menu(behind: State, world: World) -> Menu:
    """Return the menu of stock."""
    return Menu(items=_there(_STOCK, world), behind=behind, name="stock")


def _there(items: Iterable[Item], world: World) -> tuple[Item, ...]:
    return tuple(item for item in items if may_open(item, world) and _is_there(item, world))


def _is_there(item: Item, world: World) -> bool:
    """Whether a tile means anything now: what cannot be done is not drawn."""
    shop = world.shop
    match item:
        case Item.UNPARK:
            return bool(world.parked)
        case Item.SIGN_OUT:
            return world.person is not None
        case Item.SHIFT_END:
            return world.person is not None and shop.has_shifts and _shift_is_open(world)
    return True


def _shift_is_open(world: World) -> bool:
    return world.past.drawer().shift > 0
