"""Posting: one entry and everything that follows from it, within one transaction."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.stock import move
from device.ledger.tables import Outbox, PrintJob, entry_id
from wire.chain import entry_hash
from wire.entry import Head, Reference, encode
from wire.kinds import Return, Void
from wire.sale import Sale


class Committed(NamedTuple):
    """An entry that is on the disk."""

    number: int
    at: datetime
    sha256: str
    epoch: str


def post(
    database: LedgerDatabase, book: int, entry: Head, *, sealed: bytes | None = None
) -> Committed:
    """Write entry, sealed patient, stock and outbox, and a print job where a sale is new."""
    body = encode(entry)
    sha256 = entry_hash(body)
    key = entry_id(book, entry.seq)
    database.run(
        'INSERT INTO "entry" (id, book, seq, kind, about, body, sha256)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        key, book, entry.seq, entry.kind, about(database, entry), body, sha256,
    )  # fmt: skip
    if sealed is not None:
        database.run(
            'INSERT INTO "sealed" (id, book, seq, block) VALUES (?, ?, ?, ?)',
            key, book, entry.seq, sealed,
        )  # fmt: skip
    move(database, key, entry)
    database.run(
        'INSERT INTO "outbox" (id, book, seq, state) VALUES (?, ?, ?, ?)',
        key, book, entry.seq, Outbox.WAITING,
    )  # fmt: skip
    if isinstance(entry, Sale) and entry.carried is msgspec.UNSET:
        database.run(
            'INSERT INTO "printjob" (book, seq, is_copy, state) VALUES (?, ?, 0, ?)',
            book, entry.seq, PrintJob.COMMITTED,
        )  # fmt: skip
    return Committed(entry.seq, entry.at, sha256, entry.epoch)


def about(database: LedgerDatabase, entry: Head) -> int | None:
    """Return the key of the entry of this terminal that another one carries, or else undoes."""
    if isinstance(entry.carried, Reference):
        meant = entry.carried
    elif isinstance(entry, Return | Void):
        meant = entry.sale
    else:
        return None
    book = book_of(database, meant.epoch)
    return None if book is None else entry_id(book, meant.seq)
