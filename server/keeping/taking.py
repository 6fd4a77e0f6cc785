"""Taking a backup while everything goes on: one moment of the database, whole."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from server.keeping import counting, manifest, outside
from server.keeping.aside import PREFIX, beside, held, room
from server.keeping.counting import Held
from server.keeping.enclosing import enclose
from server.keeping.manifest import FILE, KEYS, PART, BackupError, Manifest
from server.store.address import is_postgresql
from server.store.copying import into_one_file, looking, shared_moment
from words import _

_OURS = {"store.sqlite", "store.dump", "store.sqlite.age", "store.dump.age", KEYS, FILE + PART}


def take(
    database: str,
    folder: Path,
    *,
    province: str,
    now: datetime,
    recipient: str = "",
    keys: Sequence[Path] = (),
) -> Manifest:
    """Write a backup into a folder that is empty or not there; encrypted where `recipient` is set.

    The database is read as it is: tables of an older version stay as they are. `keys`: files to
    enclose, which wants a recipient. What an attempt that was killed has left is overwritten.
    Raises `BackupError`, `OSError`, `StoreUnavailableError`, and then leaves nothing behind.
    """
    if keys and not recipient:
        raise BackupError(_("khóa chỉ được sao lưu khi mã hóa; hãy nêu --recipient"))
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held(folder) as is_ours:
        if not is_ours:
            raise BackupError(_("đang có lần sao lưu khác vào {folder}").format(folder=folder))
        _make_room(folder)
        with _whole_or_nothing(folder, is_new=is_new):
            in_postgresql = is_postgresql(database)
            name = "store.dump" if in_postgresql else "store.sqlite"
            file = folder / (f"{name}.age" if recipient else name)
            found, schema = (_dump if in_postgresql else _copy)(database, file, recipient)
            if keys:
                enclose(keys, folder / KEYS, recipient)
            made = Manifest(
                made_at=now, province=province, kind="postgresql" if in_postgresql else "sqlite",
                schema=schema, file=file.name, sha256=sha256_of(file), size=file.stat().st_size,
                is_encrypted=bool(recipient), rows=found.rows, ledgers=found.ledgers,
                keys_sha256=sha256_of(folder / KEYS) if keys else None,
            )  # fmt: skip
            _sync(*folder.iterdir(), folder)
            manifest.write(made, folder)
            _sync(folder / FILE, folder)
    return made


@contextmanager
def _whole_or_nothing(folder: Path, *, is_new: bool) -> Iterator[None]:
    """Take back what was written if it is broken off: nights of it would fill the disk."""
    try:
        yield
    except BaseException:
        for name in (FILE, *sorted(_OURS)):  # first what says that it is whole
            (folder / name).unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def sha256_of(file: Path) -> str:
    """Return a file's hash."""
    with file.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


def _make_room(folder: Path) -> None:
    """See that a folder is empty; what an attempt left that was broken off goes."""
    names = {file.name for file in folder.iterdir() if not file.name.startswith(PREFIX)}
    if not names <= _OURS:  # a whole backup has a manifest, which is not among these
        raise BackupError(_("{folder} không trống").format(folder=folder))
    for name in names:
        (folder / name).unlink()


def _dump(database: str, target: Path, recipient: str) -> tuple[Held, int]:
    """Have pg_dump write what our own transaction sees: what is counted is what is there."""
    command = [outside.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    then = [_age(recipient)] if recipient else []
    with looking(database) as look:
        _check(look.schema)
        found = counting.held(look)
        command.append(f"--snapshot={shared_moment(look)}")
        outside.run(
            command, *then, environment=outside.environment_for(database), target=target
        )  # fmt: skip
        return found, look.schema


def _copy(database: str, target: Path, recipient: str) -> tuple[Held, int]:
    """Copy an SQLite file in one reading, which holds up nobody.

    What is to be encrypted is copied beside the database, never to where the backup goes.
    """
    if not Path(database).exists():
        raise BackupError(_("không có tệp {file}").format(file=database))
    with room(beside(database) if recipient else target.parent) as aside:
        plain = aside / "store.sqlite"
        plain.touch(mode=0o600)
        try:
            with (
                closing(sqlite3.connect(database)) as source,
                closing(sqlite3.connect(plain)) as copy,
            ):
                source.backup(copy)
            into_one_file(plain)
        except sqlite3.Error as error:
            raise BackupError(str(error)) from error
        with looking(str(plain)) as look:
            _check(look.schema)
            found, schema = counting.held(look), look.schema
        if recipient:
            outside.run(_age(recipient), source=plain, target=target)
        else:
            plain.rename(target)
    return found, schema


def _check(schema: int) -> None:
    if not schema:
        raise BackupError(_("cơ sở dữ liệu này không có sổ nào"))


def _age(recipient: str) -> list[str]:
    return [outside.program("age"), "--encrypt", "--recipient", recipient]


def _sync(*paths: Path) -> None:
    """Have files and folder on the disk before the manifest says that they are."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
