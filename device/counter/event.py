"""What can happen at the counter."""

from dataclasses import dataclass, field
from datetime import date, datetime

from codes import Code
from device.counter.past import PowerCut
from device.counter.power import PowerNow
from device.counter.prescription import Prescription
from device.counter.savefault import SaveFault
from device.counter.shop import Person
from device.counter.states.asking import Item

# What somebody does.


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanner read a code."""

    code: Code


@dataclass(frozen=True, slots=True)
class CashTaken:
    """The staff holds the money and says so."""


@dataclass(frozen=True, slots=True)
class TransferWanted:
    """The customer wants to pay by transfer."""


@dataclass(frozen=True, slots=True)
class MoneySeen:
    """The staff has seen on the shop's own telephone that the money is there."""


@dataclass(frozen=True, slots=True)
class UndoScan:
    """The staff takes the last scan back."""


@dataclass(frozen=True, slots=True)
class SetQuantity:
    """The staff says how many of the newest line the customer takes."""

    quantity: int


@dataclass(frozen=True, slots=True)
class DropSale:
    """The staff drops the whole sale that is open."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The staff has read what the screen says: pack set aside, help read."""


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """The staff wants to see how paper is changed."""


@dataclass(frozen=True, slots=True)
class Rested:
    """Nothing has happened for a while after a sale."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A key of the pad or keyboard on the screen: one character, or "000"."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Erased:
    """The key that takes the last character back; `all`: the key "Xóa"."""

    all: bool = False


@dataclass(frozen=True, slots=True)
class SymbolsWanted:
    """The key that changes between letters and digits."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The button, row or tile of this number on the screen, from 0, over all pages."""

    index: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option by its stable name: a reason, a unit, a tab, a language, a way out's name."""

    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A tile of a menu, wherever it stands."""

    item: Item


@dataclass(frozen=True, slots=True)
class MenuWanted:
    """The key "Việc khác"."""


@dataclass(frozen=True, slots=True)
class TurnedPage:
    """The key "Xem tiếp"; after the last page comes the first."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """The key "Quay lại"; "Lát nữa" where a thing can wait."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The primary button of the screen: "Xong", "Kết ca và in", "Đã để riêng"."""


@dataclass(frozen=True, slots=True)
class PrintWanted:
    """The screen's own print button: labels, list, page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of a supplier's file."""

    line: int
    """Of the file, from 1."""
    code: str
    """GTIN, registration number or the catalogue's id, as the supplier writes it."""
    batch: str
    expiry: date
    quantity: int
    unit: str = ""
    """Such as "hộp"; empty: the unit that the code stands for."""
    cost_vnd: int | None = None
    """Of one unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A supplier's file was read."""

    supplier: str = ""
    document: str = ""
    rows: tuple[FileRow, ...] = ()
    wrong_lines: tuple[int, ...] = ()
    """Lines that could not be read."""


# What the till answers.


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The ledger has committed the sale under this number."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The ledger could not commit."""

    fault: SaveFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The ledger has committed something else under this number."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The ledger refused a note: it contradicts what was written before."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class PinRight:
    """The PIN was right."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PinWrong:
    """The PIN was wrong."""

    tries_left: int
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Prescribed:
    """What the province knows of a prescription; None: no answer within a second."""

    code: str
    prescription: Prescription | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyCame:
    """The bank's notice of a transfer came."""

    reference: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class RecallCame:
    """A recall, suspension or seal has arrived: `world.past.recalls()` tells which."""


@dataclass(frozen=True, slots=True)
class LetterCame:
    """A message of the province has arrived: `world.letters` holds it."""


@dataclass(frozen=True, slots=True)
class PowerCameBack:
    """The first start after a power cut."""

    cut: PowerCut


@dataclass(frozen=True, slots=True)
class DiagnosisWritten:
    """The diagnostic bundle is on the stick, or could not be written."""

    is_written: bool


@dataclass(frozen=True, slots=True)
class PowerChanged:
    """The power is another, or so is what it asks for; `world.power` is the same."""

    power: PowerNow


Event = (
    Scanned
    | CashTaken
    | TransferWanted
    | MoneySeen
    | UndoScan
    | SetQuantity
    | DropSale
    | Dismissed
    | HelpWanted
    | Rested
    | Typed
    | Erased
    | SymbolsWanted
    | Picked
    | Chosen
    | Opened
    | MenuWanted
    | TurnedPage
    | WentBack
    | Confirmed
    | PrintWanted
    | FileRead
    | Saved
    | NotSaved
    | Recorded
    | NotAllowed
    | PinRight
    | PinWrong
    | Prescribed
    | MoneyCame
    | RecallCame
    | LetterCame
    | PowerCameBack
    | DiagnosisWritten
    | PowerChanged
)
