"""Locked files in a folder of this machine: fetched once, checked every time."""

import hashlib
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from provisioning.image.errors import NotOnMirrorError, WrongHashError
from provisioning.image.lock import Package

_AT_ONCE = 4
_PATIENCE_SECONDS = 60


def fetch_all(
    packages: Iterable[Package], folder: Path, archives: Mapping[str, str]
) -> dict[str, Path]:
    """Return the file of each package by name, fetched where it is not there yet.

    Raises `WrongHashError` for one that is not what was locked, `NotOnMirrorError` for one that is
    not to be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        jobs = {one.name: pool.submit(fetch, one, folder, archives) for one in packages}
        return {name: job.result() for name, job in jobs.items()}


def is_complete(packages: Iterable[Package], folder: Path) -> bool:
    """Whether every package's file is there already."""
    return all((folder / one.file).exists() for one in packages)


def fetch(package: Package, folder: Path, archives: Mapping[str, str]) -> Path:
    """Return a package's file, fetched if need be, and checked."""
    file = folder / package.file
    if not file.exists():
        _download(f"{archives[package.archive]}/{package.path}", file, package.name)
    try:
        check(file, package.name, package.sha256)
    except WrongHashError:
        file.unlink()  # or the next attempt would find it again
        raise
    return file


def check(file: Path, name: str, sha256: str) -> None:
    """Raise `WrongHashError` by name if a file is not the one that was locked."""
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != sha256:
        raise WrongHashError(name, sha256, found)


def _download(address: str, file: Path, name: str) -> None:
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with (
            urllib.request.urlopen(address, timeout=_PATIENCE_SECONDS) as answer,  # noqa: S310
            unfinished.open("wb") as opened,
        ):
            shutil.copyfileobj(answer, opened)
        unfinished.replace(file)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise NotOnMirrorError(name, str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
