"""Money is taken, the sale is written, and it is sold."""

from device.counter.asking.rights import may_sell
from device.counter.cue import Cue
from device.counter.deed import CommitSale, Paper, Print
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    DropSale,
    Event,
    MoneySeen,
    NotSaved,
    PrintWanted,
    Rested,
    Saved,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.payment import Payment
from device.counter.rules import refuse_sale, wants_label, without_needless
from device.counter.sale import OpenSale
from device.counter.selling.showing import noticed, shown
from device.counter.state import Blocked, Notice, Paid, SaveFailed, Saving
from device.counter.step import Step
from device.counter.world import World


def pay(sale: OpenSale, payment: Payment, world: World) -> Step:
    """Check every line once more, and have the sale written."""
    if not may_sell(world):
        return noticed(sale, Notice.NOT_YOURS, world)
    refusal = refuse_sale(sale, world)
    if refusal:
        blocked = Blocked(sale=sale, refusal=refusal, payment=payment, in_sale=True)
        return Step(state=blocked, cue=Cue.BLOCK)
    kept = without_needless(sale.pruned(), world)
    deeds = (CommitSale(sale=kept, payment=payment),)
    return Step(state=Saving(sale=kept, payment=payment), deeds=deeds)


def saving(state: Saving, event: Event, world: World) -> Step:
    """While a sale is being written only the ledger's answer counts."""
    match event:
        case Saved():
            return Step(state=_paid(state, event, world), cue=Cue.SOLD)
        case NotSaved(fault=fault):
            failed = SaveFailed(sale=state.sale, fault=fault, payment=state.payment)
            return Step(state=failed, cue=Cue.BLOCK)
    return Step(state=state)


def _paid(state: Saving, saved: Saved, world: World) -> Paid:
    sale = state.sale
    return Paid(
        number=saved.number,
        total_vnd=sale.total_vnd,
        line_count=len(sale.lines),
        on_prescription=sale.prescription is not None,
        at=saved.at,
        payment=state.payment,
        labels=labels(sale, world),
        rest=rest(sale),
    )


def labels(sale: OpenSale, world: World) -> int:
    """Return how many lines get a directions label (GPP-05)."""
    return sum(wants_label(line, sale, world.parameters) for line in sale.lines)


def rest(sale: OpenSale) -> int:
    """Return how many lines of the prescription are not dispensed in full (RX-05)."""
    lines = sale.prescription.lines if sale.prescription else ()
    taken = {line.number: 0 for line in lines}
    for line in sale.lines:
        if line.prescribed in taken:
            taken[line.prescribed] += line.base_units
    return sum(1 for line in lines if line.left > taken[line.number])


def failed(state: SaveFailed, event: Event, world: World) -> Step | None:
    """The sale was not written: try again with the same payment, go back to it, or drop it."""
    match event:
        case CashTaken() | MoneySeen() | Confirmed() if state.paying:
            return pay(state.sale, state.payment, world)
        case Dismissed() | WentBack() | Confirmed():
            return Step(state=shown(state.sale, world, after=state))
        case DropSale():
            return Step(state=idle(world))
    return None


def paid(state: Paid, event: Event, world: World) -> Step | None:
    """The sale is in the ledger: its table stays until something else begins."""
    match event:
        case Rested() | Dismissed() | Confirmed() | WentBack():
            return Step(state=idle(world))
        case PrintWanted() if state.labels:
            return Step(state=state, deeds=(Print(Paper.LABELS),))
    return None
