"""The counter's state machine: a state and an event give the next state. Pure."""

from dataclasses import dataclass
from datetime import date

from device.counter.cue import Cue
from device.counter.drug import Shelf
from device.counter.event import (
    CashTaken,
    Dismissed,
    Event,
    HelpWanted,
    NotSaved,
    Rested,
    Saved,
    Scanned,
    UndoScan,
)
from device.counter.rules import Refusal, check_line
from device.counter.sale import OpenSale
from device.counter.scanning import scan
from device.counter.state import (
    Blocked,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
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


def step(state: State, event: Event, *, shelf: Shelf, today: date) -> Step:
    """Return the next state. An event that means nothing in this state changes nothing."""
    if isinstance(state, Saving):
        return _saving(state, event)
    if isinstance(event, Scanned):
        after, cue = scan(state, event.code, shelf=shelf, today=today)
        return Step(state=after, cue=cue)
    if isinstance(event, CashTaken):
        return _cash_taken(state, today)
    return Step(state=_pressed(state, event))


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
        case Selling(sale=sale, can_pay=True) | SaveFailed(sale=sale):
            for line in sale.lines:
                rule = check_line(line, sale, today=today)
                if rule:
                    refusal = Refusal(rule=rule, line=line)
                    return Step(state=Blocked(sale=sale, refusal=refusal), cue=Cue.BLOCK)
            return Step(state=Saving(sale=sale), commit=sale)
    return Step(state=state)


def _pressed(state: State, event: Event) -> State:
    match state, event:
        case Selling(sale=sale), UndoScan():
            return _open(sale.undo())
        case ((Blocked(sale=sale) | SaveFailed(sale=sale)), Dismissed()):
            return _open(sale)
        case PaperHelp(behind=behind), Dismissed():
            return behind
        case ((Ready() | Selling() | Paid()), HelpWanted()):
            return PaperHelp(behind=state)
        case Paid(), Rested():
            return Ready()
    return state


def _open(sale: OpenSale) -> State:
    return Ready() if sale.empty else Selling(sale=sale)
