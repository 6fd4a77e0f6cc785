"""Sorting batches by ledger, so that each is judged with few questions to the database."""

from collections.abc import Iterable
from typing import NamedTuple

from server.ingest.reading import Claim, Unreadable
from server.ingest.verify import GenuineBatch
from server.store.entries import Ledger, Span
from server.store.quarantine import MAX_LISTED


class Portion(NamedTuple):
    """Entries of one ledger, as many as one receipt can answer."""

    province: str
    ledger: Ledger
    found: list[Claim | Unreadable]
    sealed: dict[int, bytes]

    def spans(self) -> list[Span]:
        """Return the runs of consecutive numbers: a batch is nearly always one."""
        return [Span(*self.ledger, first, last) for first, last in runs(c.seq for c in self.found)]


def in_rounds(batches: Iterable[GenuineBatch]) -> list[list[Portion]]:
    """Return portions in rounds: within a round each is of another ledger."""
    rounds: list[dict[Ledger, Portion]] = []
    latest: dict[Ledger, int] = {}
    for batch in batches:
        ledger = Ledger(batch.terminal.id, batch.epoch)
        number = latest.get(ledger, 0)
        before = rounds[number].get(ledger) if number < len(rounds) else None
        if before and len(before.found) + len(batch.entries) > MAX_LISTED:
            number += 1
        if number == len(rounds):
            rounds.append({})
        latest[ledger] = number
        portion = rounds[number].setdefault(
            ledger, Portion(batch.terminal.province, ledger, [], {})
        )
        portion.found.extend(batch.entries)
        portion.sealed.update(batch.sealed)
    return [list(one.values()) for one in rounds]


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the runs of consecutive numbers, first and last of each."""
    ordered = sorted(set(numbers))
    found: list[tuple[int, int]] = []
    first = 0
    for index, number in enumerate(ordered):
        if index + 1 == len(ordered) or ordered[index + 1] != number + 1:
            found.append((ordered[first], number))
            first = index + 1
    return found
