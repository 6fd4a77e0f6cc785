"""What the counter wants done: the till does it, and answers with an event where it says so."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from device.counter.notes import Note
from device.counter.payment import CASH, Payment
from device.counter.sale import OpenSale
from device.counter.shop import Person
from device.counter.states.terminal import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitSale:
    """Write a paid sale; `Saved` or `NotSaved` answers. Opens the drawer for cash, and prints."""

    sale: OpenSale
    payment: Payment = CASH


@dataclass(frozen=True, slots=True)
class Record:
    """Write anything else; `Recorded`, `NotSaved` or `NotAllowed` answers."""

    note: Note


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Check a PIN off the screen's thread; `PinRight` or `PinWrong` answers."""

    badge: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignIn:
    """From now on this person stands at the counter; None: nobody."""

    person: Person | None


@dataclass(frozen=True, slots=True)
class AskPrescription:
    """Ask the province what is left on a prescription, within a second; `Prescribed` answers."""

    code: str


@dataclass(frozen=True, slots=True)
class AwaitMoney:
    """Tell when the bank's notice for this transfer comes: `MoneyCame`."""

    reference: str
    amount_vnd: int


class Paper(Enum):
    """What can be printed besides the receipt that every sale prints."""

    RECEIPT_COPY = auto()
    """The newest receipt once more, marked as a copy."""
    LABELS = auto()
    """Directions labels of the open sale or of the newest one."""
    RECALL_LABEL = auto()
    """A label for goods that are set aside."""
    STOCK_LIST = auto()
    REGISTERS = auto()
    """The books of a day, to be signed."""
    SENT_PAGE = auto()
    """What leaves the shop."""
    TEST = auto()
    PRICE_LIST = auto()
    RETURN_MINUTES = auto()
    """Minutes of controlled drugs taken back, twice (CTL-12, annex XVIII); `number`: the entry."""


@dataclass(frozen=True, slots=True)
class Print:
    """Print something."""

    paper: Paper
    number: int | None = None
    """Of the sale, where it is not the newest; of a test paper's code."""
    day: date | None = None
    """Of the books."""
    words: tuple[str, ...] = ()
    """Lines that the paper shows, where it has no other source."""


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """Open the cash drawer. The entry that says why comes with it."""


@dataclass(frozen=True, slots=True)
class Park:
    """Put an open sale by."""

    sale: OpenSale


@dataclass(frozen=True, slots=True)
class Unpark:
    """The sale that was put by longest is open again."""


@dataclass(frozen=True, slots=True)
class Train:
    """Go into training, or back to selling for real."""

    on: bool


@dataclass(frozen=True, slots=True)
class Tune:
    """Another type size or language."""

    large: bool | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class CutSeen:
    """What a power cut did has been read."""


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A message of the province has been read."""

    id: str


@dataclass(frozen=True, slots=True)
class WriteDiagnosis:
    """Write the diagnostic bundle onto the stick; `DiagnosisWritten` tells."""


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """Switch the terminal off cleanly."""


Deed = (
    CommitSale
    | Record
    | CheckPin
    | SignIn
    | AskPrescription
    | AwaitMoney
    | Print
    | OpenDrawer
    | Park
    | Unpark
    | Train
    | Tune
    | CutSeen
    | LetterRead
    | WriteDiagnosis
    | SwitchOff
)
