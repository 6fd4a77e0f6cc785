"""The day on which each entry was written, also where the clock stood ahead and nobody had set it.

A clock is set when the network answers, so the next entry by a set clock says what day it was by
then at the latest.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from device.clock import local_day
from wire.entry import Head, Reference


class DaysBack:
    """Tells the days of entries that are read from the newest to the oldest."""

    def __init__(self, latest: date) -> None:
        """`latest`: what no entry is behind that nobody knows better of."""
        self._limit = self._known = latest

    def day(self, entry: Head) -> date:
        """Return an entry's day here, by its own clock where that can be."""
        own = local_day(entry.at)
        if isinstance(entry.carried, Reference):  # it keeps the time of long before
            return min(own, self._limit)
        if entry.at_is_trusted:
            self._limit = own
        elif own > self._limit:
            return self._known
        self._known = own
        return own


def dated(entries: Iterable[Head]) -> Iterator[tuple[date, Head]]:
    """Yield entries, the oldest first, with their day here.

    The ledger's order stands: no day goes back behind the one before it, even where the clock did.
    """
    those = list(entries)
    back = DaysBack(local_day(those[-1].at)) if those else None
    days = [back.day(entry) for entry in reversed(those)] if back else []
    day = date.min
    for own, entry in zip(reversed(days), those, strict=True):
        day = max(day, own)
        yield day, entry
