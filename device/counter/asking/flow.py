"""The flow of forms, choices, search, calls and menus."""

from collections.abc import Callable
from typing import Any

from codes import CitizenCard, Pack
from device.counter.asking import calling, filling, searching
from device.counter.asking.finishing import finish_choice
from device.counter.event import (
    Chosen,
    Event,
    MenuWanted,
    Opened,
    Picked,
    Scanned,
    TurnedPage,
)
from device.counter.goods import flow as goods
from device.counter.opening import open_item
from device.counter.people import no_sale
from device.counter.reversal import flow as reversal
from device.counter.state import CallPerson, Choice, Form, Gathering, Menu, Returning, Search, State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    room = _ROOMS.get(type(state))
    found = room(state, event, world) if room else None
    behind = getattr(state, "behind", None)
    if found is None and isinstance(event, Scanned) and isinstance(behind, Gathering):
        return goods.step(behind, event, world)  # packs go on being gathered, not sold
    if found is None and isinstance(behind, Returning) and _is_of_return(state, event):
        return reversal.step(behind, event, world)
    if isinstance(event, Opened | MenuWanted) and isinstance(behind, Gathering):
        return Step(state=state)  # another screen would lose the list
    return found


def _is_of_return(state: State, event: Event) -> bool:
    """CTL-12: whether who is being keyed in has found the card after all, or one more pack."""
    return (
        isinstance(state, Form)
        and isinstance(event, Scanned)
        and isinstance(event.code, CitizenCard | Pack)
    )


def _choice(choice: Choice, event: Event, world: World) -> Step | None:
    if choice.chosen:
        return no_sale.step(choice, event, world)
    options = choice.options
    match event:
        case Chosen(name=name) if name in options:
            return finish_choice(choice, name, world)
        case Picked(index=index) if 0 <= index < len(options):
            return finish_choice(choice, options[index], world)
    return None


def _menu(menu: Menu, event: Event, world: World) -> Step | None:
    match event:
        case Picked(index=index) if 0 <= index < len(menu.items):
            return open_item(menu.items[index], menu, world)
        case TurnedPage() if Item.MORE in menu.items:
            return open_item(Item.MORE, menu, world)
    return None


_ROOMS: dict[type, Callable[[Any, Event, World], Step | None]] = {
    Form: filling.step,
    Choice: _choice,
    Search: searching.step,
    CallPerson: calling.step,
    Menu: _menu,
}
