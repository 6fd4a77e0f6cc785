"""Releases: one folder for each version, beside each other, and a link to the one in use.

/opt/quay/releases/VERSION/.venv      its own Python environment, from its own wheels
/opt/quay/releases/VERSION/systemd    its units
/opt/quay/current                     -> releases/VERSION
/opt/quay/.venv                       -> current/.venv, as the units say
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from provisioning.errors import MissingError, UnusableFileError
from provisioning.installing.machine import Machine
from words import _

HOME = "/opt/quay"
RELEASES = f"{HOME}/releases"
CURRENT = f"{HOME}/current"
VENV = f"{HOME}/.venv"
WHEELS, UNITS, VERSION = "wheels", "systemd", "version"
_WHOLE = "whole"
"""Is written last: a release without it was broken off."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,63}")


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it is carried about: wheels, units and a version."""

    folder: Path
    version: str

    @property
    def place(self) -> str:
        """Where it lies on the server."""
        return f"{RELEASES}/{self.version}"

    @property
    def python(self) -> str:
        """Its Python, on the server."""
        return f"{self.place}/.venv/bin/python"


def read_release(folder: Path) -> Release:
    """Read a release's folder; raise `MissingError` or `UnusableFileError`."""
    for part in (WHEELS, UNITS, VERSION):
        if not (folder / part).exists():
            raise MissingError(folder / part)
    version = (folder / VERSION).read_text(encoding="utf-8").strip()
    if not _NAME.fullmatch(version):
        raise UnusableFileError(folder / VERSION, _("số phiên bản, ví dụ 1.4.0"))
    return Release(folder, version)


def placed_release(machine: Machine, version: str) -> Release:
    """Return a release that lies on the server whole; raise `MissingError`."""
    folder = machine.path(f"{RELEASES}/{version}")
    if not (folder / _WHOLE).exists():
        raise MissingError(folder)
    return Release(folder, version)


def current_version(machine: Machine) -> str:
    """Return the version in use; nothing on a machine that has none."""
    link = machine.path(CURRENT)
    return link.readlink().name if link.is_symlink() else ""


def versions(machine: Machine) -> list[str]:
    """Return the versions that lie on the server whole, the oldest first."""
    folders = machine.path(RELEASES).glob(f"*/{_WHOLE}")
    return [mark.parent.name for mark in sorted(folders, key=lambda mark: mark.stat().st_mtime)]


def version_before(machine: Machine) -> str:
    """Return the version that came to the machine before the one in use; "" without any."""
    there, now = versions(machine), current_version(machine)
    before = there[: there.index(now)] if now in there else there
    return before[-1] if before else ""


def remove_release(machine: Machine, version: str) -> None:
    """Take a release off the machine, its mark first."""
    folder = machine.path(f"{RELEASES}/{version}")
    (folder / _WHOLE).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Placed:
    """A step: the release lies on the server, installed from its own wheels and nothing else."""

    machine: Machine
    release: Release

    @property
    def said(self) -> str:
        """Name the version and the place."""
        return _("phiên bản {version} ở {place}").format(
            version=self.release.version, place=self.release.place
        )

    def check(self) -> bool:
        """Whether it is there whole."""
        return self.machine.path(f"{self.release.place}/{_WHOLE}").exists()

    def apply(self) -> None:
        """Make it anew."""
        there = self.machine.path(self.release.place)
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir(parents=True)
        there.chmod(0o755)
        shutil.copytree(self.release.folder / UNITS, there / UNITS)
        self.machine.run("python3", "-m", "venv", there / ".venv")
        self.machine.run(
            self.release.python, "-m", "pip", "install", "--quiet", "--no-index",
            "--disable-pip-version-check", "--no-cache-dir",
            "--find-links", self.release.folder.resolve() / WHEELS, "quay[server]",
        )  # fmt: skip
        # Programs run as accounts that may write nothing here.
        self.machine.run(self.release.python, "-m", "compileall", "-q", there / ".venv" / "lib")
        (there / VERSION).write_text(f"{self.release.version}\n", encoding="utf-8")
        (there / _WHOLE).touch()


@dataclass(frozen=True, slots=True)
class InUse:
    """A step: the link points to this release."""

    machine: Machine
    version: str

    @property
    def said(self) -> str:
        """Name the version."""
        return _("phiên bản đang dùng là {version}").format(version=self.version)

    def check(self) -> bool:
        """Whether both links do."""
        venv = self.machine.path(VENV)
        return current_version(self.machine) == self.version and venv.is_symlink()

    def apply(self) -> None:
        """Set them."""
        self.machine.link(CURRENT, f"releases/{self.version}")
        self.machine.link(VENV, "current/.venv")
