"""Drafts: what somebody at the counter wants to be written, before it has a place in the ledger.

A draft turns into an entry within the transaction that writes it, and refuses there what
contradicts the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Protocol

from msgspec import UNSET, UnsetType

from device.ledger.errors import RefusedError
from device.ledger.past import Past
from wire.entry import Head, Reference
from wire.kinds import (
    CountLine,
    GoodsIn,
    Override,
    RecallAcknowledged,
    Return,
    ShelfLine,
    Shift,
    StockCount,
    Void,
    WriteOff,
)
from wire.sale import Line


class Slot(NamedTuple):
    """The place that the next entry takes, and when it is written."""

    book: int
    terminal: str
    epoch: str
    seq: int
    prev: str
    at: datetime
    clock: Literal["untrusted"] | UnsetType = UNSET

    def head(self) -> dict[str, Any]:
        """Return the fields that every entry has."""
        return {name: value for name, value in self._asdict().items() if name != "book"}


class Draft(Protocol):
    """Anything that can become an entry."""

    def entry(self, slot: Slot, staff: str, past: Past) -> Head:
        """Return the entry; raise `RefusedError` where it contradicts what was written before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """Goods come back, and money is given for them."""

    sale: Reference
    lines: tuple[Line, ...]
    to_shelf: bool
    reason: str = ""

    def entry(self, slot: Slot, staff: str, past: Past) -> Return:
        """Return the entry; raise `RefusedError` where more comes back than was sold."""
        _positive([line.quantity for line in self.lines])
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsInDraft:
    """A delivery."""

    supplier: str
    document: str = ""
    lines: tuple[ShelfLine, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> GoodsIn:
        """Return the entry; raise `RefusedError` for a line that brings nothing."""
        del past
        _positive([line.units for line in self.lines])
        return GoodsIn(
            **slot.head(),
            staff=staff,
            supplier=self.supplier,
            document=self.document,
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What somebody found of one batch."""

    drug: str
    batch: str
    expiry: date | None = None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDraft:
    """The shelf as found; what the ledger expected is filled in."""

    because: Literal["opening", "count", "carried-over"] = "count"
    lines: tuple[Counted, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> StockCount:
        """Return the entry; raise `RefusedError` where there is nothing counted."""
        _some(self.lines)
        return StockCount(
            **slot.head(),
            staff=staff,
            because=self.because,
            lines=tuple(
                CountLine(
                    drug=line.drug,
                    batch=line.batch,
                    expiry=line.expiry,
                    expected=past.on_hand(line.drug, line.batch),
                    counted=line.units,
                )
                for line in self.lines
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffDraft:
    """Goods leave the shelf unsold."""

    because: Literal["expired", "damaged", "recalled", "returned-to-supplier", "lost", "other"]
    document: str = ""
    lines: tuple[ShelfLine, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> WriteOff:
        """Return the entry; raise `RefusedError` for a line that takes nothing."""
        del past
        _positive([line.units for line in self.lines])
        return WriteOff(
            **slot.head(),
            staff=staff,
            because=self.because,
            document=self.document,
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """Somebody takes the counter over, or hands it back."""

    event: Literal["opened", "closed"]
    expected_vnd: int
    counted_vnd: int | None = None

    def entry(self, slot: Slot, staff: str, past: Past) -> Shift:
        """Return the entry."""
        del past
        return Shift(
            **slot.head(),
            staff=staff,
            event=self.event,
            expected_vnd=self.expected_vnd,
            counted_vnd=self.counted_vnd,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallDraft:
    """A person has seen a recall and set the batches apart; what was found may be nothing."""

    recall: str
    lines: tuple[ShelfLine, ...] = ()

    def entry(self, slot: Slot, staff: str, past: Past) -> RecallAcknowledged:
        """Return the entry."""
        del past
        return RecallAcknowledged(**slot.head(), staff=staff, recall=self.recall, lines=self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideDraft:
    """A rule is set aside where the province allows it."""

    rule: str
    reason: str
    allowed_by: str
    sale: Reference | None = None

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
        )


def _some(lines: Sequence[object]) -> None:
    if not lines:
        raise RefusedError("an entry about goods needs a line")


def _positive(figures: Sequence[int]) -> None:
    _some(figures)
    if min(figures) < 1:
        raise RefusedError("each line moves at least one")
