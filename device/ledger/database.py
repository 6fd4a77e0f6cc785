"""Opening the terminal's database, so that a pulled plug loses nothing."""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from peewee import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    SchemaManager,
    SqliteDatabase,
)

from device.clock import Clock
from device.ledger.errors import (
    DamagedError,
    DiskFullError,
    ForeignLedgerError,
    LedgerError,
)
from device.ledger.tables import ALL, TRIGGERS, Book

_PRAGMAS = {
    "journal_mode": "wal",
    # FULL: a commit is on the disk when it returns. NORMAL may lose it with the power.
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
}
_EPOCH_BYTES = 16


def open_database(file: Path, *, terminal: str, clock: Clock) -> tuple[SqliteDatabase, str]:
    """Open the database, making it if it is not there; return it and its epoch.

    Raises `LedgerError`.
    """
    with explained(), _alone(file):
        _make_private(file)
        database = SqliteDatabase(str(file), pragmas=_PRAGMAS)
        with database.atomic("IMMEDIATE"):
            for table in ALL:
                SchemaManager(table, database).create_all(safe=True)
            for statement in TRIGGERS:
                database.execute_sql(statement)  # type: ignore[no-untyped-call]
            epoch = _epoch(database, terminal=terminal, clock=clock)
    return database, epoch


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process after the other open it: SQLite does not wait where WAL is begun."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(file.with_name(f"{file.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _make_private(file: Path) -> None:
    """Make the file for its owner only.

    One that is there is not opened: to close it again would drop the locks that SQLite holds on it
    in this process (sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _epoch(database: SqliteDatabase, *, terminal: str, clock: Clock) -> str:
    """Return the ledger's epoch; a new database gets a random one."""
    Book.insert(
        id=1,
        terminal=terminal,
        epoch=secrets.token_hex(_EPOCH_BYTES),
        begun_at=clock().isoformat(),
    ).on_conflict_ignore().execute(database)
    book = Book.select().get(database)
    if book.terminal != terminal:
        raise ForeignLedgerError(book.terminal, terminal)
    return str(book.epoch)


@contextmanager
def explained() -> Iterator[None]:
    """Turn SQLite's and the system's errors into the ledger's."""
    try:
        yield
    except LedgerError:
        raise
    # peewee lets sqlite3's own errors through while rows are fetched.
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        raise _named(_first(error)) from error
    except OSError as error:
        raise LedgerError(str(error)) from error


def _first(error: BaseException) -> BaseException:
    """Return what began it: on a full disk SQLite rolls back by itself, then peewee's own fails."""
    while "cannot rollback" in str(error) and error.__context__:
        error = error.__context__
    return error


def _named(error: BaseException) -> LedgerError:
    text = str(error)
    if not isinstance(error, (OperationalError, sqlite3.OperationalError)):
        return DamagedError(text)
    return DiskFullError(text) if "full" in text or "disk I/O" in text else LedgerError(text)
