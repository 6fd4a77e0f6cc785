"""Rooms beside the database where files lie that are not ready, and that a kill leaves behind.

What was being made when a program was killed is cleared away by the next one: a room is somebody's
as long as its lock is held, and a lock ends with its process.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.store.address import is_postgresql

PREFIX = ".quay-aside-"


def beside(database: str) -> Path:
    """Return where such rooms are made: on the disk that the data lie on anyway."""
    return Path(tempfile.gettempdir()) if is_postgresql(database) else Path(database).parent


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """Give an empty folder that nobody else enters and that is gone afterwards; raise `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    try:
        with held(made) as is_ours:
            if not is_ours:
                raise BlockingIOError(str(made))
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Give whether a folder is ours alone, as long as the block lasts."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{PREFIX}*"):
        try:
            with held(left) as is_ours:
                if is_ours:
                    shutil.rmtree(left, ignore_errors=True)
        except OSError:  # another account's, or gone meanwhile
            continue
