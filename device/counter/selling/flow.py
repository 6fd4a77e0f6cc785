"""The flow of a sale: what each event does while one is open, or could be."""

from collections.abc import Callable
from typing import Any

from codes import ControlCode
from device.counter.event import Dismissed, Event, HelpWanted, MoneyCame, RecallCame, Scanned
from device.counter.selling import blocked, paying, pressing, quantity, transfer
from device.counter.selling.blocking import recalled
from device.counter.selling.prescription import prescribed
from device.counter.selling.scanning import scan
from device.counter.state import (
    Blocked,
    Paid,
    PaperHelp,
    Quantity,
    Ready,
    SaveFailed,
    Saving,
    Selling,
    State,
    Transfer,
)
from device.counter.step import Step
from device.counter.world import World

__all__ = ["money_came", "prescribed", "step"]


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing to a sale."""
    if isinstance(state, Saving):
        return paying.saving(state, event, world)
    if isinstance(event, Scanned) and not isinstance(event.code, ControlCode):
        return scan(state, event.code, world)
    if isinstance(event, RecallCame):
        return recalled(state, world)
    pressed = _PRESSED.get(type(state))
    return pressed(state, event, world) if pressed else None


def money_came(state: State, event: MoneyCame, world: World) -> Step:
    """Take the bank's notice of a transfer that is awaited, also behind another screen.

    One that nobody awaits (the sale was dropped, paid otherwise or gone back to) changes nothing.
    """
    awaited = transfer.awaited(state)
    if awaited is None:
        return Step(state=state)
    return transfer.step(awaited, event, world) or Step(state=state)


def _ready(state: Ready, event: Event, world: World) -> Step | None:
    del world
    return pressing.ready(state, event)


def _help(state: PaperHelp, event: Event, world: World) -> Step | None:
    del world
    return Step(state=state.behind) if isinstance(event, Dismissed) else None


def _paid(state: Paid, event: Event, world: World) -> Step | None:
    if isinstance(event, HelpWanted):
        return Step(state=PaperHelp(behind=state))
    return paying.paid(state, event, world)


_PRESSED: dict[type, Callable[[Any, Event, World], Step | None]] = {
    Ready: _ready,
    Selling: pressing.selling,
    Blocked: blocked.step,
    Quantity: quantity.step,
    Transfer: transfer.step,
    SaveFailed: paying.failed,
    Paid: _paid,
    PaperHelp: _help,
}
