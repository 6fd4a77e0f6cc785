"""What a terminal that is not enrolled yet is doing. No words: the screens have them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Literal

from device.enrolment.book import BookPapers
from device.enrolment.errors import CardTrouble, DoorFault
from hardware.errors import PrinterFault
from wire.enrolment import RefusalReason

PIN_DIGITS = 6
"""Of the PIN that opens the book, together with its card."""


class Note(Enum):
    """What the last scan was, where it was not what was asked for."""

    OTHER_CODE = auto()
    WIFI_TOLD = auto()
    """The machine tries to join."""
    WIFI_FAILED = auto()
    """The network in the code cannot be joined by this machine."""


@dataclass(frozen=True, slots=True)
class ScanLabel:
    """Waits for the outlet's label."""

    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """The province is being asked."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """It did not answer; it is asked again by itself."""

    fault: DoorFault
    host: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The office refused; `unsound-answer`: what it sent cannot be used."""

    reason: RefusalReason | Literal["unsound-answer"]
    at: datetime | None = None
    note: Note | None = None

    @property
    def is_passing(self) -> bool:
        """Whether it is asked again by itself."""
        return self.reason in {"not-now", "too-many"}


@dataclass(frozen=True, slots=True)
class FindOldCard:
    """Goes on for another terminal: waits for its card in a reader."""

    trouble: CardTrouble | None = None


@dataclass(frozen=True, slots=True)
class ReadingOldCard:
    """The old card is being read."""


@dataclass(frozen=True, slots=True)
class OldCardRead:
    """The old card can be used."""

    unsent: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class NoOldCard:
    """Somebody says that there is no card; what that means is said before it is believed."""

    stock_of: datetime | None
    batches: int


@dataclass(frozen=True, slots=True)
class Moving:
    """Ledger or shelf is being put into its place."""


@dataclass(frozen=True, slots=True)
class CallKeeper:
    """Waits for the badge of the person in charge."""

    names: tuple[str, ...] = field(repr=False)
    is_other: bool = False
    """Whether the badge of somebody else was read."""


@dataclass(frozen=True, slots=True)
class SetPin:
    """The person in charge presses a PIN for the book, and once more."""

    name: str = field(repr=False)
    typed: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    """What was pressed the first time; empty: it is the first time."""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class MakingBook:
    """The book's keys are being made and locked."""


@dataclass(frozen=True, slots=True)
class KeepPapers:
    """Card and recovery code are on paper, or on the screen where there is no printer."""

    papers: BookPapers
    fault: PrinterFault | None = None
    is_printing: bool = True
    shows_codes: bool = False


@dataclass(frozen=True, slots=True)
class Installing:
    """The terminal is being written."""


@dataclass(frozen=True, slots=True)
class CannotWrite:
    """The machine's own card does not take what has to be written."""

    is_code_used: bool = False
    """Whether the office has answered: with another card the label makes no terminal any more."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The counter opens."""

    outlet: str
    label: str
    terminal: str


State = (
    ScanLabel
    | Asking
    | NoAnswer
    | Refused
    | FindOldCard
    | ReadingOldCard
    | OldCardRead
    | NoOldCard
    | Moving
    | CallKeeper
    | SetPin
    | MakingBook
    | KeepPapers
    | Installing
    | CannotWrite
    | Enrolled
)
