"""Sales that are undone, in part or whole."""

from dataclasses import dataclass

from msgspec.structs import replace

from device.ledger.drafts.slot import Slot, positive
from device.ledger.errors import RefusedError
from device.ledger.past import Past
from wire.entry import Reference
from wire.kinds import Return, Void
from wire.sale import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """Goods come back, and money is given for them."""

    sale: Reference
    lines: tuple[Line, ...]
    to_shelf: bool
    reason: str = ""

    def entry(self, slot: Slot, staff: str, past: Past) -> Return:
        """Return the entry; raise `RefusedError` where more comes back than was sold."""
        positive([line.quantity for line in self.lines])
        past.check_return(self.sale, self.lines)
        return Return(
            **slot.head(),
            staff=staff,
            sale=self.sale,
            lines=self.lines,
            total_vnd=sum(line.amount_vnd for line in self.lines),
            to_shelf=self.to_shelf,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOfLines:
    """Goods come back, told by how many of each line of the sale."""

    sale: Reference
    quantities: tuple[int, ...]
    to_shelf: bool
    reason: str = ""

    def entry(self, slot: Slot, staff: str, past: Past) -> Return:
        """Return the entry, its lines those of the sale; raise `RefusedError` as `ReturnDraft`."""
        sold = past.sale(self.sale).lines
        if len(sold) != len(self.quantities) or min(self.quantities, default=0) < 0:
            raise RefusedError("a return names the lines of its sale")
        lines = tuple(
            replace(line, quantity=quantity)
            for line, quantity in zip(sold, self.quantities, strict=True)
            if quantity
        )
        draft = ReturnDraft(sale=self.sale, lines=lines, to_shelf=self.to_shelf, reason=self.reason)
        return draft.entry(slot, staff, past)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDraft:
    """A sale is undone whole."""

    sale: Reference
    reason: str = ""

    def entry(self, slot: Slot, staff: str, past: Past) -> Void:
        """Return the entry; raise `RefusedError` for a sale unknown or undone before."""
        sold = past.whole_sale(self.sale)
        return Void(
            **slot.head(),
            staff=staff,
            sale=self.sale,
            lines=sold.lines,
            total_vnd=sold.total_vnd,
            reason=self.reason,
        )
