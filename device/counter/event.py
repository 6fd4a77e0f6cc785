"""What can happen at the counter."""

from dataclasses import dataclass
from datetime import datetime

from codes import Code
from device.counter.state import SaveFault


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanner read a code."""

    code: Code


@dataclass(frozen=True, slots=True)
class CashTaken:
    """The staff holds the money and says so."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The ledger has committed the sale under this number."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The ledger could not commit the sale."""

    fault: SaveFault


Event = (
    Scanned
    | CashTaken
    | UndoScan
    | SetQuantity
    | DropSale
    | Dismissed
    | HelpWanted
    | Rested
    | Saved
    | NotSaved
)
