"""One batch in one portion of entries."""

from server.oversight.tallies.stock_level import Level
from server.oversight.tallies.stock_moves import Count, Move

BatchKey = tuple[int, str, str, str]
"""Ledger, drug, batch, owner."""


class Batch:
    """What the entries of a portion did to a batch."""

    __slots__ = (
        "aside", "expiry", "expiry_is_counted", "first_seq", "is_counted", "last_seq", "last_sold",
        "on_shelf", "sums",
    )  # fmt: skip

    def __init__(self, seq: int) -> None:
        self.first_seq = self.last_seq = seq
        self.expiry = self.last_sold = ""
        self.expiry_is_counted = self.is_counted = False
        self.on_shelf, self.aside = Level(), Level()
        self.sums: dict[str, int] = {}

    def move(self, move: Move, day: str) -> None:
        """Move units."""
        into = move.into
        self.sums[into] = self.sums.get(into, 0) + move.units
        self.on_shelf.units += move.shelf
        self.aside.units += move.aside
        self._put_down("carried", move.carried)
        self.expiry = self.expiry or move.expiry
        if into == "sold" and day > self.last_sold:
            self.last_sold = day

    def count(self, count: Count) -> None:
        """Set what there is."""
        self.is_counted = True
        off = self.on_shelf.count(count.shelf, count.cause)
        if count.aside is not None:
            off += self.aside.count(count.aside, count.cause)
        self._put_down(count.cause, off)
        if count.expiry:
            self.expiry, self.expiry_is_counted = count.expiry, True

    def settle(self, on_shelf: int, aside: int) -> None:
        """Reckon with what was there before: then the levels hold nothing but changes."""
        for level, before in ((self.on_shelf, on_shelf), (self.aside, aside)):
            level.units, cause, off = level.settle(before)
            self._put_down(cause, off)

    def _put_down(self, cause: str, units: int) -> None:
        if units:
            self.sums[cause] = self.sums.get(cause, 0) + units
