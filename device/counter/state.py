"""The states of the counter: exactly one screen shows each."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from codes import Pack
from device.counter.rules import Refusal
from device.counter.sale import OpenSale


class Notice(Enum):
    """A short word over the sale, until the next scan."""

    UNKNOWN_CODE = auto()
    UNREADABLE = auto()
    CHECK_DIGIT = auto()
    BAD_CARD = auto()
    NOT_IN_CATALOGUE = auto()
    BATCH_UNCLEAR = auto()
    ALREADY_COUNTED = auto()
    NAME_UNREADABLE = auto()
    """The card's digits are in the sale; its name and residence came through damaged."""
    NOT_NEEDED = auto()
    """A code that means nothing to a sale: insurance card, badge, receipt, payment code."""
    NOTHING_SCANNED = auto()
    """An order that needs a sale, and none is open."""
    COUNTED_BY_SCAN = auto()
    """Packs with serial numbers are counted one by one."""
    NO_TRANSFER_YET = auto()
    NO_SHIFT_END_YET = auto()
    LEDGER_RENEWED = auto()
    """The ledger was damaged; a new one goes on."""
    CATALOGUE_LOST = auto()
    """Likewise, and the catalogue could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Nothing is open: the next scan begins a sale."""

    notice: Notice | None = None
    code: str = ""
    """The code that the notice is about, where it may be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selling:
    """A sale is open."""

    sale: OpenSale
    notice: Notice | None = None
    code: str = ""

    @property
    def can_pay(self) -> bool:
        """Whether there is anything to pay for."""
        return bool(self.sale.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A pack was refused. What is missing can be scanned, or the pack is put aside."""

    sale: OpenSale
    refusal: Refusal
    pack: Pack | None = None
    """The refused pack; None where the sale as a whole was refused at paying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """The sale is being written: nothing is sold yet."""

    sale: OpenSale


class SaveFault(Enum):
    """Why a sale could not be written."""

    DISK_FULL = auto()
    DAMAGED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFailed:
    """The sale was not written, or could not be: no money may be taken."""

    sale: OpenSale
    fault: SaveFault
    paying: bool = True
    """Whether the money was to be taken; else the sale has just begun, and cannot go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The sale is in the ledger."""

    number: int
    total_vnd: int
    line_count: int
    on_prescription: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHelp:
    """How to put paper into the printer; `behind` comes back afterwards."""

    behind: "State"


State = Ready | Selling | Blocked | Saving | SaveFailed | Paid | PaperHelp
