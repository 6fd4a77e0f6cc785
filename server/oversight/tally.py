"""What counts entries: told of every entry once, in the order of its ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from wire.entry import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as it is counted. Business that was carried over from another epoch is not shown."""

    terminal: str
    outlet: str
    """Code of the outlet."""
    epoch: str
    seq: int
    at: datetime
    """By the terminal's clock."""
    day: date
    """Of `at`, in Việt Nam."""
    stored_at: datetime
    entry: Head
    """As its own kind (`wire.kinds`)."""


class Tally(Protocol):
    """Counts one thing. Fresh for every portion of entries; called from one thread."""

    def take(self, seen: Seen) -> None:
        """Count an entry, in memory."""
        ...

    def store(self) -> None:
        """Add what was counted to the tables, within the transaction that moves the mark on."""
        ...
