"""Taking a backup while everything goes on: one moment of the database, whole."""

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from server.keeping import counting, manifest, outside
from server.keeping.manifest import BackupError, Manifest
from server.store.address import is_postgresql
from server.store.copying import shared_moment
from server.store.database import close_store, open_store, reading
from server.store.migrations import SCHEMA
from words import _

_CHUNK = 1 << 20


def take(
    database: str, folder: Path, *, province: str, now: datetime, recipient: str = ""
) -> Manifest:
    """Write a backup into a folder that is empty or not there; encrypted where `recipient` is set.

    Raises `BackupError`, and then leaves no manifest behind.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupError(_("{folder} không trống").format(folder=folder))
    in_postgresql = is_postgresql(database)
    plain = folder / ("store.dump" if in_postgresql else "store.sqlite")
    held = _dump(database, plain) if in_postgresql else _copy(database, plain)
    file = _encrypted(plain, recipient) if recipient else plain
    made = Manifest(
        made_at=now, province=province, kind="postgresql" if in_postgresql else "sqlite",
        schema=SCHEMA, file=file.name,
        sha256=sha256_of(file), size=file.stat().st_size, is_encrypted=bool(recipient),
        rows=held.rows, ledgers=held.ledgers,
    )  # fmt: skip
    _sync(file)
    manifest.write(made, folder)
    return made


def sha256_of(file: Path) -> str:
    """Return a file's hash."""
    with file.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


def _dump(database: str, target: Path) -> counting.Held:
    """Have pg_dump write what our own transaction sees: what is counted is what is there."""
    open_store(database)
    command = [outside.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with reading():
        held = counting.held()
        command.append(f"--snapshot={shared_moment()}")
        outside.run(command, environment=outside.environment_for(database), target=target)
    close_store()
    return held


def _copy(database: str, target: Path) -> counting.Held:
    """Copy an SQLite file in one reading, which holds up nobody."""
    if not Path(database).exists():
        raise BackupError(_("không có tệp {file}").format(file=database))
    target.touch(mode=0o600)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")
    open_store(target)
    try:
        with reading():
            return counting.held()
    finally:
        close_store()
        _settle(target)


def _settle(file: Path) -> None:
    """Bring everything into the one file: what was opened to be counted was in WAL mode."""
    with closing(sqlite3.connect(file)) as line:
        line.execute("PRAGMA journal_mode = delete")


def _encrypted(plain: Path, recipient: str) -> Path:
    """Encrypt to an age recipient (age1…), and leave nothing else behind."""
    file = plain.with_name(plain.name + ".age")
    outside.run(
        [outside.program("age"), "--encrypt", "--recipient", recipient], source=plain, target=file
    )
    plain.unlink()
    return file


def _sync(file: Path) -> None:
    """Have file and folder on the disk before the manifest says that they are."""
    for path in (file, file.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
