"""Posting: one entry and everything that follows from it, within one transaction."""

from datetime import datetime
from typing import NamedTuple

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.holds import answer
from device.ledger.prices import code_linked, price_posted
from device.ledger.print_jobs import order
from device.ledger.stock import move
from device.ledger.tables import Outbox, entry_id
from wire.chain import entry_hash
from wire.entry import Head, Reference, encode
from wire.kinds import CodeLinked, PricePosted, RecallAcknowledged, Return, Void
from wire.sale import Sale


class Committed(NamedTuple):
    """An entry that is on the disk."""

    number: int
    at: datetime
    sha256: str
    epoch: str


def post(
    database: LedgerDatabase,
    book: int,
    entry: Head,
    *,
    sealed: bytes | None = None,
    labelled: frozenset[int] = frozenset(),
) -> Committed:
    """Write an entry, its sealed patient, all that follows from it, and what it has printed.

    `labelled`: the lines of a sale, from 0, that get a label.
    """
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
    move(database, entry)
    follow(database, key, entry, sha256)
    database.run(
        'INSERT INTO "outbox" (id, book, seq, state) VALUES (?, ?, ?, ?)',
        key, book, entry.seq, Outbox.WAITING,
    )  # fmt: skip
    order(database, book, entry, labelled=labelled)
    return Committed(entry.seq, entry.at, sha256, entry.epoch)


def follow(database: LedgerDatabase, key: int, entry: Head, sha256: str) -> None:
    """Note what is asked for by something else than an entry's number."""
    if isinstance(entry.carried, Reference):
        return
    match entry:
        case Sale(prescription=str(code)):
            # RX-10: the same code in capitals is the same prescription.
            database.run(
                "INSERT OR REPLACE INTO prescribed (prescription, id) VALUES (?, ?)",
                code.lower(), key,
            )  # fmt: skip
        case RecallAcknowledged():
            answer(database, entry.recall, sha256)
        case PricePosted():
            price_posted(database, entry)
        case CodeLinked():
            code_linked(database, entry)


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
