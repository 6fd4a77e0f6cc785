"""The states of a sale."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from codes import Pack
from device.counter.drug import Offer
from device.counter.payment import CASH, Payment
from device.counter.rules import Refusal
from device.counter.sale import OpenSale, SaleLine
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
    NOTHING_PARKED = auto()
    NOT_YOURS = auto()
    """An order that this person may not give."""
    SALE_OPEN = auto()
    """An order that has to wait until the open sale is paid or dropped."""
    NOT_FOUND = auto()
    """No such receipt in this terminal."""
    PRESCRIPTION_UNCHECKED = auto()
    """Offline, or no answer: the prescription could not be checked."""
    CODE_LINKED = auto()
    """The unknown code now stands for a drug."""


class Warn(Enum):
    """What the staff should know before selling; it stops nothing."""

    SHORT_DATED = auto()
    LAST_DAY = auto()
    """The last day of the prescription (RX-03)."""
    TOO_MANY_DAYS = auto()
    """Prescribed for longer than usual (RX-11)."""
    CHILD = auto()
    """A child under 72 months, and the weight is missing (RX-12)."""
    SAME_INGREDIENT = auto()
    """RX-15."""
    EARLIER_BATCH = auto()
    """Another batch expires sooner (FEFO)."""
    NOBODY_IN_CHARGE = auto()
    """GPP-03."""
    NOT_PROVEN_ESSENTIAL = auto()
    """SC-03, SC-04 where the catalogue does not say."""
    UNCHECKED = auto()
    """The prescription could not be checked."""
    SUPPLEMENT = auto()
    """RX-16."""
    NO_POSTED_PRICE = auto()


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - `Warning` is Python's own
    """One warning, and what it is about."""

    warn: Warn
    line: SaleLine | None = None
    detail: str = ""
    """Such as the ingredient, the batch, the day."""


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
    page: int = 0
    """Which lines are shown: 0 the newest, or the prescription's first."""
    warnings: tuple[Warning_, ...] = ()
    is_asking: bool = False
    """Whether the province is being asked what is left on the prescription."""

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
    payment: Payment | None = None
    """What was pressed when the sale as a whole was refused."""


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
