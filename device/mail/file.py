"""The mail's SQLite file beside the ledger, shared by link and screen."""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from device.clock import Clock, system_clock
from device.mail.errors import MailError

log = logging.getLogger(__name__)

_TABLES = """
    CREATE TABLE IF NOT EXISTS message (
        id TEXT PRIMARY KEY, body BLOB NOT NULL, check_sum INTEGER NOT NULL,
        arrived_at TEXT NOT NULL, read_at TEXT, heard INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS command (
        id TEXT PRIMARY KEY, body BLOB NOT NULL, check_sum INTEGER NOT NULL,
        begun_at TEXT NOT NULL, outcome BLOB, heard INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS begun (id INTEGER PRIMARY KEY CHECK (id = 1), at TEXT NOT NULL);
"""
_BUSY_SECONDS = 5.0
MODE = 0o660
"""Two accounts of one group write it."""


class MailFile:
    """The file. May be used from several threads and by two programs; raises `MailError`.

    One that is damaged is set aside. What was given before the new one began is then not carried
    out: it may have been already.
    """

    def __init__(self, file: Path, *, clock: Clock = system_clock) -> None:
        self._file, self._clock = file, clock
        self._lock = threading.RLock()
        self._line: sqlite3.Connection | None = None

    def close(self) -> None:
        """Leave the file."""
        with self._lock:
            line, self._line = self._line, None
            if line:
                with suppress(sqlite3.Error):
                    line.close()

    @property
    def begun_at(self) -> datetime | None:
        """Since when this file remembers, where one before it was damaged."""
        with self.asked() as line:
            found = line.execute("SELECT at FROM begun").fetchone()
        return datetime.fromisoformat(found[0]) if found else None

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
                raise MailError(str(error)) from error
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                self._set_aside(error)
                raise MailError(str(error)) from error
            except (OSError, sqlite3.Error) as error:
                raise MailError(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        if self._line is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._make()
            line = sqlite3.connect(
                self._file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._line = line
            line.execute("PRAGMA synchronous = FULL")
            line.executescript(_TABLES)
        return self._line

    def _make(self) -> None:
        """Make the file such that the group may write it, whatever the umask takes away."""
        try:
            descriptor = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_RDWR, MODE)
        except FileExistsError:
            return
        try:
            os.fchmod(descriptor, MODE)
        finally:
            os.close(descriptor)

    def _set_aside(self, error: Exception) -> None:
        log.error("the mail is damaged, and begins anew: %s", error)
        self.close()
        with suppress(OSError):
            self._file.replace(self._file.with_name(f"{self._file.name}.damaged"))
        self._file.with_name(f"{self._file.name}-journal").unlink(missing_ok=True)
        with suppress(OSError, sqlite3.Error):
            line = self._open()
            now = self._clock().isoformat()
            line.execute("INSERT OR REPLACE INTO begun VALUES (1, ?)", (now,))
