"""Counting the shelf before the first sale."""

from device.ledger.database import LedgerDatabase
from device.ledger.drafts import CountDraft, Counted
from device.ledger.ledger import Ledger
from device.ledger.shelf import parts
from device.ledger.stock import BatchKey, OpeningStock, read_owner


def set_opening_stock(ledger: Ledger, rows: list[OpeningStock], *, staff: str) -> int:
    """Count these batches as the opening stock; return how many were counted.

    Whoever counted a batch before knows better than the file: those stay as they are, so that the
    same file may be loaded again.
    """
    with ledger.database.writing():
        known = _counted_before(ledger.database)
        # Of a batch that is named twice the first line counts.
        new = {_key(row): row for row in rows[::-1]}
        lines = [
            Counted(
                drug=row.drug,
                batch=row.batch,
                expiry=row.expiry,
                units=row.on_hand,
                owner=read_owner(row.owner).value,
            )
            for row in rows
            if new[_key(row)] is row and _key(row) not in known
        ]
        for part in parts(lines):
            ledger.record(CountDraft(because="opening", lines=part), staff=staff)
        return len(lines)


def _key(row: OpeningStock) -> BatchKey:
    return BatchKey(row.drug, row.batch, row.owner)


def _counted_before(database: LedgerDatabase) -> set[BatchKey]:
    found = database.rows("SELECT drug, batch, owner FROM stock WHERE is_counted")
    return {BatchKey(*row) for row in found}
