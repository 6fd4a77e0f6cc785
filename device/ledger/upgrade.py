"""Bringing a database of the layout before up to this one, where it stands.

Entries are not touched: what is worked out from them is worked out anew. A database that cannot be
brought up is damaged, and is set aside like any other.
"""

import logging

from device.ledger.checkup import check_file, check_owner, judged
from device.ledger.database import LedgerDatabase
from device.ledger.errors import DamagedError
from device.ledger.layout import lay_out
from device.ledger.posting import follow
from device.ledger.projection import rebuilt
from device.ledger.stock import write_stock
from wire.decoding import decode
from wire.sale import Sale

log = logging.getLogger(__name__)

BEFORE = 2
"""The layout that is brought up."""

_MAKE_ROOM = (
    "DROP TABLE movement",
    "DROP TABLE stock",
    "ALTER TABLE shelfthen RENAME TO shelfthen_before",
    "ALTER TABLE printjob ADD COLUMN kind VARCHAR(255) NOT NULL DEFAULT 'receipt'",
    "ALTER TABLE printjob ADD COLUMN line INTEGER",
    "ALTER TABLE printjob ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
)
_FILL = (
    """INSERT INTO shelfthen (drug, batch, owner, expiry, on_hand, set_aside, is_counted)
    SELECT drug, batch, 'retail', expiry, on_hand, 0, is_counted FROM shelfthen_before""",
    "DROP TABLE shelfthen_before",
)


def upgrade(database: LedgerDatabase, terminal: str) -> bool:
    """Bring the database up in one transaction; return whether there was anything to do.

    Raises `LedgerError`; `DamagedError` where it cannot be done. Call it alone (`Latch.alone`).
    """
    check_file(database.file)
    with judged(database.file):
        if database.row("PRAGMA user_version") != (BEFORE,):
            return False
        check_owner(database, terminal)
    with database.writing():
        for statement in _MAKE_ROOM:
            database.run(statement)
        lay_out(database)
        for statement in _FILL:
            database.run(statement)
        _note_prescriptions(database)
        write_stock(database, "stock", rebuilt(database))
    log.info("the ledger was brought up from layout %d", BEFORE)
    return True


def _note_prescriptions(database: LedgerDatabase) -> None:
    for key, sha256, body in database.rows(
        "SELECT id, sha256, body FROM entry WHERE kind = 'sale' AND about IS NULL"
    ):
        try:
            follow(database, key, decode(bytes(body), Sale), sha256)
        except (ValueError, TypeError) as error:
            raise DamagedError("an entry cannot be read") from error
