"""What somebody declares: an exception, an opened drawer, printed books, a price, a code."""

from dataclasses import dataclass
from datetime import date

from msgspec import UNSET

from device.ledger.drafts.slot import Slot
from device.ledger.errors import RefusedError
from device.ledger.past import Past
from wire.entry import Reference
from wire.kinds import CodeLinked, DrawerOpened, Override, PricePosted, RegistersPrinted


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideDraft:
    """A rule is set aside where the province allows it."""

    rule: str
    reason: str
    allowed_by: str
    sale: Reference | None = None
    drug: str = ""
    batch: str = ""
    units: int = 0

    def entry(self, slot: Slot, staff: str, past: Past) -> Override:
        """Return the entry; raise `RefusedError` without a reason, or for a sale unknown."""
        if not (self.reason and self.allowed_by):
            raise RefusedError("an override needs its reason and who allows it")
        if self.sale:
            past.sale(self.sale)
        return Override(
            **slot.head(),
            staff=staff,
            rule=self.rule,
            reason=self.reason,
            allowed_by=self.allowed_by,
            sale=self.sale,
            drug=self.drug or UNSET,
            batch=self.batch or UNSET,
            units=self.units or UNSET,
        )


@dataclass(frozen=True, slots=True)
class DrawerDraft:
    """The cash drawer is opened without a sale."""

    reason: str
    by: str = ""
    """Badge of who agreed."""

    def entry(self, slot: Slot, staff: str, past: Past) -> DrawerOpened:
        """Return the entry; raise `RefusedError` without a reason."""
        del past
        if not self.reason:
            raise RefusedError("a drawer is opened for a reason")
        allowed_by = self.by if self.by not in {"", staff} else UNSET
        return DrawerOpened(**slot.head(), staff=staff, reason=self.reason, allowed_by=allowed_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistersDraft:
    """The books of a day were printed to be signed."""

    day: date
    drugs: tuple[str, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> RegistersPrinted:
        """Return the entry."""
        del past
        return RegistersPrinted(**slot.head(), staff=staff, day=self.day, drugs=self.drugs)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDraft:
    """A retail price is posted."""

    drug: str
    unit: str
    price_vnd: int

    def entry(self, slot: Slot, staff: str, past: Past) -> PricePosted:
        """Return the entry; raise `RefusedError` for a price below nought."""
        del past
        if self.price_vnd < 0:
            raise RefusedError("a price is not below nought")
        return PricePosted(
            **slot.head(), staff=staff, drug=self.drug, unit=self.unit, price_vnd=self.price_vnd
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDraft:
    """The staff says what an unknown code stands for."""

    gtin: str
    drug: str
    unit: str

    def entry(self, slot: Slot, staff: str, past: Past) -> CodeLinked:
        """Return the entry."""
        del past
        return CodeLinked(
            **slot.head(), staff=staff, gtin=self.gtin, drug=self.drug, unit=self.unit
        )
