"""The counter's state machine: a state and an event give the next state. Pure."""

from dataclasses import dataclass
from datetime import date

from codes import Command, ControlCode
from device.counter.cue import Cue
from device.counter.drug import Shelf
from device.counter.event import (
    CashTaken,
    Dismissed,
    DropSale,
    Event,
    HelpWanted,
    NotSaved,
    Rested,
    Saved,
    Scanned,
    SetQuantity,
    UndoScan,
)
from device.counter.orders import event_for, unheard
from device.counter.rules import Refusal, check_line
from device.counter.sale import OpenSale
from device.counter.scanning import open_sale, scan
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Selling,
    State,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What an event led to."""

    state: State
    cue: Cue | None = None
    commit: OpenSale | None = None
    """The sale that must now be written to the ledger; `Saved` or `NotSaved` answers."""
    reprint: bool = False
    """Whether the newest receipt is wanted once more."""


def step(
    state: State, event: Event, *, shelf: Shelf, today: date, fault: SaveFault | None = None
) -> Step:
    """Return the next state. An event that means nothing in this state changes nothing.

    `fault`: why nothing could be written now; then no sale begins and no money is taken.
    """
    if isinstance(state, Saving):
        return _saving(state, event)
    found = _step(state, event, shelf=shelf, today=today)
    return found if fault is None else _held_back(state, found, fault)


def _held_back(state: State, found: Step, fault: SaveFault) -> Step:
    """Stop a sale at its first pack, and again before the money."""
    if found.commit is not None:
        return Step(state=SaveFailed(sale=found.commit, fault=fault), cue=Cue.BLOCK)
    was_held = isinstance(state, SaveFailed) and not state.paying
    begins = was_held or not open_sale(state).lines
    if begins and isinstance(found.state, Selling) and found.state.can_pay:
        held = SaveFailed(sale=found.state.sale, fault=fault, paying=False)
        return Step(state=held, cue=Cue.BLOCK)
    return found


def _step(state: State, event: Event, *, shelf: Shelf, today: date) -> Step:
    if isinstance(event, Scanned):
        if isinstance(event.code, ControlCode):
            return _ordered(state, event.code, shelf=shelf, today=today)
        after, cue = scan(state, event.code, shelf=shelf, today=today)
        return Step(state=after, cue=cue)
    if isinstance(event, CashTaken):
        return _cash_taken(state, today)
    return Step(state=_pressed(state, event))


def _ordered(state: State, code: ControlCode, *, shelf: Shelf, today: date) -> Step:
    """Do what a code of the printed sheet orders, and never leave it without a sound."""
    if code.command is Command.REPRINT:
        return Step(state=state, cue=Cue.READ, reprint=True)
    event = event_for(state, code)
    found = Step(state=state) if event is None else _step(state, event, shelf=shelf, today=today)
    if found.state is state:
        after, cue = unheard(state, code)
        return Step(state=after, cue=cue)
    if found.cue or found.commit:
        return found  # the sale's own sound follows
    refused = isinstance(found.state, Ready | Selling) and found.state.notice
    return Step(state=found.state, cue=Cue.WARN if refused else Cue.READ)


def _saving(state: Saving, event: Event) -> Step:
    """While a sale is being written only the ledger's answer counts."""
    match event:
        case Saved(number=number, at=at):
            paid = Paid(
                number=number,
                total_vnd=state.sale.total_vnd,
                line_count=len(state.sale.lines),
                on_prescription=state.sale.prescription is not None,
                at=at,
            )
            return Step(state=paid, cue=Cue.SOLD)
        case NotSaved(fault=fault):
            return Step(state=SaveFailed(sale=state.sale, fault=fault), cue=Cue.BLOCK)
    return Step(state=state)


def _cash_taken(state: State, today: date) -> Step:
    """Check every line once more: taking a scan back may have taken the prescription away."""
    match state:
        case Selling(sale=sale, can_pay=True) | SaveFailed(sale=sale, paying=True):
            for line in sale.lines:
                rule = check_line(line, sale, today=today)
                if rule:
                    refusal = Refusal(rule=rule, line=line)
                    return Step(state=Blocked(sale=sale, refusal=refusal), cue=Cue.BLOCK)
            return Step(state=Saving(sale=sale), commit=sale)
    return Step(state=state)


def _pressed(state: State, event: Event) -> State:
    after = state
    match state, event:
        case Selling(sale=sale), UndoScan():
            after = _open(sale.undo())
        case Selling(sale=sale, can_pay=True), SetQuantity(quantity=quantity):
            after = _with_quantity(sale, quantity)
        case ((Blocked(sale=sale) | SaveFailed(sale=sale)), Dismissed()):
            after = _open(sale)
        case PaperHelp(behind=behind), Dismissed():
            after = behind
        case ((Ready() | Selling() | Paid()), HelpWanted()):
            after = PaperHelp(behind=state)
        case (Paid(), Rested()) | ((Selling() | Blocked() | SaveFailed()), DropSale()):
            after = Ready()
    return after


def _with_quantity(sale: OpenSale, quantity: int) -> State:
    """Packs with serial numbers are each a pack of its own: only scanning counts them."""
    if sale.lines[-1].serials:
        return Selling(sale=sale, notice=Notice.COUNTED_BY_SCAN)
    return Selling(sale=sale.with_quantity(quantity))


def _open(sale: OpenSale) -> State:
    return Ready() if sale.empty else Selling(sale=sale)
