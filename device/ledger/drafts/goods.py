"""Goods that come, go, are counted or are put apart."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msgspec import UNSET

from device.ledger.drafts.slot import Slot, positive, some
from device.ledger.past import Past
from wire.kinds import (
    CountLine,
    GoodsIn,
    RecallAcknowledged,
    SetAside,
    ShelfLine,
    StockCount,
    WriteOff,
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
        positive([line.units for line in self.lines])
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
    owner: Literal["retail", "programme", "bhyt", "sample"] = "retail"
    aside: int | None = None
    """What is in quarantine, where that was looked at too."""
    cost_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDraft:
    """The shelf as found; what the ledger expected is filled in."""

    because: Literal["opening", "count", "carried-over"] = "count"
    lines: tuple[Counted, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> StockCount:
        """Return the entry; raise `RefusedError` where there is nothing counted."""
        some(self.lines)
        return StockCount(
            **slot.head(),
            staff=staff,
            because=self.because,
            lines=tuple(
                CountLine(
                    drug=line.drug,
                    batch=line.batch,
                    expiry=line.expiry,
                    expected=past.on_hand(line.drug, line.batch, line.owner),
                    counted=line.units,
                    aside=line.aside,
                    owner=line.owner,
                    cost_vnd=line.cost_vnd,
                )
                for line in self.lines
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffDraft:
    """Goods leave the shelf, or quarantine, unsold."""

    because: Literal["expired", "damaged", "recalled", "returned-to-supplier", "lost", "other"]
    document: str = ""
    lines: tuple[ShelfLine, ...]
    from_aside: bool = False

    def entry(self, slot: Slot, staff: str, past: Past) -> WriteOff:
        """Return the entry; raise `RefusedError` for a line that takes nothing.

        From quarantine no more goes than was put there.
        """
        positive([line.units for line in self.lines])
        if self.from_aside:
            past.check_aside(self.lines)
        return WriteOff(
            **slot.head(),
            staff=staff,
            because=self.because,
            document=self.document,
            lines=self.lines,
            place="aside" if self.from_aside else UNSET,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideDraft:
    """Goods go from the shelf into quarantine."""

    because: Literal["expired", "recalled", "damaged", "other"]
    lines: tuple[ShelfLine, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> SetAside:
        """Return the entry; raise `RefusedError` for a line that moves nothing."""
        del past
        positive([line.units for line in self.lines])
        return SetAside(**slot.head(), staff=staff, because=self.because, lines=self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackDraft:
    """Goods go from quarantine back to the shelf: a count of both places by the book."""

    lines: tuple[ShelfLine, ...]

    def entry(self, slot: Slot, staff: str, past: Past) -> StockCount:
        """Return the entry; raise `RefusedError` for a line that moves nothing.

        From quarantine no more goes than was put there. Each batch stands in `lines` once.
        """
        positive([line.units for line in self.lines])
        past.check_aside(self.lines)
        return StockCount(
            **slot.head(),
            staff=staff,
            because="count",
            lines=tuple(_put_back(line, past) for line in self.lines),
        )


def _put_back(line: ShelfLine, past: Past) -> CountLine:
    key = (line.drug, line.batch, line.owner)
    on_hand = past.on_hand(*key)
    return CountLine(
        drug=line.drug,
        batch=line.batch,
        expiry=line.expiry,
        expected=on_hand,
        counted=on_hand + line.units,
        aside=past.aside(*key) - line.units,
        owner=line.owner,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallDraft:
    """A person has seen a recall and set the batches apart; what was found may be nothing."""

    recall: str
    lines: tuple[ShelfLine, ...] = ()

    def entry(self, slot: Slot, staff: str, past: Past) -> RecallAcknowledged:
        """Return the entry; raise `RefusedError` for a line that moves nothing."""
        del past
        if self.lines:
            positive([line.units for line in self.lines])
        return RecallAcknowledged(**slot.head(), staff=staff, recall=self.recall, lines=self.lines)
