"""The orders of the printed sheet: scanned instead of touched, with the same effect."""

from codes import Command, ControlCode, Pack
from device.counter.cue import Cue
from device.counter.event import CashTaken, Dismissed, DropSale, Event, SetQuantity, UndoScan
from device.counter.state import Blocked, Notice, Paid, Ready, SaveFailed, Selling, State


def event_for(state: State, code: ControlCode) -> Event | None:
    """Return the touch that an order stands for; None where there is none (yet)."""
    match state, code.command:
        case Blocked(pack=Pack()), Command.REMOVE_LAST:
            return Dismissed()  # the last scan is the pack that was refused
        case _, Command.PAY_CASH:
            return CashTaken()
        case _, Command.REMOVE_LAST:
            return UndoScan()
        case _, Command.CANCEL:
            return DropSale()
        case _, Command.QUANTITY:
            return SetQuantity(code.quantity)
    return None


def unheard(state: State, code: ControlCode) -> tuple[State, Cue]:
    """Say that an order changed nothing, and why; a screen that must be answered first stays."""
    is_shift = code.command is Command.END_SHIFT
    match state:
        case Selling(sale=sale):
            is_transfer = code.command is Command.PAY_BY_QR and state.can_pay
            idle = Notice.NO_TRANSFER if is_transfer else Notice.NOTHING_SCANNED
            notice = Notice.NOT_YOURS if is_shift else idle
            return Selling(sale=sale, notice=notice), Cue.WARN
        case Blocked() | SaveFailed():
            return state, Cue.BLOCK
        case Ready() | Paid() if is_shift:
            return Ready(notice=Notice.NOT_YOURS), Cue.WARN
        case Ready():
            return Ready(notice=Notice.NOTHING_SCANNED), Cue.WARN
    return state, Cue.WARN
