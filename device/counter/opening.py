"""What each tile of a menu leads to, and who may open it."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from device.counter.asking.calling import call
from device.counter.asking.rights import EVERYBODY, called_for, has_any, may_open
from device.counter.cue import Cue
from device.counter.open_sale import open_sale
from device.counter.state import Notice, Ready, Selling, State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World

Opener = Callable[[State, World], Step | None]

_FOLDERS = ("selling", "asking", "goods", "reversal", "people", "terminal")


def open_item(item: Item, state: State, world: World) -> Step | None:
    """Return what a tile leads to, by way of who must be called; None where there is nothing."""
    if not may_open(item, world):
        return not_yours(state, world)
    found = openers()[item](state, world)
    roles = called_for(item)
    if found is None or not roles or isinstance(found.state, Ready | Selling):
        return found  # a notice, such as that a sale is open
    return call(found.state, behind=state, roles=roles, world=world)


def not_yours(state: State, world: World) -> Step:
    """Say over the open sale, or where none is, that this person may not.

    Where somebody has to sign in and nobody has, nothing is opened at all.
    """
    if not has_any(world.person, EVERYBODY, world):
        return Step(state=state, cue=Cue.BLOCK)
    sale = open_sale(state)
    refused = Notice.NOT_YOURS
    after = Ready(notice=refused) if sale.empty else Selling(sale=sale, notice=refused)
    return Step(state=after, cue=Cue.WARN)


@cache
def openers() -> Mapping[Item, Opener]:
    """Return what the folders offer in their `openers.py`.

    They are imported at the first use: some of them lead on to other tiles, and so import this.
    """
    found: dict[Item, Opener] = {}
    for folder in _FOLDERS:
        module = import_module(f"device.counter.{folder}.openers")
        found |= module.openers
    return found
