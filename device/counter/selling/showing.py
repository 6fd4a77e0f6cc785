"""The screen of an open sale, as it is shown after each change."""

from device.counter.cue import Cue
from device.counter.open_sale import open_sale
from device.counter.rules import warnings
from device.counter.sale import OpenSale
from device.counter.state import Menu, Notice, Ready, Selling, State
from device.counter.step import Step
from device.counter.world import World


def shown(sale: OpenSale, world: World, *, after: State | None = None) -> Ready | Selling:
    """Return the open sale with what should be said of it; `Ready` where nothing is open.

    `after` is the state before: whether the province is still being asked goes on from it.
    """
    if sale.empty:
        return Ready()
    is_asking = after is not None and _asks(after) and _same_prescription(after, sale)
    return Selling(sale=sale, warnings=warnings(sale, world), is_asking=is_asking)


def noticed(
    sale: OpenSale,
    notice: Notice,
    world: World,
    *,
    code: str = "",
    cue: Cue = Cue.WARN,
    after: State | None = None,
) -> Step:
    """Return the open sale, or `Ready`, with a short word over it."""
    state = shown(sale, world, after=after)
    if isinstance(state, Ready):
        return Step(state=Ready(notice=notice, code=code), cue=cue)
    said = Selling(
        sale=state.sale,
        notice=notice,
        code=code,
        warnings=state.warnings,
        is_asking=state.is_asking,
    )
    return Step(state=said, cue=cue)


def under_menu(state: State) -> State:
    """Return what lies under the menus that are open."""
    while isinstance(state, Menu):
        state = state.behind
    return state


def _asks(state: State) -> bool:
    behind: State | None = getattr(state, "behind", None)
    if isinstance(state, Selling):
        return state.is_asking
    return behind is not None and _asks(behind)


def _same_prescription(state: State, sale: OpenSale) -> bool:
    before = open_sale(state).prescription
    return before is not None and before == sale.prescription
