"""What the tiles of the terminal lead to."""

from device.counter.cue import Cue
from device.counter.deed import Train
from device.counter.open_sale import open_sale
from device.counter.opening import Opener
from device.counter.state import Notice, Ready, Selling, Service, State, Tuning, WhatLeaves
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def _service(state: State, world: World) -> Step:
    return Step(state=Service(behind=state, opened_at=world.now))


def _tuning(state: State, world: World) -> Step:
    return Step(state=Tuning(large=world.large, language=world.language, behind=state))


def _sent(state: State, world: World) -> Step:
    return _sale_first(state) or Step(state=WhatLeaves(sent=world.past.last_sent()))


def _training(state: State, world: World) -> Step:
    """Go into training, or back: never with a sale that is open or put by."""
    waiting = _sale_first(state)
    if waiting:
        return waiting
    if world.parked:
        return Step(state=Ready(notice=Notice.SALE_OPEN), cue=Cue.WARN)
    return Step(state=Ready(), deeds=(Train(on=not world.is_training),))


def _sale_first(state: State) -> Step | None:
    sale = open_sale(state)
    if sale.empty:
        return None
    return Step(state=Selling(sale=sale, notice=Notice.SALE_OPEN), cue=Cue.WARN)


openers: dict[Item, Opener] = {
    Item.SERVICE: _service,
    Item.TUNING: _tuning,
    Item.SENT: _sent,
    Item.TRAINING: _training,
}
