"""The lock of Debian packages: exactly which files an image is made of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provisioning.image.errors import LockError
from provisioning.image.listing import HERE

PACKAGES = HERE / "packages.lock"
"""What the terminal's system is made of."""
COMPILER = HERE / "compiler.lock"
"""The Python that compiles for it, on the machine that builds."""

_LINE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9+.-]+) (?P<version>\S+) (?P<sha256>[0-9a-f]{64}) "
    r"(?P<size>\d+) (?P<archive>[a-z-]+) (?P<path>pool/\S+\.deb)"
)
_MADE = re.compile(r"# made (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")
_CLOCK = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One Debian package, down to the byte."""

    name: str
    version: str
    sha256: str
    size: int
    """In bytes."""
    archive: str
    """The archive it came from: "debian" or "debian-security"."""
    path: str
    """Its place in the archive, as "pool/main/b/bash/bash_5.2_arm64.deb"."""

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All packages of an image, and the moment they were chosen: the image's own date."""

    made_at: datetime
    packages: tuple[Package, ...]

    @property
    def epoch(self) -> int:
        """The moment in seconds since 1970: every file in the image carries it."""
        return int(self.made_at.timestamp())


def read_lock(file: Path = PACKAGES) -> Lock:
    """Return a lock from its file; raise `LockError` for a line that is none."""
    first, *lines = file.read_text().splitlines() or [""]
    made = _MADE.fullmatch(first)
    if made is None:
        raise LockError(file, 1)
    made_at = datetime.strptime(made[1], _CLOCK).replace(tzinfo=UTC)
    return Lock(made_at=made_at, packages=tuple(_packages(file, lines)))


def _packages(file: Path, lines: Iterable[str]) -> Iterable[Package]:
    for number, line in enumerate(lines, start=2):
        found = _LINE.fullmatch(line)
        if found is None:
            raise LockError(file, number)
        facts = found.groupdict()
        yield Package(
            name=facts["name"],
            version=facts["version"],
            sha256=facts["sha256"],
            size=int(facts["size"]),
            archive=facts["archive"],
            path=facts["path"],
        )


def format_lock(lock: Lock) -> str:
    """Return a lock as the text of its file, sorted by name."""
    lines = [
        f"{one.name} {one.version} {one.sha256} {one.size} {one.archive} {one.path}"
        for one in sorted(lock.packages, key=lambda package: package.name)
    ]
    return "\n".join([f"# made {lock.made_at:{_CLOCK}}", *lines]) + "\n"


def differences(before: Lock, after: Lock) -> list[str]:
    """Return one line for each package that came, went or changed: what a person looks over."""
    old = {one.name: one for one in before.packages}
    new = {one.name: one for one in after.packages}
    lines = [f"- {name} {old[name].version}" for name in old.keys() - new.keys()]
    lines += [f"+ {name} {new[name].version}" for name in new.keys() - old.keys()]
    lines += [
        f"  {name} {old[name].version} -> {new[name].version}"
        for name in old.keys() & new.keys()
        if old[name].sha256 != new[name].sha256
    ]
    return sorted(lines, key=lambda line: line[2:])
