"""The states of a sale."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from codes import Pack
from device.counter.drug import Offer
from device.counter.payment import CASH, Payment
from device.counter.rules import Refusal, Warning_
from device.counter.sale import OpenSale
from device.counter.savefault import SaveFault

if TYPE_CHECKING:
    from device.counter.state import State


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
    NO_TRANSFER = auto()
    """The settings name no account."""
    LEDGER_RENEWED = auto()
    """The ledger was damaged; a new one goes on."""
    CATALOGUE_LOST = auto()
    """Likewise, and the catalogue could not be read."""
    PARKED = auto()
    """The sale was put by."""
    PARK_FULL = auto()
    """As many sales are put by as can be."""
    NOTHING_PARKED = auto()
    NOT_YOURS = auto()
    """An order that this person may not give."""
    SALE_OPEN = auto()
    """An order that has to wait until the open sale is paid or dropped."""
    NOT_FOUND = auto()
    """No such receipt in this terminal."""
    PRESCRIPTION_UNCHECKED = auto()
    """Offline, or no answer: the prescription could not be checked."""
    PRESCRIPTION_USED = auto()
    """Only its code is known, and this outlet has sold on it before (RX-04)."""
    CODE_LINKED = auto()
    """The unknown code now stands for a drug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Nothing is open: the next scan begins a sale."""

    notice: Notice | None = None
    code: str = ""
    """The code that the notice is about, where it may be shown."""
    unknown: Pack | None = None
    """The pack whose code the catalogue does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selling:
    """A sale is open."""

    sale: OpenSale
    notice: Notice | None = None
    code: str = ""
    page: int = 0
    """Which lines are shown: 0 the newest, or the prescription's first. It only counts up: the
    screen knows how many lines it holds, and after its last page comes the first."""
    warnings: tuple[Warning_, ...] = ()
    is_asking: bool = False
    """Whether the province is being asked what is left on the prescription."""
    unknown: Pack | None = None
    """The pack whose code the catalogue does not know."""

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
    """The refused pack; None where no code was scanned, or the line is in the sale. Without a GTIN
    where batch and date of a drug that was looked up were read off its box."""
    payment: Payment | None = None
    """What was pressed when the sale as a whole was refused."""
    in_sale: bool = False
    """Whether the refused line is in the sale already: at paying, or a recall came."""
    instead: int | None = None
    """Place in the sale of the line that the refused one was to replace: its quantity changed."""
    is_saving: bool = False
    """Whether it is being recorded that the pack was set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many of one line, and in which unit: pad and units side by side."""

    sale: OpenSale
    index: int
    """Of the line in `sale.lines`."""
    offers: tuple[Offer, ...]
    """The units that it can be sold in, the largest first; at most three."""
    chosen: Offer
    typed: str = ""
    """Digits typed so far; empty: the quantity stands as it is."""
    on_hand: int = 0
    """Base units of the batch on the shelf."""
    too_many: int | None = None
    """The most that is allowed, where what was typed is more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer is awaited: the code is on the screen and on the customer's display."""

    sale: OpenSale
    text: str = field(repr=False)
    """The VietQR code."""
    reference: str
    memo: str
    amount_vnd: int
    since: datetime
    came_vnd: int | None = None
    """What came under this reference, where it is another amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """The sale is being written: nothing is sold yet."""

    sale: OpenSale
    payment: Payment = CASH


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFailed:
    """The sale was not written, or could not be: no money may be taken."""

    sale: OpenSale
    fault: SaveFault
    paying: bool = True
    """Whether the money was to be taken; else the sale has just begun, and cannot go on."""
    payment: Payment = CASH


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The sale is in the ledger."""

    number: int
    total_vnd: int
    line_count: int
    on_prescription: bool
    at: datetime
    payment: Payment = CASH
    labels: int = 0
    """How many directions labels are printed with it."""
    rest: int = 0
    """How many lines of the prescription are not dispensed in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHelp:
    """How to put paper into the printer; `behind` comes back afterwards."""

    behind: "State"
