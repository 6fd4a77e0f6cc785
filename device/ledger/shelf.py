"""The whole stock as it stands, to be counted into another epoch; long lists in parts."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from device.ledger.database import LedgerDatabase
from device.ledger.drafts import Counted
from device.ledger.moments import read_day
from device.ledger.stock import read_owner

Line = TypeVar("Line")
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


def parts(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Split a long list into entries of bearable size."""
    for start in range(0, len(lines), LINES):
        yield tuple(lines[start : start + LINES])
