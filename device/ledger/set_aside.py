"""Setting a damaged database aside whole: moved, never deleted, and finished after any crash."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

FOLDER = "set-aside"
_PENDING = "pending"
"""In a folder whose files are still being moved, or from which no fresh database is in place yet;
names the files that belong there."""


def parts_of(file: Path) -> tuple[Path, ...]:
    """Return the files that make one database."""
    return tuple(file.with_name(file.name + end) for end in ("", "-wal", "-shm"))


def set_aside(file: Path, *, epoch: str, at: datetime) -> Path:
    """Move a database into a folder of its own; return the folder. Call it alone."""
    folder = _make_folder(file.parent / FOLDER, f"{at:%Y%m%dT%H%M%SZ}-{epoch[:8]}")
    names = [part.name for part in parts_of(file) if part.exists()]
    _write_durably(folder / _PENDING, "\n".join(names))
    sync_folder(folder.parent)
    _move(file, folder)
    return folder


def unfinished(file: Path) -> list[Path]:
    """Return the folders that were not finished, their files moved to the end."""
    folders = sorted(mark.parent for mark in (file.parent / FOLDER).glob(f"*/{_PENDING}"))
    for folder in folders:
        _move(file, folder)
    return folders


def finish(folder: Path) -> None:
    """Say that a fresh database is in the place of this one."""
    (folder / _PENDING).unlink()
    sync_folder(folder)


def _move(file: Path, folder: Path) -> None:
    """Move what is not there yet."""
    for name in (folder / _PENDING).read_text(encoding="utf-8").splitlines():
        source, target = file.with_name(name), folder / name
        if source.exists() and not target.exists():
            source.rename(target)
            target.chmod(0o600)
    sync_folder(file.parent)
    sync_folder(folder)


def _make_folder(parent: Path, name: str) -> Path:
    parent.mkdir(mode=0o700, exist_ok=True)
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
            continue
        return folder


def _write_durably(file: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    half = file.with_name(f"{file.name}.half")
    half.touch(mode=0o600)
    with half.open("w", encoding="utf-8") as content:
        content.write(text)
        content.flush()
        os.fsync(content.fileno())
    half.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    with _opened(folder) as number:
        os.fsync(number)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)
