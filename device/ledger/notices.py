"""Taking over what the province has in force: notices come, change and go."""

from collections.abc import Iterable
from datetime import datetime

from device.counter.drug import Hold
from device.ledger.database import LedgerDatabase
from device.ledger.holds import lift, store_hold


def take_notices(
    database: LedgerDatabase, holds: Iterable[Hold], *, at: datetime, lifts: bool
) -> bool:
    """Store notices; with `lifts` those that are not among them are over. Whether any changed.

    All or nothing; raises `LedgerError`.
    """
    given = {(hold.drug_id, hold.number): hold for hold in holds}
    with database.writing():
        before = _standing(database)
        for hold in given.values():
            store_hold(database, hold, at=at)
        gone = {number for _drug, number in before} - {number for _drug, number in given}
        for number in gone if lifts else ():
            lift(database, number)
        return _standing(database) != before


def _standing(database: LedgerDatabase) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return what is in force, apart from when it arrived."""
    rows = database.rows("SELECT drug, number, kind, batches, level, reason FROM hold")
    return {(drug, number): tuple(rest) for drug, number, *rest in rows}
