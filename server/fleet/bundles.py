"""Bundles: signed systems that terminals fetch, one file for each version, in one folder.

The server holds no key for them and believes nothing of them: a terminal checks the signature.
"""

import os
import shutil
from pathlib import Path

from wire.version import is_version

_HEAD = b"hsqs"
"""A RAUC bundle is a squashfs with its signature behind it (rauc.io, reference: bundle formats)."""


class BundleError(ValueError):
    """A bundle that cannot be taken in; the text is for developers."""


class Bundles:
    """The folder. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, version: str) -> Path | None:
        """Return the bundle of a version, if there is one."""
        if not is_version(version):
            return None
        file = self._file(version)
        return file if file.is_file() else None

    def versions(self) -> list[str]:
        """Return the versions that there are bundles of."""
        named = (file.name[len("quay-") : -len(".raucb")] for file in self._all())
        return [version for version in named if is_version(version)]

    def add(self, version: str, source: Path) -> Path:
        """Take a bundle in, whole or not at all; raise `BundleError` or `OSError`.

        One that is there is not replaced: half a fleet may have it already.
        """
        if not is_version(version):
            raise BundleError(f"not a version: {version}")
        target = self._file(version)
        if target.exists():
            raise BundleError(f"there already: {target.name}")
        with source.open("rb") as file:
            if file.read(len(_HEAD)) != _HEAD:
                raise BundleError(f"not a bundle: {source}")
        self._folder.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        shutil.copyfile(source, part)
        with part.open("rb") as copied:
            os.fsync(copied.fileno())
        part.replace(target)
        return target

    def _file(self, version: str) -> Path:
        return self._folder / f"quay-{version}.raucb"

    def _all(self) -> list[Path]:
        return sorted(self._folder.glob("quay-*.raucb"))
