"""Choosing what an image is made of: the only step that asks for what is newest."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from provisioning.image import apt, compiling, lock, mirror, wheels
from provisioning.image.cache import fetch_all
from provisioning.image.listing import read_list
from provisioning.image.places import Cache
from words import _


def choose(cache: Cache, say: Callable[[str], None]) -> list[str]:
    """Write the three locks anew, fetch what they name, and return what changed, line by line."""
    archives = mirror.archives()
    made_at = datetime.now(UTC).replace(microsecond=0)
    changes: list[str] = []
    for file, wanted, architecture in (
        (lock.PACKAGES, read_list("packages.txt"), apt.ARCHITECTURE),
        (lock.COMPILER, list(compiling.WANTED), compiling.ARCHITECTURE),
    ):
        say(_("Chọn gói Debian cho {file}").format(file=file.name))
        folder = cache.apt / architecture
        found = apt.resolve(wanted, folder, archives, architecture=architecture)
        fresh = lock.Lock(made_at=made_at, packages=tuple(found))
        fetch_all(fresh.packages, cache.packages, archives)
        changes += _write(file, fresh)
    say(_("Chọn gói Python cho {file}").format(file=wheels.WHEELS.name))
    fresh_wheels = wheels.format_wheels(wheels.choose(cache.wheels))
    if _read(wheels.WHEELS) != fresh_wheels:
        wheels.WHEELS.write_text(fresh_wheels)
        changes.append(wheels.WHEELS.name)
    return changes


def _write(file: Path, fresh: lock.Lock) -> list[str]:
    """Write a lock whose packages have changed; one whose packages are the same keeps its date."""
    if not file.exists():
        file.write_text(lock.format_lock(fresh))
        return [file.name]
    changes = lock.differences(lock.read_lock(file), fresh)
    if changes:
        file.write_text(lock.format_lock(fresh))
    return changes


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""
