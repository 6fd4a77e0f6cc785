"""Small Debian packages, built where they are needed."""

import subprocess
from pathlib import Path

from provisioning.image.lock import Package

SET_USER_ID = 0o4755


def build_package(
    folder: Path, name: str, files: dict[str, bytes], *, modes: dict[str, int] | None = None
) -> Path:
    """Build a package of some files and return it."""
    tree = folder / f"{name}.tree"
    control = tree / "DEBIAN/control"
    control.parent.mkdir(parents=True)
    control.write_text(
        f"Package: {name}\nVersion: 1.0\nArchitecture: all\nMaintainer: A <a@example.org>\n"
        f"Description: {name}\n"
    )
    for path, content in files.items():
        file = tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod((modes or {}).get(path, 0o644))
    built = folder / f"{name}_1.0_all.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "--build", tree, built],  # noqa: S607
        check=True,
        capture_output=True,
        timeout=60,
    )
    return built


def package(name: str = "bash", *, sha256: str = "0" * 64, path: str = "") -> Package:
    """Return a locked package."""
    return Package(
        name=name,
        version="5.2-1",
        sha256=sha256,
        size=4,
        archive="debian",
        path=path or f"pool/main/b/{name}/{name}_5.2-1_arm64.deb",
    )
