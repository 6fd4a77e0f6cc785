"""The counter's state machine: a state and an event give the next state. Pure.

Each folder beside this file answers for its own states; what it does not answer is answered here:
a scanned pack leads to the sale from wherever it is scanned, the sheet's orders mean the same
everywhere, and what lies behind a screen comes back.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from codes import CitizenCard, Command, ControlCode, Pack, PrescriptionCode, RegistrationNumber
from device.counter import orders
from device.counter.asking import flow as asking
from device.counter.asking.menu import menu_for
from device.counter.asking.rights import EVERYBODY, has_any
from device.counter.cue import Cue
from device.counter.deed import Paper, Print
from device.counter.event import (
    Event,
    FileRead,
    LetterCame,
    MenuWanted,
    MoneyCame,
    Opened,
    PowerCameBack,
    Prescribed,
    RecallCame,
    Scanned,
    WentBack,
)
from device.counter.goods import flow as goods
from device.counter.open_sale import open_sale
from device.counter.opening import open_item
from device.counter.payment import CASH
from device.counter.people import flow as people
from device.counter.reversal import flow as reversal
from device.counter.selling import flow as selling
from device.counter.state import (
    AfterPowerCut,
    Blocked,
    CallPerson,
    Choice,
    Done,
    Ending,
    FindSale,
    Form,
    Gathering,
    LetterShown,
    Menu,
    Paid,
    Quantity,
    Ready,
    RecallShown,
    Registers,
    Returning,
    SaveFailed,
    Saving,
    Search,
    Selling,
    Service,
    ShiftClosing,
    ShiftOpening,
    SignedOut,
    State,
    StockList,
    Transfer,
    Tuning,
    WhatLeaves,
)
from device.counter.step import Step
from device.counter.terminal import flow as terminal
from device.counter.world import World

Room = Callable[[Any, Event, World], Step | None]

_ROOMS: dict[type, Room] = {
    **dict.fromkeys((Form, Choice, Search, CallPerson, Menu), asking.step),
    **dict.fromkeys((SignedOut, ShiftOpening, ShiftClosing), people.step),
    **dict.fromkeys((FindSale, Returning), reversal.step),
    **dict.fromkeys((Gathering, StockList, RecallShown, Registers), goods.step),
    **dict.fromkeys((Service, Tuning, AfterPowerCut, LetterShown, WhatLeaves, Done), terminal.step),
    Ending: terminal.step,
}
"""Whose states are whose; all others are the sale's."""

_STAYS = (SignedOut, ShiftOpening, ShiftClosing, RecallShown, LetterShown)
"""Screens that a scan does not leave: somebody has to answer them first."""

_SELLS = (Pack, PrescriptionCode, CitizenCard, RegistrationNumber)
"""Codes that go to the sale from wherever they are scanned."""

_OF_A_SALE = (Ready, Selling, Blocked, Quantity, Transfer, SaveFailed, Paid)


def step(state: State, event: Event, world: World) -> Step:
    """Return the next state. An event that means nothing in this state changes nothing."""
    found = _answer(state, event, world)
    found = found if world.fault is None else _held_back(state, found, world)
    return terminal.ended(state, found, world)


def _answer(state: State, event: Event, world: World) -> Step:
    if isinstance(state, Saving):
        return selling.step(state, event, world) or Step(state=state)
    if isinstance(state, Ending):
        return terminal.step(state, event, world) or Step(state=state)
    match event:
        case Scanned(code=ControlCode() as code):
            return _ordered(state, code, world)
        case Prescribed():
            return selling.prescribed(state, event, world)
        case MoneyCame():
            return selling.money_came(state, event, world)
    room = _ROOMS.get(type(state), selling.step)
    return room(state, event, world) or _anywhere(state, event, world)


def _anywhere(state: State, event: Event, world: World) -> Step:
    """Answer what means the same on every screen."""
    match event:
        case Scanned():
            return _scanned(state, event, world)
        case RecallCame():
            return goods.recall_came(state, world)
        case LetterCame():
            return terminal.letter_came(state, world)
        case FileRead():
            return goods.file_read(state, event, world)
        case PowerCameBack():
            return terminal.power_came_back(state, event)
    return _led(state, event, world) or Step(state=state)


def _scanned(state: State, event: Scanned, world: World) -> Step:
    """Take a scan to the sale. What says nothing to one takes nobody's half-filled form away."""
    if isinstance(state, _STAYS):
        return Step(state=state, cue=Cue.BLOCK)
    if not isinstance(event.code, _SELLS) and not isinstance(state, Menu):
        return Step(state=state, cue=Cue.WARN)
    before = _before_scan(state)
    return selling.step(before, event, world) or Step(state=before)


def _led(state: State, event: Event, world: World) -> Step | None:
    """Lead to another screen, or back."""
    match event:
        case Opened(item=item):
            return open_item(item, state, world)
        case MenuWanted():
            return Step(state=menu_for(state, world))
        case WentBack():
            return Step(state=getattr(state, "behind", state))
    return None


def _before_scan(state: State) -> State:
    """Return the screen of the sale that a scan goes to: a block is lifted from under its form."""
    behind: State | None = getattr(state, "behind", None)
    if isinstance(state, _OF_A_SALE):
        return state
    return Ready() if behind is None else _before_scan(behind)


def _ordered(state: State, code: ControlCode, world: World) -> Step:
    """Do what a code of the printed sheet orders, and never leave it without a sound."""
    if code.command is Command.REPRINT:
        return _reprinted(state, world)
    event = orders.event_for(state, code)
    found = Step(state=state) if event is None else _answer(state, event, world)
    if found.state is state and not found.deeds:
        after, cue = orders.unheard(state, code)
        return Step(state=after, cue=cue)
    if found.cue or found.commit:
        return found  # the sale's own sound follows
    refused = isinstance(found.state, Ready | Selling) and found.state.notice
    return replace(found, cue=Cue.WARN if refused else Cue.READ)


def _reprinted(state: State, world: World) -> Step:
    """Print the newest receipt once more: for somebody who is signed in, where anybody has to."""
    if isinstance(state, SignedOut) or not has_any(world.person, EVERYBODY, world):
        return Step(state=state, cue=Cue.BLOCK)
    return Step(state=state, cue=Cue.READ, deeds=(Print(Paper.RECEIPT_COPY),))


def _held_back(state: State, found: Step, world: World) -> Step:
    """While nothing can be written, stop a sale at its first pack, and again before the money."""
    if world.fault is None:
        return found
    if found.commit is not None:
        failed = SaveFailed(sale=found.commit, fault=world.fault, payment=found.payment or CASH)
        return Step(state=failed, cue=Cue.BLOCK)
    if isinstance(found.state, Transfer) and not isinstance(state, Transfer):
        # What comes now could not be written: nobody is asked for it.
        held = SaveFailed(sale=found.state.sale, fault=world.fault, paying=False)
        return Step(state=held, cue=Cue.BLOCK)
    was_held = isinstance(state, SaveFailed) and not state.paying
    begins = was_held or not open_sale(state).lines
    if begins and isinstance(found.state, Selling) and found.state.can_pay:
        held = SaveFailed(sale=found.state.sale, fault=world.fault, paying=False)
        return replace(found, state=held, cue=Cue.BLOCK)
    return found
