"""The database: opening it, and the only two ways in, `reading` and `writing`."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import peewee

from server.store.tables import ALL, DATABASE, TRIGGERS

SCHEMA = 1
_PRAGMAS = {
    "journal_mode": "wal",
    # FULL: a commit is on the disk when it returns, and a receipt is a promise about the disk.
    "synchronous": "full",
    "foreign_keys": 1,
}
_BUSY_SECONDS = 5
_OPENING_SECONDS = 10.0
_NOT_THE_DATABASE = (
    peewee.IntegrityError,
    peewee.DataError,
    peewee.ProgrammingError,
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
)


class StoreUnavailableError(RuntimeError):
    """The database cannot be used now: locked, disk full, damaged or not there."""


def open_store(file: Path) -> None:
    """Use this database in this process, making it if it is not there.

    Raises `StoreUnavailableError`.
    """
    with _explained():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        DATABASE.init(str(file), pragmas=_PRAGMAS, timeout=_BUSY_SECONDS)
        _connect()
    with writing():
        version = int(rows("PRAGMA user_version")[0][0])
        if version > SCHEMA:
            raise StoreUnavailableError(f"{file} was made by a newer version: schema {version}")
        DATABASE.create_tables(ALL)
        for statement in TRIGGERS:
            run(statement)
        run(f"PRAGMA user_version = {SCHEMA}")


def close_store() -> None:
    """Close this thread's connection."""
    DATABASE.close()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes: all of it is on the disk afterwards, or nothing.

    Raises `StoreUnavailableError`.
    """
    with _explained():
        DATABASE.connect(reuse_if_open=True)
        with DATABASE.atomic("IMMEDIATE"):
            yield


@contextmanager
def reading() -> Iterator[None]:
    """One transaction that reads: every query in it sees the same moment.

    Raises `StoreUnavailableError`.
    """
    with _explained():
        opened = DATABASE.connect(reuse_if_open=True)
        try:
            with DATABASE.atomic():
                yield
        finally:
            if opened:
                DATABASE.close()


def run(sql: str, parameters: Sequence[object] = ()) -> None:
    """Execute one statement."""
    DATABASE.execute_sql(sql, parameters)  # type: ignore[no-untyped-call]


def rows(sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return what a query gives."""
    return list(stream(sql, parameters))


def stream(sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
    """Return what a query gives, row by row."""
    cursor: Iterator[tuple[Any, ...]] = DATABASE.execute_sql(sql, parameters)  # type: ignore[no-untyped-call]
    return cursor


def run_many(sql: str, parameters: Iterable[Sequence[object]]) -> None:
    """Execute one statement for many rows: the way for the hot insert."""
    DATABASE.connection().executemany(sql, parameters)  # type: ignore[no-untyped-call]


def to_text(moment: datetime) -> str:
    """Return a moment as it is stored: UTC, always equally long, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Return a stored moment."""
    return datetime.fromisoformat(text)


def _connect() -> None:
    """Connect for the first time. Turning WAL on fails at once if another process is doing it."""
    until = time.monotonic() + _OPENING_SECONDS
    while True:
        try:
            DATABASE.connect(reuse_if_open=True)
        except peewee.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def _explained() -> Iterator[None]:
    """Tell what ails the database from what is wrong with a statement."""
    try:
        yield
    except _NOT_THE_DATABASE:
        raise
    except (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error, OSError) as error:
        raise StoreUnavailableError(str(error)) from error
