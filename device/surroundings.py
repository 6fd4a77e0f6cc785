"""What a till may use besides its backroom. Each has a stand-in for an outlet without it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from device.backroom import Backroom
from device.counter.event import Event, FileRead
from device.counter.letter import Letter
from device.counter.parameters import CURRENT, Parameters
from device.counter.past import PowerCut
from device.counter.shop import Shop
from device.counter.state import State
from device.in_force import House
from hardware.api import Beeper

Tell = Callable[[Event], None]
"""Takes an event from any thread."""


class Drawer(Protocol):
    """The cash drawer."""

    def open(self) -> None:
        """Open it; returns at once."""


class Pins(Protocol):
    """Checks PINs."""

    def ask(self, badge: str, pin: str) -> object:
        """Check a PIN off this thread; an event tells the outcome."""


class Provinces(Protocol):
    """The province, as far as the counter may ask it."""

    def ask(self, code: str) -> bool:
        """Ask what is left on a prescription; `Prescribed` tells, within a second.

        Returns False where nobody can be asked, and nothing will be told.
        """

    def measure(self) -> None:
        """Have the line measured: a few small questions more; returns at once."""


class Diagnoses(Protocol):
    """Writes the diagnostic bundle."""

    def write(self) -> None:
        """Write it onto the stick off this thread; `DiagnosisWritten` tells."""


class PowerSwitch(Protocol):
    """Switches the terminal off."""

    def off(self) -> None:
        """Switch it off soon, unless the mains is back by then; returns at once."""


class PowerWatch(Protocol):
    """Remembers what a power cut would destroy."""

    def sale_open(self, is_open: bool) -> None:  # noqa: FBT001 - what is so
        """Note whether a sale is open."""

    def seen(self) -> None:
        """Note that what the last power cut did has been read."""

    def beat(self) -> None:
        """Leave a sign of life; cheap to call often."""


class SuppliersFiles(Protocol):
    """Where suppliers' files lie."""

    def look(self, state: State) -> FileRead | None:
        """Return what lies there for the delivery that has just begun; cheap to call often."""

    def changed(self, state: State) -> None:
        """Note what the counter does now."""


class ProvincesWord(Protocol):
    """What the province says of the outlet and the rules."""

    def look(self, today: date) -> House | None:
        """Return what holds where it may have changed; cheap to call often."""


class Messages(Protocol):
    """Messages of the province."""

    def unread(self) -> tuple[Letter, ...]:
        """Return what nobody has read yet."""

    def read(self, name: str) -> None:
        """Note that somebody has read one."""


class _NoMessages:
    """Nobody writes."""

    def unread(self) -> tuple[Letter, ...]:
        return ()

    def read(self, name: str) -> None:
        """Nobody wants to know."""


class _Nobody:
    """Does nothing, for whatever an outlet does not have."""

    def open(self) -> None:
        """There is no drawer."""

    def write(self) -> None:
        """There is no stick."""

    def off(self) -> None:
        """Nothing can be switched off."""

    def measure(self) -> None:
        """There is no line."""

    def ask(self, *_what: str) -> bool:
        """There is nobody to ask."""
        return False

    def sale_open(self, is_open: bool) -> None:  # noqa: FBT001 - what is so
        """Nobody remembers."""

    def seen(self) -> None:
        """Nobody wants to know."""

    def beat(self) -> None:
        """Nobody listens."""

    def look(self, _what: State | date) -> None:
        """There is no folder, and nobody says anything."""

    def changed(self, _state: State) -> None:
        """Nobody keeps a file."""


_NOBODY = _Nobody()
_NO_MESSAGES = _NoMessages()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a till may use besides its backroom."""

    beeper: Beeper
    open_training: Callable[[], Backroom]
    """Makes a backroom for training, with what is on the shelf now."""
    shop: Shop = field(default_factory=Shop)
    parameters: Parameters = CURRENT
    drawer: Drawer = _NOBODY
    pins: Pins = _NOBODY
    province: Provinces = _NOBODY
    power: PowerWatch = _NOBODY
    diagnosis: Diagnoses = _NOBODY
    switch: PowerSwitch = _NOBODY
    inbox: SuppliersFiles = _NOBODY
    word: ProvincesWord = _NOBODY
    messages: Messages = _NO_MESSAGES
    cut: PowerCut | None = None
    """What the last power cut did, where there was one."""
    show_customer: Callable[[State, bool], None] = lambda _state, _training: None
    """Shows the customer what may be seen; told whether it is training."""
