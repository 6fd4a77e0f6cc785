"""The terminal's SQLite file: a pulled plug loses nothing of it, and a new one is noticed."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import DatabaseError, InterfaceError, OperationalError, SqliteDatabase

from device.ledger.errors import DamagedError, DiskFullError, LedgerError
from device.ledger.latch import Latch

PAGE_BYTES = 4096
_PRAGMAS = {
    "page_size": PAGE_BYTES,
    # So that a purge gives room back to the disk.
    "auto_vacuum": "incremental",
    "journal_mode": "wal",
    # FULL: a commit is on the disk when it returns. NORMAL may lose it with the power.
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    # Copying the log into the database waits for a quiet moment (`tidy`); this is the limit.
    "wal_autocheckpoint": 2000,
    "journal_size_limit": 0,
}


class LedgerDatabase(SqliteDatabase):
    """One file, which may be set aside and replaced under every process that has it open.

    Each statement outside a transaction looks whether the file is still the one that was opened,
    and opens the new one where it is not; a transaction holds the latch, so that nobody writes
    into a file that has been set aside.
    """

    def __init__(self, file: Path) -> None:
        # Never made here: an empty file in the place of one that was set aside would pass for it.
        super().__init__(f"file:{quote(str(file))}?mode=rw", pragmas=_PRAGMAS, uri=True)
        self.file = file
        self.latch = Latch(file)
        self._opened = threading.local()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Change the database in one transaction: all of it, or nothing. Raises `LedgerError`."""
        with explained():
            if self.in_transaction():
                yield
                return
            with self.latch.beside_others():
                self.follow()
                with self.atomic("IMMEDIATE"):
                    yield

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Return every row of an answer."""
        with self._asked():
            return list(self.execute_sql(question, values).fetchall())

    def row(self, question: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of an answer."""
        with self._asked():
            found = self.execute_sql(question, values).fetchone()
            return None if found is None else tuple(found)

    def run(self, statement: str, *values: object) -> int:
        """Change something; return how many rows that were."""
        with explained():
            return int(self.execute_sql(statement, values).rowcount)

    def run_many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Do the same with every row."""
        with explained():
            for row in rows:
                self.execute_sql(statement, row)

    def tidy(self, *, least_pages: int = 500) -> bool:
        """Copy the log into the database where it has grown; return whether that was done.

        For quiet moments: a sale that finds a new log begun needs one write to the disk.
        """
        with explained():
            if self._log_bytes() < least_pages * PAGE_BYTES:
                return False
            with self.latch.beside_others():
                _busy, frames, copied = self.row("PRAGMA wal_checkpoint(PASSIVE)") or (1, 0, 0)
            if frames != copied:
                return False
            # Beginning the log anew takes a second write to the disk: here, and not with a sale.
            with self.writing():
                self.run("UPDATE book SET tidied = tidied + 1 WHERE id = 1")
            return True

    def give_back(self) -> None:
        """Give pages that are not used any more back to the disk."""
        with explained(), self.latch.beside_others():
            self.follow()
            # As a script: each page is a row without columns, and a cursor stops at the first.
            self.connection().executescript("PRAGMA incremental_vacuum")  # type: ignore[no-untyped-call]
            self.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def settle(self) -> None:
        """Copy the whole log into the database; raise `LedgerError` where that cannot be done.

        To close it is not enough: SQLite says nothing where the disk is too full for the copy.
        """
        with explained(), self.latch.beside_others():
            is_busy, *_frames = self.row("PRAGMA wal_checkpoint(TRUNCATE)") or (1,)
            if is_busy:
                raise LedgerError("the log is in use and was not copied into the database")

    def suspect(self) -> None:
        """Ask the next start for a look at everything."""
        with suppress(OSError):
            self.suspicion.touch(mode=0o600)

    @property
    def suspicion(self) -> Path:
        """Where it is noted that something is wrong with the file."""
        return self.file.with_name(f"{self.file.name}.suspect")

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            with explained():
                yield
        except DamagedError:
            self.suspect()
            raise

    @contextmanager
    def as_it_stands(self) -> Iterator[None]:
        """Ask several questions of one and the same state, whoever writes in the meantime."""
        with explained():
            self.follow()
            with self.atomic("DEFERRED"):
                yield

    def _log_bytes(self) -> int:
        try:
            return self.file.with_name(f"{self.file.name}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """As peewee's, on the file that is there now."""
        self.follow()
        return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]

    def follow(self) -> bool:
        """Leave a file that has been replaced; return whether it had been."""
        if self.in_transaction() or self.is_closed() or not self.moved():
            return False
        self.close()
        return True

    def moved(self) -> bool:
        """Whether another file stands where this thread's was opened."""
        return bool(_identity(self.file) != getattr(self._opened, "identity", None))

    def connect(self, reuse_if_open: bool = False) -> bool:  # noqa: FBT001, FBT002 - peewee's
        """As peewee's, while nobody sets the file aside."""
        # The latch before peewee's own lock: who is alone inside needs that one too.
        with self.latch.beside_others():
            return bool(super().connect(reuse_if_open))

    def close(self) -> bool:
        """As peewee's, likewise: the last one to leave copies the log into the database."""
        with self.latch.beside_others():
            return bool(super().close())

    def _connect(self) -> sqlite3.Connection:
        # Looked at before it is opened: what is replaced in between shows at the next look.
        self._opened.identity = _identity(self.file)
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]
        return connection


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def explained() -> Iterator[None]:
    """Turn SQLite's and the system's errors into the ledger's."""
    try:
        yield
    except LedgerError:
        raise
    # peewee lets sqlite3's own errors through while rows are fetched; where the names of tables are
    # damaged, sqlite3 fails at telling what is wrong.
    except (DatabaseError, InterfaceError, sqlite3.Error, UnicodeDecodeError) as error:
        raise _named(_first(error)) from error
    except OSError as error:
        raise LedgerError(str(error)) from error


def _first(error: BaseException) -> BaseException:
    """Return what began it: on a full disk SQLite rolls back by itself, then peewee's own fails."""
    while "cannot rollback" in str(error) and error.__context__:
        error = error.__context__
    return error


def _named(error: BaseException) -> LedgerError:
    if isinstance(error, LedgerError):
        return error
    text = str(error)
    if not isinstance(error, (OperationalError, sqlite3.OperationalError)):
        return DamagedError(text)
    return DiskFullError(text) if "full" in text or "disk I/O" in text else LedgerError(text)
