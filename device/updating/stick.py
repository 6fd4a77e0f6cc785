"""Bundles on a USB stick: where the line is too bad for them, somebody brings them."""

import logging
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from device.updating.engine import UnfitBundleError
from device.updating.fetching import check_room, forget
from wire.version import is_newer

log = logging.getLogger(__name__)

_NAME = re.compile(r"quay-[0-9.]+\.raucb")
_MOST_BUNDLES = 20
"""That are looked at, whatever else is on the stick."""


class Brought(NamedTuple):
    """A bundle on a stick that may be installed."""

    file: Path
    version: str


def look(
    sticks: Path,
    version_of: Callable[[Path], str],
    *,
    newer_than: str,
    except_for: Collection[str] = (),
) -> Brought | None:
    """Return the newest genuine bundle that is newer than what runs, and has not failed here."""
    found = [
        one
        for one in _genuine(sticks, version_of)
        if is_newer(one.version, newer_than) and one.version not in except_for
    ]
    newest: Brought | None = None
    for one in found:
        if newest is None or is_newer(one.version, newest.version):
            newest = one
    return newest


def find(sticks: Path, version_of: Callable[[Path], str], version: str) -> Brought | None:
    """Return a genuine bundle of this very version."""
    return next((one for one in _genuine(sticks, version_of) if one.version == version), None)


def take(found: Brought, target: Path) -> None:
    """Copy a bundle, so that the stick may be pulled; raise `NoRoomError` or `OSError`."""
    forget(target)
    check_room(target, found.file.stat().st_size)
    shutil.copyfile(found.file, target)
    with target.open("rb") as copied:
        os.fsync(copied.fileno())  # what is noted after it must not be there without it


def _genuine(sticks: Path, version_of: Callable[[Path], str]) -> Iterator[Brought]:
    named = sorted(file for file in sticks.glob("*/*") if _NAME.fullmatch(file.name))
    for file in named[:_MOST_BUNDLES]:
        if file.is_symlink() or not file.is_file():
            continue
        try:
            yield Brought(file, version_of(file))
        except UnfitBundleError as error:
            log.warning("a bundle on a stick is not taken: %s", error)
