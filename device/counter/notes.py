"""What the counter wants written into the ledger besides sales. Units are base units."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from codes import CitizenCard
from device.counter.drug import Owner
from device.counter.past import Drawer, PastSale
from device.counter.sale import Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A batch, and how much of it."""

    drug: str
    batch: str
    expiry: date | None
    units: int
    cost_vnd: int | None = None
    """What one base unit cost, to the nearest đồng."""
    amount_vnd: int | None = None
    """What all of it cost, by the invoice (PRC-05)."""
    owner: Owner = Owner.RETAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNote:
    """A customer brings back part of a sale; the money goes back."""

    sale: PastSale
    quantities: tuple[int, ...]
    """How many of each line of the sale come back; 0: none of that line."""
    reason: str
    to_shelf: bool = False
    person: CitizenCard | Buyer | None = None
    """Who brings controlled drugs back, for the minutes (CTL-12): to be sealed."""
    replaces_invoice: bool = False
    """Whether everything comes back because an invoice that was sent must be replaced (INV-04)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNote:
    """A sale is undone whole."""

    sale: PastSale
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNote:
    """A delivery came in."""

    supplier: str
    document: str
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountNote:
    """The shelf as found."""

    because: Literal["opening", "count"]
    goods: tuple[Goods, ...]


Gone = Literal["expired", "damaged", "recalled", "returned-to-supplier", "lost", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffNote:
    """Goods leave unsold."""

    because: Gone
    goods: tuple[Goods, ...]
    document: str = ""
    from_aside: bool = False
    """Whether they leave quarantine rather than the shelf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideNote:
    """Goods go from the shelf into quarantine."""

    because: Literal["expired", "recalled", "damaged", "other"]
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackNote:
    """Goods go from quarantine back to the shelf."""

    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNote:
    """A shift begins with counted cash, or ends with its figures: the Z report."""

    event: Literal["opened", "closed"]
    drawer: Drawer
    counted_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallNote:
    """Somebody has answered a recall: what was found goes into quarantine."""

    number: str
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideNote:
    """A rule was set aside outside a sale; within a sale it stands in the sale."""

    rule: str
    reason: str
    allowed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerNote:
    """The cash drawer was opened without a sale."""

    reason: str
    by: str = ""
    """Badge of who was called to agree; empty: who stands at the counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNote:
    """The books of a day were printed for signing (CTL-08)."""

    day: date
    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceNote:
    """A price was posted (PRC-01)."""

    drug: str
    unit: str
    price_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNote:
    """The staff says which drug and unit an unknown code stands for."""

    gtin: str
    drug: str
    unit: str


Note = (
    ReturnNote
    | VoidNote
    | DeliveryNote
    | CountNote
    | WriteOffNote
    | AsideNote
    | PutBackNote
    | ShiftNote
    | RecallNote
    | OverrideNote
    | DrawerNote
    | RegisterNote
    | PriceNote
    | CodeNote
)
