"""What the counter may ask about what was written before."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from device.counter.drug import Hold, Offer, Owner
from device.counter.payment import CASH, Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """One line of a sale in the ledger."""

    offer: Offer
    """The unit and price of then."""
    batch: str
    expiry: date | None
    quantity: int
    returned: int = 0
    """How many of `quantity` came back since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSale:
    """A sale in the ledger."""

    epoch: str
    number: int
    sha256: str
    at: datetime
    lines: tuple[SoldLine, ...]
    total_vnd: int
    payment: Payment = CASH
    prescription: str | None = None
    is_void: bool = False
    invoiced: bool = False
    """Whether an electronic invoice went to the tax authority (INV-04: replacement only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """The open shift in figures, by the ledger."""

    shift: int = 0
    """Number of the shift, which its Z report will carry; 0: none is open."""
    opened_at: datetime | None = None
    opened_by: str = ""
    """A badge number."""
    float_vnd: int = 0
    """What was in the drawer at the beginning."""
    cash_vnd: int = 0
    cash_count: int = 0
    transfer_vnd: int = 0
    transfer_count: int = 0
    refunded_vnd: int = 0
    """Given back in cash for returns and voids, positive."""
    refund_count: int = 0
    void_count: int = 0
    prescription_count: int = 0
    unsent: int = 0

    @property
    def expected_vnd(self) -> int:
        """What should be in the drawer."""
        return self.float_vnd + self.cash_vnd - self.refunded_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One batch of the stock lists."""

    drug_id: str
    name: str
    unit: str
    """The base unit."""
    batch: str = ""
    expiry: date | None = None
    on_hand: int = 0
    set_aside: int = 0
    owner: Owner = Owner.RETAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A book that must be printed and signed today (CTL-08)."""

    drug_id: str
    name: str
    annex: str
    """"VIII", "XVI" or "XIX" of TT 18/2026/TT-BYT."""
    movements: int
    printed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentField:
    """One field of an entry exactly as it is sent."""

    name: str
    """In the reader's words."""
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSale:
    """The newest entry as it leaves the shop, built from the message definition."""

    number: int
    received_at: datetime | None
    """None: it still waits."""
    fields: tuple[SentField, ...] = ()
    sealed: tuple[str, ...] = ()
    """What is sealed and stays, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCut:
    """What the next start found after a power cut."""

    at: datetime | None
    """Time of the last sign of life before it."""
    sale: int | None = None
    """Number of the last whole sale whose receipt is doubtful or missing."""
    total_vnd: int = 0
    draft_lost: bool = False
    """Whether a sale was open and never paid."""
    is_reboot: bool = True
    """Whether the machine itself started anew; False: only the program did, the power stayed."""


class Past(Protocol):
    """What the ledger answers. At once, without a network."""

    def sale(self, number: int, *, check: str = "") -> PastSale | None:
        """Return a sale by the number on its receipt (and the beginning of its check code)."""

    def drawer(self) -> Drawer:
        """Return the open shift in figures."""

    def dispensed(self, prescription: str, since: date | None = None) -> dict[int, int]:
        """Return base units that this outlet dispensed, by line number of the prescription.

        `since`: in sales of this day and later.
        """

    def sold_on_code(self, prescription: str, since: date | None = None) -> dict[str, int]:
        """Return base units that this outlet sold while only the code was known, by drug's id."""

    def expiring(self, days: int) -> tuple[StockRow, ...]:
        """Return batches on the shelf that expire within so many days, first expired first."""

    def run_out(self) -> tuple[StockRow, ...]:
        """Return drugs of which nothing is left."""

    def on_shelf(self) -> tuple[StockRow, ...]:
        """Return everything on the shelf and in quarantine, by name."""

    def registers(self, day: date) -> tuple[RegisterRow, ...]:
        """Return the books of controlled drugs that moved on a day."""

    def recalls(self) -> tuple[Hold, ...]:
        """Return the notices that nobody at this counter has answered yet, oldest first."""

    def last_sent(self) -> SentSale | None:
        """Return the newest sale as it is sent."""


@dataclass(frozen=True)
class NoPast:
    """An outlet that has never sold anything."""

    recalled: tuple[Hold, ...] = field(default=())

    def sale(self, number: int, *, check: str = "") -> PastSale | None:
        """There is none."""
        del number, check
        return None

    def drawer(self) -> Drawer:
        """No shift is open."""
        return Drawer()

    def dispensed(self, prescription: str, since: date | None = None) -> dict[int, int]:
        """Nothing was."""
        del prescription, since
        return {}

    def sold_on_code(self, prescription: str, since: date | None = None) -> dict[str, int]:
        """Nothing was."""
        del prescription, since
        return {}

    def expiring(self, days: int) -> tuple[StockRow, ...]:
        """Nothing is."""
        del days
        return ()

    def run_out(self) -> tuple[StockRow, ...]:
        """Nothing has."""
        return ()

    def on_shelf(self) -> tuple[StockRow, ...]:
        """Nothing is."""
        return ()

    def registers(self, day: date) -> tuple[RegisterRow, ...]:
        """There are none."""
        del day
        return ()

    def recalls(self) -> tuple[Hold, ...]:
        """The ones that it was made with."""
        return self.recalled

    def last_sent(self) -> SentSale | None:
        """Nothing was."""
        return None
