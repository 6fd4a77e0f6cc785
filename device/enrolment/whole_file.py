"""Files and folders that are there whole or not at all, whenever the power goes."""

import os
import shutil
from pathlib import Path

FRESH = ".fresh"
"""Behind the name of what is not whole yet."""


def write_whole(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put content in the place of a file in one step; raise `OSError`."""
    fresh = file.with_name(f".{file.name}{FRESH}")
    fresh.unlink(missing_ok=True)
    try:
        fill(fresh, content, mode=mode)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    sync(file.parent)


def fill(file: Path, content: bytes, *, mode: int) -> None:
    """Write a new file; from its first byte on it has this mode. It is on the disk then."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as opened:
        os.fchmod(descriptor, mode)
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)


def make_whole_folder(folder: Path, files: dict[str, tuple[bytes, int]], *, mode: int) -> None:
    """Make a folder with these files (content, mode) in one step; raise `OSError`.

    An empty folder in its place is taken over; one that is not empty is set aside as `NAME.before`.
    """
    fresh = folder.with_name(f".{folder.name}{FRESH}")
    shutil.rmtree(fresh, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh.mkdir(mode=0o700)
    for name, (content, its_mode) in files.items():
        fill(fresh / name, content, mode=its_mode)
    fresh.chmod(mode)
    sync(fresh)
    if folder.is_dir() and any(folder.iterdir()):
        before = folder.with_name(f"{folder.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        folder.rename(before)
    fresh.rename(folder)
    sync(folder.parent)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
