"""The whole stock as it stands, to be counted into another epoch."""

from collections.abc import Iterator, Sequence

from device.ledger.database import LedgerDatabase
from device.ledger.drafts import Counted
from device.ledger.moments import read_day
from device.ledger.stock import read_owner

LINES = 90
"""Batches in one entry: at 170 bytes each it stays below 16 KB, half of what a batch may hold."""


def as_counted(database: LedgerDatabase) -> list[Counted]:
    """Return every batch that was ever known, with what is left of it and whose it is."""
    return [
        Counted(
            drug=drug,
            batch=batch,
            expiry=read_day(expiry),
            units=units,
            owner=read_owner(owner).value,
            aside=aside,
            cost_vnd=cost,
        )
        for drug, batch, owner, expiry, units, aside, cost in database.rows(
            "SELECT drug, batch, owner, expiry, on_hand, set_aside, cost_vnd FROM stock"
            " ORDER BY drug, batch, owner"
        )
    ]


def parts(lines: Sequence[Counted]) -> Iterator[tuple[Counted, ...]]:
    """Split a long count into entries of bearable size."""
    for start in range(0, len(lines), LINES):
        yield tuple(lines[start : start + LINES])
