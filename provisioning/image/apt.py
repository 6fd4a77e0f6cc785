"""Resolves packages of the terminal's Debian with apt, beside the one of this machine.

Everything apt reads and writes lies in one private folder, so that an amd64 machine of another
Debian resolves arm64 packages without a foreign architecture and without changing anything.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from provisioning.image.errors import ProgramFailedError, UnknownPackageError
from provisioning.image.lock import Package
from provisioning.image.mirror import DEBIAN, SECURITY
from provisioning.image.program import run

ARCHITECTURE = "arm64"
RELEASE = "trixie"
_COMPONENTS = "main non-free-firmware"
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_SUITES = ((DEBIAN, RELEASE), (DEBIAN, f"{RELEASE}-updates"), (SECURITY, f"{RELEASE}-security"))
_URI = re.compile(r"'(?P<uri>[^']+)' (?P<file>\S+) (?P<size>\d+) SHA256:(?P<sha256>[0-9a-f]{64})")

# The kernel wants something that makes an initial RAM disk; the image brings its own.
OWN_INITRD = """\
Package: quay-initrd
Status: install ok installed
Priority: optional
Section: kernel
Maintainer: Quay <root@localhost>
Architecture: all
Version: 1
Provides: linux-initramfs-tool
Description: the terminal's own initial RAM disk
"""


def resolve(
    wanted: Iterable[str],
    folder: Path,
    archives: Mapping[str, str],
    *,
    architecture: str = ARCHITECTURE,
) -> list[Package]:
    """Return every package that the wanted ones need, with the hashes that Debian has signed.

    Raises `UnknownPackageError` with what apt says where something is not to be had.
    """
    surroundings = {"APT_CONFIG": str(_write_settings(folder, archives, architecture))}
    run(["apt-get", "-qq", "update"], surroundings=surroundings)
    command = ["apt-get", "-qq", "install", "--yes", "--print-uris", *wanted]
    try:
        printed = run(command, surroundings=surroundings).decode()
    except ProgramFailedError as error:
        raise UnknownPackageError(str(error)) from None
    return [_package(line, archives) for line in printed.splitlines()]


def _write_settings(folder: Path, archives: Mapping[str, str], architecture: str) -> Path:
    for made in ("lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d"):
        (folder / made).mkdir(parents=True, exist_ok=True)
    (folder / "status").write_text(OWN_INITRD)
    (folder / "etc/sources.list").write_text(
        "".join(
            f"deb [signed-by={_KEYRING}] {archives[archive]} {suite} {_COMPONENTS}\n"
            for archive, suite in _SUITES
        )
    )
    settings = folder / "apt.conf"
    settings.write_text(_settings(folder, architecture))
    return settings


def _settings(folder: Path, architecture: str) -> str:
    named = {
        "Dir": folder,
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc": folder / "etc",
        "Dir::Etc::sourcelist": folder / "etc/sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "APT::Architecture": architecture,
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::ForceHash": "sha256",
    }
    lines = [f'{name} "{value}";\n' for name, value in named.items()]
    alone = f'#clear APT::Architectures;\nAPT::Architectures {{"{architecture}";}};\n'
    return "".join([*lines, alone])


def _package(line: str, archives: Mapping[str, str]) -> Package:
    found = _URI.fullmatch(line.strip())
    if found is None:
        raise UnknownPackageError(line)
    name, version, _rest = unquote(found["file"]).split("_")
    archive, address = _archive_of(found["uri"], archives)
    return Package(
        name=name,
        version=version,
        sha256=found["sha256"],
        size=int(found["size"]),
        archive=archive,
        path=found["uri"][len(address) + 1 :],
    )


def _archive_of(uri: str, archives: Mapping[str, str]) -> tuple[str, str]:
    for archive, address in archives.items():
        if uri.startswith(address + "/"):
            return archive, address
    raise UnknownPackageError(uri)
