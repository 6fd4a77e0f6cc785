"""Counting the shelf before the first sale."""

from device.ledger.database import LedgerDatabase
from device.ledger.drafts import CountDraft, Counted
from device.ledger.ledger import Ledger
from device.ledger.shelf import parts
from device.ledger.stock import OpeningStock


def set_opening_stock(ledger: Ledger, rows: list[OpeningStock], *, staff: str) -> int:
    """Count these batches as the opening stock; return how many were counted.

    Whoever counted a batch before knows better than the file: those stay as they are, so that the
    same file may be loaded again.
    """
    with ledger.database.writing():
        known = _counted_before(ledger.database)
        # Of a batch that is named twice the first line counts.
        new = {(row.drug, row.batch): row for row in rows[::-1]}
        lines = [
            Counted(drug=row.drug, batch=row.batch, expiry=row.expiry, units=row.on_hand)
            for row in rows
            if new[row.drug, row.batch] is row and (row.drug, row.batch) not in known
        ]
        for part in parts(lines):
            ledger.record(CountDraft(because="opening", lines=part), staff=staff)
        return len(lines)


def _counted_before(database: LedgerDatabase) -> set[tuple[str, str]]:
    found = database.rows("SELECT drug, batch FROM stock WHERE is_counted")
    return {(drug, batch) for drug, batch in found}
