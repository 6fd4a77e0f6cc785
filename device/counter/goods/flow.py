"""The flow of stock, recalls and registers."""

from device.counter.event import Event
from device.counter.goods.books import step as books_step
from device.counter.goods.delivered_file import file_read
from device.counter.goods.gathering import step as gathering_step
from device.counter.goods.listing import step as listing_step
from device.counter.goods.recalls import recall_came
from device.counter.goods.recalls import step as recalls_step
from device.counter.state import Gathering, RecallShown, Registers, State, StockList
from device.counter.step import Step
from device.counter.world import World

__all__ = ["file_read", "recall_came", "step"]


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match state:
        case Gathering():
            return gathering_step(state, event, world)
        case StockList():
            return listing_step(state, event, world)
        case RecallShown():
            return recalls_step(state, event, world)
        case Registers():
            return books_step(state, event, world)
    return None
