"""The orders of the printed sheet: scanned instead of touched, with the same effect."""

from dataclasses import replace

from codes import Command, ControlCode, Pack
from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    DropSale,
    Erased,
    Event,
    MenuWanted,
    MoneySeen,
    Opened,
    PrintWanted,
    SetQuantity,
    TransferWanted,
    TurnedPage,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
    Selling,
    State,
    Transfer,
)
from device.counter.states.asking import Item

_EVENTS: dict[Command, Event] = {
    Command.PAY_CASH: CashTaken(),
    Command.PAY_BY_QR: TransferWanted(),
    Command.MONEY_SEEN: MoneySeen(),
    Command.REMOVE_LAST: UndoScan(),
    Command.CANCEL: DropSale(),
    Command.MENU: MenuWanted(),
    Command.BACK: WentBack(),
    Command.CONFIRM: Confirmed(),
    Command.NEXT: TurnedPage(),
    Command.PRINT: PrintWanted(),
    Command.ERASE: Erased(),
    Command.SEARCH: Opened(Item.SEARCH),
    Command.PARK: Opened(Item.PARK),
    Command.UNPARK: Opened(Item.UNPARK),
    Command.LABELS: Opened(Item.LABELS),
    Command.RETURN: Opened(Item.RETURN),
    Command.STOCK: Opened(Item.STOCK),
    Command.DELIVERY: Opened(Item.DELIVERY),
    Command.COUNT: Opened(Item.COUNT),
    Command.SIGN_OUT: Opened(Item.SIGN_OUT),
    Command.END_SHIFT: Opened(Item.SHIFT_END),
}
"""What an order stands for on every screen. `Command.PRESS` is none: only the screen knows which
of its buttons is meant, and it presses that."""


def event_for(state: State, code: ControlCode) -> Event | None:
    """Return the touch that an order stands for; None where there is none."""
    match state, code.command:
        case Blocked(pack=Pack()), Command.REMOVE_LAST:
            return Dismissed()  # the last scan is the pack that was refused
        case PaperHelp(), Command.CONFIRM:
            return Dismissed()
        case _, Command.QUANTITY:
            return SetQuantity(code.number)
        case _, Command.DIGIT:
            return Typed(str(code.number))
    return _EVENTS.get(code.command)


_WANT_A_SALE = frozenset(
    {
        Command.PAY_CASH,
        Command.PAY_BY_QR,
        Command.MONEY_SEEN,
        Command.QUANTITY,
        Command.REMOVE_LAST,
        Command.CANCEL,
    }
)


def unheard(state: State, code: ControlCode) -> tuple[State, Cue]:
    """Say that an order changed nothing, and why; a screen that must be answered first stays."""
    notice = _why(code.command)
    match state:
        case Selling() if notice:
            return replace(state, notice=notice, code="", unknown=None), Cue.WARN
        case Blocked() | SaveFailed() | Transfer():
            return state, Cue.BLOCK
        case Ready() | Paid() if notice is Notice.NOT_YOURS:
            return Ready(notice=notice), Cue.WARN
        case Ready() if notice:
            return Ready(notice=notice), Cue.WARN
    return state, Cue.WARN


def _why(command: Command) -> Notice | None:
    if command is Command.END_SHIFT:
        return Notice.NOT_YOURS
    return Notice.NOTHING_SCANNED if command in _WANT_A_SALE else None
