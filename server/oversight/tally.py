"""What counts entries: told of every entry once, in the order of its ledger."""

from datetime import date, datetime
from typing import ClassVar, Protocol

import msgspec

from wire.entry import Head, Reference


class Seen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry as it is counted."""

    terminal: str
    outlet: str
    """Code of the outlet."""
    epoch: str
    seq: int
    at: datetime
    """By the terminal's clock; where nobody had set it, at most `stored_at`."""
    day: date
    """Of `at`, in Việt Nam."""
    stored_at: datetime
    entry: Head
    """As its own kind (`wire.kinds`)."""
    undoes: "Seen | None" = None
    """Of a void: the sale that it takes out again, on that sale's own day. None where that sale is
    yet to be counted, was undone before, or cannot be read."""
    is_undone: bool = False
    """Of a sale: its void was counted before it, so figures of sales leave it out. What moves stock
    needs neither of the two: sale and void move it each for itself."""

    @property
    def is_carried(self) -> bool:
        """Whether it is business that was set aside where it was written first.

        Ingest stores such business once, so it counts. No shelf changes by it: the count with
        which its epoch began shows it already.
        """
        return isinstance(self.entry.carried, Reference)


class Tally(Protocol):
    """Counts one thing. Fresh for every portion of entries; called from one thread."""

    tables: ClassVar[tuple[str, ...]]
    """What it fills: emptied before everything is counted anew."""

    def take(self, seen: Seen) -> None:
        """Count an entry, in memory."""
        ...

    def store(self) -> None:
        """Add what was counted to the tables, within the transaction that moves the mark on."""
        ...
