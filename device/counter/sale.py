"""A sale that is still open."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from codes import CitizenCard
from device.counter.drug import Drug, Offer
from device.counter.prescription import Prescription


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """A drug sold in place of the one that was prescribed (RX-06)."""

    prescribed: str
    """Id or name of the drug that was prescribed."""
    reason: str
    by: str
    """Badge number of who answers for it."""
    buyer_agrees: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """How a drug is taken, for its label (GPP-05)."""

    words: str = ""
    """As prescribed, where they came as text."""
    morning: str = ""
    """Number of tablets, such as "1" or "1/2"."""
    noon: str = ""
    afternoon: str = ""
    evening: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """A rule that was set aside within a sale, and why. It becomes an entry of its own."""

    rule: str
    """The rule's name, such as "RX-01"."""
    reason: str
    by: str
    """Badge number."""
    drug: str = ""
    batch: str = ""
    """Where the rule is about a batch."""
    units: int = 0
    """Base units of the batch that were seen; of more of them it is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A customer whose name was keyed in. `repr` shows nothing."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    passport: str = field(default="", repr=False)
    """Where there is no citizen card (CASE-03)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """One drug of one batch, in one unit."""

    offer: Offer
    batch: str
    expiry: date | None
    batch_from: Literal["code", "shelf"]
    quantity: int = 1
    serials: frozenset[str] = frozenset()
    prescribed: int | None = None
    """Number of the prescription's line that it is dispensed on."""
    substitution: Substitution | None = None
    directions: Directions | None = None

    @property
    def drug(self) -> Drug:
        """The drug itself."""
        return self.offer.drug

    @property
    def amount_vnd(self) -> int:
        """What the line costs."""
        return self.quantity * self.offer.price_vnd

    @property
    def base_units(self) -> int:
        """How many base units (tablets) leave the shelf."""
        return self.quantity * self.offer.unit_size

    def with_more(self, more: "SaleLine") -> "SaleLine":
        """Count more of the same pack in."""
        from_code = "code" in (self.batch_from, more.batch_from)
        return replace(
            more,
            quantity=self.quantity + more.quantity,
            serials=self.serials | more.serials,
            batch_from="code" if from_code else "shelf",
            directions=more.directions or self.directions,
        )

    def days_left(self, today: date) -> int | None:
        """Days until the expiry date, 0 on the day itself; None where it is not known."""
        return (self.expiry - today).days if self.expiry else None

    def same_pack(self, other: "SaleLine") -> bool:
        """Whether another line is of the same drug, batch, unit and price, so that both become one.

        One unit can have several codes.
        """
        return _kind(self) == _kind(other)


def _kind(line: SaleLine) -> tuple[object, ...]:
    offer = line.offer
    unit = (offer.drug.id, offer.unit, offer.unit_size, offer.price_vnd, offer.posted_vnd)
    return (*unit, line.batch, line.expiry, line.prescribed, line.substitution)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSale:
    """What has been scanned for one customer. Each change makes a new value; `before` undoes it."""

    lines: tuple[SaleLine, ...] = ()
    """In the order of scanning; the newest is last."""
    card: CitizenCard | None = None
    prescription: Prescription | None = None
    buyer: Buyer | None = None
    """Keyed in, where no card was at hand."""
    overridden: tuple[Overridden, ...] = ()
    card_seen: bool = False
    """Whether who collects a tranche has shown a card (CTL-11)."""
    before: "OpenSale | None" = None

    @property
    def total_vnd(self) -> int:
        """What the customer has to pay."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing at all has been scanned."""
        return not self.lines and self.card is None and self.prescription is None

    def add(self, new: SaleLine) -> "OpenSale":
        """Add a line; the same pack again raises its quantity and becomes the newest line."""
        same = next((line for line in self.lines if line.same_pack(new)), None)
        others = tuple(line for line in self.lines if line is not same)
        return replace(self, lines=(*others, same.with_more(new) if same else new), before=self)

    def with_card(self, card: CitizenCard) -> "OpenSale":
        """Attach a customer's card."""
        return replace(self, card=card, before=self)

    def with_prescription(self, prescription: Prescription) -> "OpenSale":
        """Attach a prescription."""
        return replace(self, prescription=prescription, before=self)

    def with_buyer(self, buyer: Buyer) -> "OpenSale":
        """Attach a customer whose name was keyed in."""
        return replace(self, buyer=buyer, before=self)

    def with_line(self, index: int, line: SaleLine) -> "OpenSale":
        """Put a line in place of another; where the sale has the same pack, both become one."""
        rest = self.lines[:index] + self.lines[index + 1 :]
        same = next((at for at, other in enumerate(rest) if other.same_pack(line)), None)
        if same is None:
            lines = (*self.lines[:index], line, *self.lines[index + 1 :])
        else:
            lines = (*rest[:same], rest[same].with_more(line), *rest[same + 1 :])
        return replace(self, lines=lines, before=self).pruned()

    def without(self, index: int) -> "OpenSale":
        """Take a line out."""
        lines = self.lines[:index] + self.lines[index + 1 :]
        return replace(self, lines=lines, before=self).pruned()

    def overriding(self, entry: Overridden) -> "OpenSale":
        """Note that a rule is set aside, once for each drug or batch."""
        before = self.override(entry.rule, entry.drug, entry.batch)
        others = tuple(one for one in self.overridden if one is not before)
        return replace(self, overridden=(*others, entry))

    def override(self, rule: str, drug_id: str, batch: str = "") -> Overridden | None:
        """Return who has answered for setting a rule aside, for this very drug or batch."""
        wanted = (rule, drug_id, batch)
        mine = (one for one in self.overridden if (one.rule, one.drug, one.batch) == wanted)
        return next(mine, None)

    def pruned(self) -> "OpenSale":
        """Forget rules that were set aside for what is not in the sale after all."""
        found = (self._still(entry) for entry in self.overridden)
        kept = tuple(entry for entry in found if entry)
        return self if kept == self.overridden else replace(self, overridden=kept)

    def _still(self, entry: Overridden) -> Overridden | None:
        """Return an entry as far as its drug is in the sale, or so many units of its batch."""
        if not entry.batch:
            return entry if any(line.drug.id == entry.drug for line in self.lines) else None
        units = min(entry.units, self.taken(entry.drug, entry.batch))
        return replace(entry, units=units) if units else None

    def throughout(self, change: Callable[["OpenSale"], "OpenSale"]) -> "OpenSale":
        """Change the sale as it is and as it ever was, so that undoing keeps the change."""
        steps = [self]
        while (before := steps[-1].before) is not None:
            steps.append(before)
        changed: OpenSale | None = None
        for step in reversed(steps):
            changed = replace(change(step), before=changed)
        return changed or self

    def undo(self) -> "OpenSale":
        """Take the last scan back."""
        return (self.before or OpenSale()).pruned()

    def has_serial(self, drug_id: str, serial: str) -> bool:
        """Whether this very pack has been counted already."""
        return any(line.drug.id == drug_id and serial in line.serials for line in self.lines)

    def taken(self, drug_id: str, batch: str) -> int:
        """Base units of a batch that are in this sale."""
        mine = (line for line in self.lines if (line.drug.id, line.batch) == (drug_id, batch))
        return sum(line.base_units for line in mine)
