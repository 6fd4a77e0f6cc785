"""Laying out a new database: its tables, its triggers, its books."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from peewee import SchemaManager

from device.ledger.access import make_file
from device.ledger.database import LedgerDatabase
from device.ledger.guards import TRIGGERS
from device.ledger.tables import ALL, LAYOUT

EPOCH_BYTES = 16


def make_private(file: Path) -> None:
    """Make the file, for its owner and for those who share its folder.

    One that is there is not opened: to close it again would drop the locks that SQLite holds on it
    in this process (sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(FileExistsError):
        os.close(make_file(file, os.O_EXCL))


def lay_out(database: LedgerDatabase) -> None:
    """Make every table, index and trigger, within the transaction that is open."""
    for table in ALL:
        SchemaManager(table, database).create_all(safe=True)
    for statement in TRIGGERS:
        database.run(statement)
    database.run(f"PRAGMA user_version = {LAYOUT}")


def new_epoch() -> str:
    """Return the name of an epoch: random, so that a clone or an old copy shows itself."""
    return secrets.token_hex(EPOCH_BYTES)


def add_book(
    database: LedgerDatabase, *, terminal: str, epoch: str, begun_at: str, because: str = "new"
) -> int:
    """Begin a book; return its number."""
    database.run(
        "INSERT INTO book (terminal, epoch, begun_at, because, tidied) VALUES (?, ?, ?, ?, 0)",
        terminal, epoch, begun_at, because,
    )  # fmt: skip
    found = database.row("SELECT max(id) FROM book")
    return int(found[0]) if found else 0
