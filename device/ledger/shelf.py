"""The whole shelf as it stands, to be counted into another epoch."""

from collections.abc import Iterator, Sequence

from device.ledger.database import LedgerDatabase
from device.ledger.drafts import Counted
from device.ledger.moments import read_day

LINES = 120
"""Batches in one entry: at 130 bytes each it stays below 16 KB, half of what a batch may hold."""


def as_counted(database: LedgerDatabase) -> list[Counted]:
    """Return every batch that was ever known, with what is left of it."""
    return [
        Counted(
            drug=drug,
            batch=batch,
            expiry=read_day(expiry),
            units=units,
        )
        for drug, batch, expiry, units in database.rows(
            "SELECT drug, batch, expiry, on_hand FROM stock ORDER BY drug, batch"
        )
    ]


def parts(lines: Sequence[Counted]) -> Iterator[tuple[Counted, ...]]:
    """Split a long count into entries of bearable size."""
    for start in range(0, len(lines), LINES):
        yield tuple(lines[start : start + LINES])
