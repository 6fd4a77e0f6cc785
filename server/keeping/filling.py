"""Filling an empty place from a backup: all of it, or nothing."""

import os
import shutil
import subprocess
from pathlib import Path

from server.keeping import outside
from server.keeping.manifest import BackupError, Manifest
from server.keeping.taking import sha256_of
from server.store.copying import looking
from words import _

_BESIDE = ("-wal", "-journal")
"""What SQLite would take for the log of whatever lies there."""


def must_be_free(target: Path) -> None:
    """Raise `BackupError` unless nothing is where an SQLite file is to go.

    An empty file counts as nothing: it is made when the server is set up, with its rights.
    """
    for file in (target, *(Path(f"{target}{end}") for end in _BESIDE)):
        if file.exists() and file.stat().st_size:
            raise BackupError(_("{file} đã có; chỉ phục hồi vào chỗ trống").format(file=file))


def fill_file(said: Manifest, folder: Path, target: Path, identity: Path | None) -> None:
    """Write a backup's database into a file that is not there yet; raise `BackupError`."""
    file = _checked(said, folder)
    target.touch(mode=0o600)
    if not said.is_encrypted:
        shutil.copyfile(file, target)
        return
    target.unlink()
    outside.run(_age(identity), source=file, target=target)


def put_in_place(part: Path, target: Path) -> None:
    """Move a file that is ready to where it belongs, with the rights of the empty one there."""
    handle = os.open(part, os.O_RDONLY)
    try:
        if target.exists():
            was = target.stat()
            os.fchmod(handle, was.st_mode & 0o777)
            if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(handle, was.st_uid, was.st_gid)
        os.fsync(handle)
    finally:
        os.close(handle)
    must_be_free(target)
    for end in (*_BESIDE, "-shm"):
        Path(f"{target}{end}").unlink(missing_ok=True)
    part.replace(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fill_postgresql(
    said: Manifest, folder: Path, database: str, identity: Path | None, *, last: str = ""
) -> None:
    """Fill an empty PostgreSQL database in one transaction that ends with the statements `last`.

    Raises `BackupError`; then the database is as empty as it was.
    """
    file = _checked(said, folder)
    with looking(database) as look:
        if look.tables:
            raise BackupError(_("cơ sở dữ liệu đã có bảng; chỉ phục hồi vào chỗ trống"))
    told = outside.environment_for(database)
    taker = [outside.program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    # A transaction of ours around the script: whoever dies before COMMIT leaves nothing.
    read = [outside.program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    commands = [_age(identity), read] if said.is_encrypted else [read]
    with file.open("rb") as source:
        line = outside.Line(commands, told, source, subprocess.PIPE)
        end = f"SET search_path = public;\n{last}\nCOMMIT;\n"
        outside.pour(line, taker, told, first=b"BEGIN;\n", last=end.encode())


def _checked(said: Manifest, folder: Path) -> Path:
    file = folder / said.file
    if not file.is_file() or sha256_of(file) != said.sha256:
        raise BackupError(_("{file} thiếu hoặc đã bị sửa").format(file=file))
    return file


def _age(identity: Path | None) -> list[str]:
    if identity is None:
        raise BackupError(_("bản sao lưu đã mã hóa; hãy nêu khóa bằng --identity TỆP"))
    return [outside.program("age"), "--decrypt", "--identity", str(identity)]
