"""A SQLite file beside the ledger, all of which can come once more: damaged, it begins anew."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

log = logging.getLogger(__name__)

_TAILS = ("-journal", "-wal", "-shm")


class KeptFile:
    """The file. May be used from several threads and by several programs.

    Raises `error` where it cannot be used now; one that is damaged is set aside then, as
    `NAME.damaged`.
    """

    def __init__(
        self, file: Path, *, tables: str, error: type[Exception], busy_seconds: float
    ) -> None:
        self._file = file
        self._tables, self._error, self._busy_seconds = tables, error, busy_seconds
        self._lock = threading.RLock()
        self._line: sqlite3.Connection | None = None

    def close(self) -> None:
        """Leave the file."""
        with self._lock:
            line, self._line = self._line, None
            if line:
                with suppress(sqlite3.Error):
                    line.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Change it in one transaction, which is on the disk when this ends."""
        with self.asked() as line:
            line.execute("BEGIN IMMEDIATE")
            try:
                yield line
                line.execute("COMMIT")
            except BaseException:
                # On a full disk SQLite has rolled back by itself.
                with suppress(sqlite3.Error):
                    line.execute("ROLLBACK")
                raise

    @contextmanager
    def asked(self) -> Iterator[sqlite3.Connection]:
        """Ask it something."""
        with self._lock:
            try:
                yield self._open()
            except sqlite3.OperationalError as error:
                raise self._error(str(error)) from error
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                self._set_aside(error)
                raise self._error(str(error)) from error
            except (OSError, sqlite3.Error) as error:
                raise self._error(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        if self._line is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._make()
            line = sqlite3.connect(
                self._file,
                timeout=self._busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._prepare(line)
                line.execute("PRAGMA synchronous = FULL")
                line.executescript(self._tables)
            except BaseException:
                # Without its tables it would answer nothing, also when there is room again.
                with suppress(sqlite3.Error):
                    line.close()
                raise
            self._line = line
        return self._line

    def _make(self) -> None:
        """Make the file, where it must be made in a way of its own."""

    def _prepare(self, line: sqlite3.Connection) -> None:
        """Set what a connection needs beside being durable."""

    def _set_aside(self, error: Exception) -> None:
        log.error("%s is damaged, and begins anew: %s", self._file.name, error)
        self.close()
        with suppress(OSError):
            self._file.replace(self._file.with_name(f"{self._file.name}.damaged"))
        for tail in _TAILS:
            self._file.with_name(f"{self._file.name}{tail}").unlink(missing_ok=True)
