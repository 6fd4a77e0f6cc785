"""Paying by transfer: a code made for this sale, and the money that comes (or does not)."""

from dataclasses import replace

from codes.vietqr import VietQR, plain_memo, write_vietqr
from device.counter.cue import Cue
from device.counter.deed import AwaitMoney
from device.counter.event import DropSale, Event, MoneyCame, MoneySeen, WentBack
from device.counter.goods.recalls import idle
from device.counter.payment import Transfer as ByTransfer
from device.counter.payment import Witness
from device.counter.rules import refuse_sale
from device.counter.sale import OpenSale
from device.counter.selling.paying import pay
from device.counter.selling.showing import noticed, shown
from device.counter.shop import Account
from device.counter.state import Blocked, Notice, Selling, State, Transfer
from device.counter.step import Step
from device.counter.world import World


def begin(state: Selling, world: World) -> Step:
    """Show the code of this sale's sum, and wait for the money.

    Nothing can be transferred without an account of the outlet's own (PAY-02), nor a sum of
    nought.
    """
    sale = state.sale
    refusal = refuse_sale(sale, world)
    if refusal:
        return Step(state=Blocked(sale=sale, refusal=refusal, in_sale=True), cue=Cue.BLOCK)
    memo = plain_memo(f"QT {world.random_reference}")
    text = _code(world.shop.account, sale, memo)
    if text is None:
        return noticed(sale, Notice.NO_TRANSFER, world, after=state)
    awaited = Transfer(
        sale=sale,
        text=text,
        reference=world.random_reference,
        memo=memo,
        amount_vnd=sale.total_vnd,
        since=world.now,
    )
    return Step(state=awaited, deeds=(AwaitMoney(awaited.reference, awaited.amount_vnd),))


def _code(account: Account | None, sale: OpenSale, memo: str) -> str | None:
    """Write the code; None where there can be none."""
    if account is None:
        return None
    code = VietQR(
        bank=account.bank,
        account=account.number,
        amount_vnd=sale.total_vnd,
        memo=memo,
        dynamic=True,
    )
    try:
        return write_vietqr(code)
    except ValueError:  # a sum of nought, or an account that cannot be
        return None


def step(state: Transfer, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match event:
        case MoneySeen():
            return _came(state, Witness.STAFF, world)
        case MoneyCame() if event.reference == state.reference:
            return _notice_came(state, event, world)
        case WentBack():
            return Step(state=shown(state.sale, world, after=state))
        case DropSale():
            return Step(state=idle(world))
    return None


def _notice_came(state: Transfer, event: MoneyCame, world: World) -> Step:
    if event.amount_vnd == state.amount_vnd:
        return _came(state, Witness.BANK, world)
    return Step(state=replace(state, came_vnd=event.amount_vnd), cue=Cue.WARN)


def _came(state: Transfer, witness: Witness, world: World) -> Step:
    payment = ByTransfer(reference=state.reference, witness=witness)
    return pay(state.sale, payment, world)


def awaited(state: State) -> Transfer | None:
    """Return the transfer that is awaited in a state, or behind it."""
    if isinstance(state, Transfer):
        return state
    behind: State | None = getattr(state, "behind", None)
    return None if behind is None else awaited(behind)
