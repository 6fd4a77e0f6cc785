"""A shift that begins, and one that ends with its Z report."""

from dataclasses import dataclass
from typing import Literal

from device.ledger.drafts.slot import Slot
from device.ledger.errors import RefusedError
from device.ledger.past import Past
from wire.kinds import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """Somebody takes the counter over, or hands it back. Only what was counted is believed."""

    event: Literal["opened", "closed"]
    counted_vnd: int

    def entry(self, slot: Slot, staff: str, past: Past) -> Shift:
        """Return the entry with the ledger's own figures.

        Raises `RefusedError` where a shift is opened within another, or closed that is not open.
        """
        if self.counted_vnd < 0:
            raise RefusedError("no drawer holds less than nothing")
        tally = past.tally()
        if self.event == "opened":
            if tally.is_open:
                raise RefusedError("a shift is open already")
            return Shift(
                **slot.head(),
                staff=staff,
                event="opened",
                expected_vnd=tally.left_vnd,
                counted_vnd=self.counted_vnd,
                number=tally.number + 1,
            )
        if not tally.is_open:
            raise RefusedError("no shift is open")
        return Shift(
            **slot.head(),
            staff=staff,
            event="closed",
            expected_vnd=tally.expected_vnd,
            counted_vnd=self.counted_vnd,
            figures=tally.figures(unsent=past.unsent()),
        )
