"""The single entries that moved one batch in one outlet."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from codes.batch_number import plain_batch
from server.oversight.ledgers import Run, Stored, entries_of
from server.oversight.queries.same_batch import marks, same_batch
from server.oversight.queries.stock_order import page
from server.oversight.seeing import see
from server.oversight.tallies.stock_moves import Count, moves_of
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import rows


class BatchEntry(NamedTuple):
    """An entry that moved a batch: by whom, never for whom."""

    at: datetime
    terminal: str
    epoch: str
    seq: int
    """Number on the receipt."""
    kind: str
    because: str
    """Why, where the entry says so."""
    units: int
    """Moved; of a count: found on the shelf."""
    staff: str
    """Badge."""


def batch_entries(drug: str, batch: str, outlet: str, filters: Filters) -> Listing[BatchEntry]:
    """Return the entries in a period that moved a batch, the newest first.

    They are read from the ledger itself, between the first and the last that moved it.
    """
    same = same_batch(drug, batch)
    runs = [
        Run(*row)
        for row in rows(
            f"""
            SELECT terminal, epoch, min(first_seq), max(last_seq) FROM shelfbatch
            JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
            WHERE lot IN ({marks(same)}) AND outlet = ? GROUP BY terminal, epoch
            """,  # noqa: S608 - marks
            (*same, outlet),
        )
    ]
    names = [msgspec.json.encode(name) for name in same.values()]
    found = (
        entry
        for stored in (entries_of(runs) if runs else ())
        if any(name in stored.body for name in names)
        for entry in _moved(stored, drug, batch, filters)
    )
    return page(found, filters, usual=lambda one: (-one.at.timestamp(), one.terminal, -one.seq))


def _moved(stored: Stored, drug: str, batch: str, filters: Filters) -> Iterator[BatchEntry]:
    seen = see(stored, {})
    if seen is None or not filters.since <= seen.day <= filters.until:
        return
    wanted = plain_batch(batch)
    moves = [
        one for one in moves_of(seen.entry) if one.drug == drug and plain_batch(one.batch) == wanted
    ]
    if moves:
        yield BatchEntry(
            seen.at, seen.terminal, seen.epoch, seen.seq, seen.entry.kind,
            str(getattr(seen.entry, "because", "")),
            sum(one.shelf if isinstance(one, Count) else one.units for one in moves),
            str(getattr(seen.entry, "staff", "")),
        )  # fmt: skip
