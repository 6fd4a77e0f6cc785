"""A player: hands at the counter. What goes through the screen is counted there, not here."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kivy.base import EventLoop

from codes import Command, ControlCode, Scan
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    DropSale,
    Erased,
    Event,
    MoneySeen,
    Opened,
    Rested,
    SymbolsWanted,
    TransferWanted,
    Typed,
    WentBack,
)
from device.counter.state import Ready, SignedOut, State
from device.counter.states.asking import Item
from device.ui.command import Reprint
from device.ui.desk import Desk
from device.ui.drawing import Act, Button
from device.ui.remote import RemoteTouch

_FRAMES = 3
"""So many frames after a hand's move everything that follows from it is on the glass."""
_CODES: dict[Act, Command] = {
    CashTaken(): Command.PAY_CASH,
    TransferWanted(): Command.PAY_BY_QR,
    MoneySeen(): Command.MONEY_SEEN,
    Confirmed(): Command.CONFIRM,
    Erased(): Command.ERASE,
    Reprint(): Command.REPRINT,
    Opened(Item.DELIVERY): Command.DELIVERY,
    Opened(Item.RETURN): Command.RETURN,
    Opened(Item.SHIFT_END): Command.END_SHIFT,
}
"""Codes of the printed sheet with the same effect; any other button is pressed by its number."""


class StuckError(RuntimeError):
    """The screen does not offer what the task needs."""


@dataclass(slots=True)
class Counts:
    """What went through the screen for one customer."""

    scans: int = 0
    orders: int = 0
    """Codes of the printed sheet among them are counted here, not as scans."""
    touches: int = 0
    letters: int = 0
    digits: int = 0
    seconds: float = 0.0
    """Of our own handling: frames drawn, entries written. Nobody waits in it."""


@dataclass(slots=True)
class Dial:
    """The clock by which buttons are dead for a while; the player turns it on."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Return the seconds that it shows."""
        return self.seconds


class CountedDesk(Desk):
    """A desk that counts what is scanned and what fingers press."""

    counts: Counts
    _by_code = False

    def scanned(self, scan: Scan) -> None:
        """Count a code, then take it."""
        is_order = scan.data.startswith(b"QUAY:C/")
        self.counts.orders += is_order
        self.counts.scans += not is_order
        self._by_code = True
        super().scanned(scan)
        self._by_code = False

    def press(self, act: Act) -> None:
        """Count a finger, then do what it asks for."""
        if not self._by_code:
            self._count(act)
        super().press(act)

    def _count(self, act: Act) -> None:
        match act:
            case Typed(key=key) if key.isdigit():
                self.counts.digits += 1
            case Typed() | SymbolsWanted():
                self.counts.letters += 1
            case _:
                self.counts.touches += 1


@dataclass(slots=True)
class Player:
    """Scans and touches, or does everything by codes alone."""

    desk: CountedDesk
    window: Any
    dial: Dial
    receipt: Callable[[], str]
    """Returns what the QR code of the newest receipt says."""
    by_codes: bool = False
    counts: Counts = field(default_factory=Counts)

    def begin(self, *, by_codes: bool) -> None:
        """Begin to count anew."""
        self.by_codes, self.counts = by_codes, Counts()
        self.desk.counts = self.counts

    @property
    def state(self) -> State:
        """The counter's state."""
        return self.desk.till.state

    def scan(self, text: str) -> None:
        """Hold a code before the scanner."""
        controls = self.desk.kit.controls
        if controls is None:
            raise StuckError("there is no fake scanner")
        self._timed(lambda: controls.scanner.read(text.encode()))

    def tell(self, event: Event) -> None:
        """Let something come from outside: the province, the bank."""
        self._timed(lambda: self.desk.bridge.post(lambda: self.desk.till.handle(event)))

    def do(self, act: Act) -> None:
        """Press the button that asks for this, once its dead time is over; or give its code."""
        if self.by_codes and act in _CODES:
            self.scan(ControlCode(_CODES[act]).text)
            return
        button = self._button(lambda button: button.act == act, str(act))
        if self.by_codes:
            self._by_number(button)
        else:
            self._touch(button)

    def key_in(self, text: str) -> None:
        """Type with the keys on the screen."""
        for key in text:
            if self.by_codes and key.isdigit():
                self.scan(ControlCode(Command.DIGIT, int(key)).text)
                continue
            if not self._has(Typed(key)):
                self._touch(self._button(lambda button: button.act == SymbolsWanted(), key))
            self._touch(self._button(lambda button: button.act == Typed(key), key))  # noqa: B023

    def _has(self, act: Act) -> bool:
        return any(button.act == act for button in self._drawn())

    def at_rest(self) -> None:
        """Leave whatever the last customer left behind, so that the next one finds a counter."""
        self.by_codes = False
        for event in (Rested(), Dismissed(), WentBack(), WentBack(), WentBack(), DropSale()):
            if not isinstance(self.state, Ready | SignedOut):
                self.tell(event)

    def must_be(self, kind: type[State]) -> None:
        """Raise `StuckError` unless the counter is in a state of this kind."""
        if not isinstance(self.state, kind):
            raise StuckError(f"{type(self.state).__name__} instead of {kind.__name__}")

    def _drawn(self) -> tuple[Button, ...]:
        return self.desk.stage.terminal.drawing.buttons

    def _button(self, fits: Callable[[Button], bool], wish: str) -> Button:
        found = next(filter(fits, self._drawn()), None)
        if found is None:
            there = [button.words for button in self._drawn()]
            raise StuckError(f"{type(self.state).__name__}: no button for {wish}; {there}")
        return found

    def _by_number(self, button: Button) -> None:
        numbered = self.desk.stage.terminal.drawing.numbered
        if button not in numbered:
            raise StuckError(f"no code presses {button.words!r}")
        self.scan(ControlCode(Command.PRESS, numbered.index(button) + 1).text)

    def _touch(self, button: Button) -> None:
        """Put a finger on the middle of a button and let go a frame later."""
        self.dial.seconds += self.desk.stage.finger.dead_for(button) + 0.01
        x, y = self.desk.stage.terminal.to_window(button.box.centre, button.box.middle)
        place = (x / (self.window.width - 1), y / (self.window.height - 1))
        touch = RemoteTouch(1, place)
        self._timed(lambda: EventLoop.post_dispatch_input("begin", touch))
        self._timed(lambda: EventLoop.post_dispatch_input("end", touch))

    def _timed(self, move: Callable[[], object]) -> None:
        begun = time.perf_counter()
        move()
        for _frame in range(_FRAMES):
            EventLoop.idle()
        self.counts.seconds += time.perf_counter() - begun
