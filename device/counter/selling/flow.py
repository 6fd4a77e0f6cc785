"""The flow of a sale: what each event does while one is open, or could be."""

from codes import ControlCode
from device.counter.cue import Cue
from device.counter.deed import CommitSale
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
from device.counter.payment import CASH, Payment
from device.counter.rules import Refusal, check_line
from device.counter.sale import OpenSale
from device.counter.selling.scanning import scan
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
    Saving,
    Selling,
    State,
)
from device.counter.step import Step
from device.counter.world import World


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing to a sale."""
    if isinstance(state, Saving):
        return _saving(state, event)
    if isinstance(event, Scanned) and not isinstance(event.code, ControlCode):
        after, cue = scan(state, event.code, shelf=world.shelf, today=world.today)
        return Step(state=after, cue=cue)
    if isinstance(event, CashTaken):
        return _take(state, CASH, world)
    after = _pressed(state, event)
    return None if after is state else Step(state=after)


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
                payment=state.payment,
            )
            return Step(state=paid, cue=Cue.SOLD)
        case NotSaved(fault=fault):
            failed = SaveFailed(sale=state.sale, fault=fault, payment=state.payment)
            return Step(state=failed, cue=Cue.BLOCK)
    return Step(state=state)


def _take(state: State, payment: Payment, world: World) -> Step:
    """Check every line once more: taking a scan back may have taken the prescription away."""
    match state:
        case Selling(sale=sale, can_pay=True) | SaveFailed(sale=sale, paying=True):
            for line in sale.lines:
                rule = check_line(line, sale, today=world.today)
                if rule:
                    refusal = Refusal(rule=rule, line=line)
                    blocked = Blocked(sale=sale, refusal=refusal, payment=payment)
                    return Step(state=blocked, cue=Cue.BLOCK)
            saving = Saving(sale=sale, payment=payment)
            return Step(state=saving, deeds=(CommitSale(sale=sale, payment=payment),))
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
