"""What a backup, and a database that was filled at once, need of the database itself."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import peewee

from server.store.address import is_postgresql
from server.store.database import StoreUnavailableError, keep_open
from server.store.tables import ALL, DATABASE

if TYPE_CHECKING:
    from server.store.postgresql import PostgresqlEngine


class Look(NamedTuple):
    """A database as it is, whatever version its tables have; nothing in it is changed."""

    rows: Callable[[str], list[tuple[Any, ...]]]
    tables: tuple[str, ...]
    schema: int
    """Version of the tables; 0: none of ours."""


@contextmanager
def looking(database: str) -> Iterator[Look]:
    """Read one moment of a database without bringing its tables up to date.

    Raises `StoreUnavailableError`.
    """
    look = _into_postgresql if is_postgresql(database) else _into_file
    with look(database) as found:
        yield found


def table_names() -> tuple[str, ...]:
    """Return the names of all tables of today's version."""
    return tuple(table._meta.table_name for table in ALL)  # noqa: SLF001 - peewee's way


def shared_moment(look: Look) -> str:
    """Return PostgreSQL's name for what this transaction sees, for another connection to see too.

    The transaction may then wait as long as the other reads.
    """
    look.rows("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
    return str(look.rows("SELECT pg_export_snapshot()")[0][0])


def clear(database: str) -> None:
    """Take everything of ours out of a PostgreSQL database; raise `StoreUnavailableError`."""
    with _connected(database) as engine, engine.writing():
        dropped = [f'DROP TABLE "{table}" CASCADE' for table in engine.database.get_tables()]
        dropped += [f"DROP FUNCTION IF EXISTS {name}()" for name in ("entry_stays", "audit_stays")]
        for statement in dropped:
            engine.database.execute_sql(statement)  # type: ignore[no-untyped-call]


@contextmanager
def erase(tables: Iterable[str]) -> Iterator[None]:
    """Have what is deleted in this block leave no bytes behind in the open database's files.

    `tables`: where it is deleted. Not within a transaction.
    """
    keep_open()
    is_file = isinstance(DATABASE.obj, peewee.SqliteDatabase)
    if is_file:
        DATABASE.execute_sql("PRAGMA secure_delete = on").fetchall()
    yield
    if is_file:
        DATABASE.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return
    for table in sorted(tables):
        DATABASE.execute_sql(f"VACUUM {table}")


def settle() -> None:
    """Have the database look at its tables anew, after very much was written.

    Not within a transaction.
    """
    DATABASE.execute_sql("VACUUM ANALYZE")


def into_one_file(file: Path) -> None:
    """Bring an SQLite database that nobody uses into the one file, without a log beside it."""
    with closing(sqlite3.connect(file)) as line:
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        line.execute("PRAGMA journal_mode = delete")


@contextmanager
def _into_file(database: str) -> Iterator[Look]:
    try:
        address = f"{Path(database).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as line:
            line.execute("BEGIN")

            def rows(sql: str) -> list[tuple[Any, ...]]:
                return line.execute(sql).fetchall()

            names = rows(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite%' ORDER BY name"
            )
            version = rows("PRAGMA user_version")
            yield Look(rows, tuple(name for (name,) in names), int(version[0][0]))
    except sqlite3.Error as error:
        raise StoreUnavailableError(str(error)) from error


@contextmanager
def _into_postgresql(database: str) -> Iterator[Look]:
    with _connected(database) as engine, engine.reading():

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return list(engine.database.execute_sql(sql))  # type: ignore[no-untyped-call]

        yield Look(rows, tuple(sorted(engine.database.get_tables())), engine.schema())


@contextmanager
def _connected(database: str) -> "Iterator[PostgresqlEngine]":
    from server.store.postgresql import PostgresqlEngine  # noqa: PLC0415 - only where it is asked

    engine = PostgresqlEngine(database)
    try:
        engine.open()
        yield engine
    except (peewee.DatabaseError, peewee.InterfaceError, *engine.failures) as error:
        raise StoreUnavailableError(str(error).strip()) from error
    finally:
        if not engine.database.is_closed():
            engine.database.close()
