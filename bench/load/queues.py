"""The queues that are measured: each is opened in a folder and then takes one item at a time.

Ours takes a whole sale, with all its rows; the others take the bytes of its entry alone.
"""

import importlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from bench.load import counter
from device.counter.sale import OpenSale
from device.ledger.ledger import Ledger

TERMINAL = "Q33-0001"
Put = Callable[[str], object]
"""Takes one item; what returns is to be on the disk."""


def plain(folder: Path) -> Put:
    """Our ledger, a sale without patient data."""
    return _ledger(folder, counter.plain_sale())


def prescribed(folder: Path) -> Put:
    """Our ledger, a sale with the patient's data sealed."""
    return _ledger(folder, counter.prescribed_sale())


def _ledger(folder: Path, sale: OpenSale) -> Put:
    readers = {name: key.public_key() for name, key in counter.readers().items()}
    file = folder / "ledger.sqlite"
    ledger = Ledger.open(file, terminal=TERMINAL, readers=readers, clock=lambda: counter.NOON)
    return lambda _item: ledger.commit_sale(sale, staff=counter.STAFF)


def raw_sqlite(folder: Path) -> Put:
    """SQLite by hand, as durable as the ledger: one row in one table."""
    database = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = wal")
    database.execute("PRAGMA synchronous = full")
    database.execute("CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, body TEXT)")
    return lambda item: database.execute("INSERT INTO item (body) VALUES (?)", (item,))


def persist_queue(folder: Path) -> Put:
    """persist-queue's SQLiteQueue, as it comes."""
    queue: Any = importlib.import_module("persistqueue").SQLiteQueue
    return _method(queue(str(folder), auto_commit=True), "put")


def persist_ack_queue(folder: Path) -> Put:
    """persist-queue's SQLiteAckQueue, as it comes."""
    queue: Any = importlib.import_module("persistqueue").SQLiteAckQueue
    return _method(queue(str(folder), auto_commit=True), "put")


def lite_queue(folder: Path) -> Put:
    """litequeue, as it comes."""
    queue: Any = importlib.import_module("litequeue").LiteQueue
    return _method(queue(str(folder / "litequeue.sqlite")), "put")


def thingsboard(folder: Path) -> Put:
    """thingsboard-gateway's SQLite storage, as it comes."""
    # The gateway makes this level of its own when it starts; its storage logs with it.
    logging.addLevelName(5, "TRACE")
    logger: Any = logging.getLogger("storage")
    logger.trace = lambda *_said, **_more: None
    module = importlib.import_module("thingsboard_gateway.storage.sqlite.sqlite_event_storage")
    storage = module.SQLiteEventStorage({"data_file_path": f"{folder}/"}, logger, Event())
    return _method(storage, "put")


def _method(thing: Any, name: str) -> Put:
    method: Put = getattr(thing, name)
    return method


OURS = "Quầy: sale"
OURS_SEALED = "Quầy: sale, patient sealed"
RAW = "sqlite3 WAL FULL, one row"
CONTENDERS: dict[str, Callable[[Path], Put]] = {
    OURS: plain,
    OURS_SEALED: prescribed,
    RAW: raw_sqlite,
    "persist-queue SQLiteQueue": persist_queue,
    "persist-queue SQLiteAckQueue": persist_ack_queue,
    "litequeue": lite_queue,
    "thingsboard-gateway SQLite": thingsboard,
}
INSTALLED = tuple(name for name in CONTENDERS if name not in {OURS, OURS_SEALED, RAW})
"""These are installed for the benchmark and may be missing."""
