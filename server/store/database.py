"""The database: opening it, and the only two ways in, `reading` and `writing`.

Statements are written once, with `?` for each parameter, in the SQL that SQLite and PostgreSQL
share; what differs stands in `sqlite.py` and `postgresql.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import peewee

from server.store.address import is_postgresql
from server.store.engine import Engine, Row, StoreUnavailableError
from server.store.migrations import SCHEMA, fill, migrate
from server.store.tables import ALL, DATABASE

__all__ = [
    "StoreUnavailableError",
    "add",
    "close_store",
    "from_text",
    "given",
    "keep_open",
    "locking",
    "open_store",
    "reading",
    "rows",
    "run",
    "run_many",
    "stream",
    "to_json",
    "to_text",
    "writing",
]

_MISTAKES = (peewee.IntegrityError, peewee.DataError, peewee.ProgrammingError)
_FAILURES = (peewee.DatabaseError, peewee.InterfaceError, OSError)
_engine: Engine | None = None


def open_store(database: str | Path) -> None:
    """Use this database in this process: a file, made if it is not there, or "postgresql://...".

    Raises `StoreUnavailableError`.
    """
    global _engine  # noqa: PLW0603 - one database in a process, as with peewee's models
    if _engine:
        close_store()
    _engine = _engine_for(str(database))
    DATABASE.initialize(_engine.database)
    with _explained():
        _engine.open()
    with reading():
        is_ready = _engine.schema() == SCHEMA and not _missing_tables()
    if is_ready:
        return  # whoever makes tables locks them, and the others are writing
    with writing():
        _engine.lock_schema()
        version = _engine.schema()
        if version > SCHEMA:
            raise StoreUnavailableError(f"made by a newer version: schema {version}")
        migrate(version, run, DATABASE.get_tables())
        DATABASE.create_tables(ALL)
        fill(version, run)
        for statement in _engine.triggers:
            DATABASE.execute_sql(statement)
        if version != SCHEMA:
            _engine.set_schema(SCHEMA)


def _missing_tables() -> set[str]:
    there = set(DATABASE.get_tables())
    return {table._meta.table_name for table in ALL} - there  # noqa: SLF001 - peewee's way


def close_store() -> None:
    """Close this thread's connection."""
    DATABASE.close()


def keep_open() -> None:
    """Connect this thread, where it is not connected; `reading` then leaves the connection open.

    Connecting to PostgreSQL costs more than most questions. Raises `StoreUnavailableError`.
    """
    with _explained():
        DATABASE.connect(reuse_if_open=True)


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes: all of it is on the disk afterwards, or nothing.

    Raises `StoreUnavailableError`.
    """
    with _explained():
        DATABASE.connect(reuse_if_open=True)
        with _chosen().writing():
            yield


@contextmanager
def reading() -> Iterator[None]:
    """One transaction that reads: every query in it sees the same moment.

    Raises `StoreUnavailableError`.
    """
    with _explained():
        opened = DATABASE.connect(reuse_if_open=True)
        try:
            with _chosen().reading():
                yield
        finally:
            if opened:
                DATABASE.close()


def run(sql: str, parameters: Row = ()) -> None:
    """Execute one statement."""
    DATABASE.execute_sql(_chosen().statement(sql), parameters)


def rows(sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
    """Return what a query gives."""
    return list(DATABASE.execute_sql(_chosen().statement(sql), parameters))


def stream(sql: str, parameters: Row = ()) -> Iterator[tuple[Any, ...]]:
    """Return what a query gives, row by row, within a transaction."""
    return _chosen().stream(sql, parameters)


def run_many(sql: str, parameters: Iterable[Row]) -> None:
    """Execute one statement for many rows."""
    _chosen().run_many(sql, parameters)


def add(table: str, columns: Sequence[str], new: Sequence[Row]) -> None:
    """Insert rows past whatever has the same key already: the way for the hot insert."""
    if new:
        _chosen().add(table, columns, new)


def given(**columns: str) -> str:
    """Return a table expression for rows that are handed over as one parameter, by `to_json`.

    Each column has its type: "text" or "bigint".
    """
    return _chosen().given(**columns)


def locking(table: str) -> str:
    """Return what a query ends with that holds its rows of a table until the transaction ends."""
    return _chosen().locking(table)


def to_json(handed_over: Iterable[Row]) -> str:
    """Return rows as the parameter that `given` takes apart."""
    return msgspec.json.encode([list(row) for row in handed_over]).decode()


def to_text(moment: datetime) -> str:
    """Return a moment as it is stored: UTC, always equally long, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Return a stored moment."""
    return datetime.fromisoformat(text)


def _chosen() -> Engine:
    if _engine is None:
        raise StoreUnavailableError("the store is not open")
    return _engine


def _engine_for(database: str) -> Engine:
    # Imported here: PostgreSQL's driver is not loaded where nobody asks for it.
    if is_postgresql(database):
        from server.store.postgresql import PostgresqlEngine  # noqa: PLC0415

        return PostgresqlEngine(database)
    from server.store.sqlite import SqliteEngine  # noqa: PLC0415

    return SqliteEngine(database)


@contextmanager
def _explained() -> Iterator[None]:
    """Tell what ails the database from what is wrong with a statement."""
    engine = _chosen()
    mistakes: tuple[type[Exception], ...] = (*_MISTAKES, *engine.mistakes)
    failures: tuple[type[Exception], ...] = (*_FAILURES, *engine.failures)
    try:
        yield
    except mistakes:
        raise
    except failures as error:
        engine.drop_if_broken()
        raise StoreUnavailableError(str(error).strip()) from error
