"""What each tile of a menu leads to."""

from collections.abc import Callable

from device.counter.state import State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World

Opener = Callable[[State, World], Step | None]

_OPENERS: dict[Item, Opener] = {}


def open_item(item: Item, state: State, world: World) -> Step | None:
    """Return what a tile leads to; None where there is nothing (yet)."""
    opener = _OPENERS.get(item)
    return opener(state, world) if opener else None
