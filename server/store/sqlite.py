"""SQLite: the store on one machine, in one file."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import peewee

from server.store.engine import Row

_PRAGMAS = {
    "journal_mode": "wal",
    # FULL: a commit is on the disk when it returns, and a receipt is a promise about the disk.
    "synchronous": "full",
    "foreign_keys": 1,
}
_BUSY_SECONDS = 5
_OPENING_SECONDS = 10.0


class SqliteEngine:
    """A database in a file; made when it is not there, readable by its owner alone."""

    mistakes = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)
    failures = (sqlite3.Error,)
    triggers = (
        (
            "CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry"
            " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
        ),
        (
            "CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry"
            " BEGIN SELECT RAISE(ABORT, 'entries never go'); END"
        ),
        (
            "CREATE TRIGGER IF NOT EXISTS audit_never_changes BEFORE UPDATE ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the log never changes'); END"
        ),
        (
            "CREATE TRIGGER IF NOT EXISTS audit_stays_a_year BEFORE DELETE ON audit"
            " WHEN OLD.at > strftime('%Y-%m-%d', 'now', '-12 months')"
            " BEGIN SELECT RAISE(ABORT, 'the log stays for a year'); END"
        ),
    )

    def __init__(self, file: str) -> None:
        self._file = file
        self.database = peewee.SqliteDatabase(file, pragmas=_PRAGMAS, timeout=_BUSY_SECONDS)

    def open(self) -> None:
        """Make the file and connect. Turning WAL on fails while another process is doing it."""
        os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        until = time.monotonic() + _OPENING_SECONDS
        while True:
            try:
                self.database.connect(reuse_if_open=True)
            except peewee.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def lock_schema(self) -> None:
        """Nothing to do: who writes is alone."""

    def schema(self) -> int:
        """Return SQLite's own number for it."""
        return int(self._execute("PRAGMA user_version").fetchone()[0])

    def set_schema(self, version: int) -> None:
        """Set SQLite's own number for it."""
        self._execute(f"PRAGMA user_version = {version:d}")

    def writing(self) -> AbstractContextManager[object]:
        """Take the write lock at once: a reader that turns writer may have to give up."""
        return self.database.atomic("IMMEDIATE")

    def reading(self) -> AbstractContextManager[object]:
        """See the file as it is at the first query."""
        return self.database.atomic()

    def drop_if_broken(self) -> None:
        """Nothing to do: a connection to a file does not end by itself."""

    def statement(self, sql: str) -> str:
        """Nothing to change."""
        return sql

    def stream(self, sql: str, parameters: Row) -> Iterator[tuple[Any, ...]]:
        """Return what a query gives; SQLite computes row by row."""
        found: Iterator[tuple[Any, ...]] = self._execute(sql, parameters)
        return found

    def run_many(self, sql: str, parameters: Iterable[Row]) -> None:
        """Execute one prepared statement for all rows."""
        self.database.connection().executemany(sql, parameters)  # type: ignore[no-untyped-call]

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows; the names come from this folder alone."""
        marks = ", ".join("?" * len(columns))
        self.run_many(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
            " ON CONFLICT DO NOTHING",
            rows,
        )

    def given(self, **columns: str) -> str:
        """Take a JSON array of arrays apart."""
        taken = ", ".join(
            f"json_extract(value, '$[{index}]') AS {name}" for index, name in enumerate(columns)
        )
        return f"(SELECT {taken} FROM json_each(?))"  # noqa: S608 (names from this folder)

    def locking(self, table: str) -> str:  # noqa: ARG002
        """Nothing: who writes is alone."""
        return ""

    def _execute(self, sql: str, parameters: Row = ()) -> Any:
        return self.database.execute_sql(sql, parameters)  # type: ignore[no-untyped-call]
