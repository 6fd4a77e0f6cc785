"""Files that are written whole or not at all, and never over others unless they replace them."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EEXIST, ENOTDIR, ENOTEMPTY
from pathlib import Path

from provisioning.errors import ExistsAlreadyError, MissingError, UnusableFileError
from settings import secret
from settings.secret import SecretFileError
from words import _

_PRIVATE = 0o600
_PUBLIC = 0o644


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, from its first byte on."""
    _write(file, content, _PRIVATE)


def write_public(file: Path, content: bytes) -> None:
    """Write a new file that everyone may read who may enter its folder."""
    _write(file, content, _PUBLIC)


@contextmanager
def new_folder(root: Path, name: str) -> Iterator[Path]:
    """Make the folder `root/name` (0700), whole or not at all.

    Yields a hidden folder in `root` to be filled; it takes its name when the block is done, so
    that a full disk or a pulled plug leaves nothing half made. Raises `ExistsAlreadyError`.
    """
    folder = root / name
    if os.path.lexists(folder):
        raise ExistsAlreadyError(folder)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=root))
    try:
        yield unfinished
        _sync(unfinished)
        _rename(unfinished, folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def read(file: Path) -> bytes:
    """Return what an earlier step has written; raise `MissingError`."""
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise MissingError(file) from error


def read_secret(file: Path) -> str:
    """Return a secret from its file; raise `MissingError` or `UnusableFileError`."""
    try:
        return secret.read_secret(file)
    except FileNotFoundError as error:
        raise MissingError(file) from error
    except SecretFileError as error:
        raise UnusableFileError(file, error.wanted) from None


def check_private(file: Path) -> None:
    """Raise `UnusableFileError` if others than its owner may read or change a secret file."""
    if file.exists() and secret.is_open_to_anyone(file):
        raise UnusableFileError(file, _("quyền chỉ chủ tệp được đọc (chmod 600)"))


def replace(file: Path, content: bytes) -> None:
    """Put new content in the place of a file, whole or not at all; mode and owner stay."""
    try:
        before = file.stat()
    except FileNotFoundError as error:
        raise MissingError(file) from error
    fresh = file.with_name(f".{file.name}.fresh")
    fresh.unlink(missing_ok=True)  # left by a pulled plug
    try:
        _write(fresh, content, stat.S_IMODE(before.st_mode))
        if os.geteuid() == 0:
            os.chown(fresh, before.st_uid, before.st_gid)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(file.parent)


def _write(file: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as opened:
        os.fchmod(descriptor, mode)  # whatever the umask took away
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)


def _rename(unfinished: Path, folder: Path) -> None:
    try:
        unfinished.rename(folder)
    except OSError as error:
        if error.errno in {EEXIST, ENOTEMPTY, ENOTDIR}:  # made by someone else meanwhile
            raise ExistsAlreadyError(folder) from error
        raise


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
