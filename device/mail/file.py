"""The mail's SQLite file beside the ledger, shared by link and screen."""

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from device.clock import Clock, system_clock
from device.kept_file import KeptFile
from device.mail.errors import MailError

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


class MailFile(KeptFile):
    """The file. May be used from several threads and by two programs; raises `MailError`.

    What was given before one that was damaged began anew is not carried out: it may have been
    already.
    """

    def __init__(self, file: Path, *, clock: Clock = system_clock) -> None:
        super().__init__(file, tables=_TABLES, error=MailError, busy_seconds=_BUSY_SECONDS)
        self._clock = clock

    @property
    def begun_at(self) -> datetime | None:
        """Since when this file remembers, where one before it was damaged."""
        with self.asked() as line:
            found = line.execute("SELECT at FROM begun").fetchone()
        return datetime.fromisoformat(found[0]) if found else None

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
        super()._set_aside(error)
        with suppress(OSError, sqlite3.Error):
            now = self._clock().isoformat()
            self._open().execute("INSERT OR REPLACE INTO begun VALUES (1, ?)", (now,))
