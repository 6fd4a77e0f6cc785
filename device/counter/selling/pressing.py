"""What is pressed while a sale is open, or could be."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    DropSale,
    Event,
    HelpWanted,
    NotAllowed,
    NotSaved,
    Opened,
    Picked,
    SetQuantity,
    TransferWanted,
    TurnedPage,
    UndoScan,
)
from device.counter.goods.recalls import idle
from device.counter.payment import CASH
from device.counter.selling.paying import pay
from device.counter.selling.quantity import changed, open_quantity
from device.counter.selling.showing import shown
from device.counter.selling.transfer import begin
from device.counter.state import Notice, PaperHelp, Ready, Search, Selling
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def selling(state: Selling, event: Event, world: World) -> Step | None:
    """Return what an event leads to while a sale is open."""
    match event:
        case UndoScan():
            return Step(state=shown(state.sale.undo(), world, after=state))
        case DropSale():
            return Step(state=idle(world))
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case NotSaved() | NotAllowed() if state.notice is Notice.CODE_LINKED:
            # The pack is in the sale all the same; its code will be unknown again.
            return Step(state=replace(state, notice=None), cue=Cue.WARN)
    return _lines(state, event, world) if state.can_pay else ready(state, event)


def _lines(state: Selling, event: Event, world: World) -> Step | None:
    """Pay, or change a line."""
    match event:
        case CashTaken():
            return pay(state.sale, CASH, world)
        case TransferWanted():
            return begin(state, world)
        case Picked(index=index):
            found = open_quantity(state.sale, index, world)
            return Step(state=found) if found else None
        case SetQuantity(quantity=quantity) if quantity > 0:
            newest = open_quantity(state.sale, len(state.sale.lines) - 1, world)
            return changed(newest, quantity, world) if newest else None
    return ready(state, event)


def ready(state: Ready | Selling, event: Event) -> Step | None:
    """Return what an event leads to whether or not a sale is open."""
    match event:
        case HelpWanted():
            return Step(state=PaperHelp(behind=state))
        case Opened(item=Item.SEARCH) if state.unknown:
            behind = replace(state, notice=None, code="")
            link = Search(purpose="link", code=state.unknown.gtin, behind=behind)
            return Step(state=link)
    return None
