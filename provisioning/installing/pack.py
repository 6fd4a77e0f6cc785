"""Packing a release: wheels that are pinned by version, units, and the script that begins.

On a machine that reaches a package index; the server itself needs none.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from provisioning.errors import MissingError
from provisioning.files import new_folder
from provisioning.installing.machine import Machine
from provisioning.installing.release import UNITS, VERSION, WHEELS
from words import _

BEGIN = "install"
_BEGIN = Path(__file__).with_name("install.sh")
_DIGITS = 8
_NOT_BUILT = shutil.ignore_patterns(
    ".*", "var", "build", "tests", "docs", "*.egg-info", "__pycache__", "node_modules"
)


def pack(source: Path, folder: Path, *, python: str = "", version: str = "") -> Path:
    """Make `folder` a release of the project in `source`; raise `ProvisioningError`.

    `python`: the server's, such as "3.13" (Debian 13), where it is not this one's.
    """
    if not (source / "pyproject.toml").exists():
        raise MissingError(source / "pyproject.toml")
    with new_folder(folder.parent, folder.name) as fresh:
        wheels = fresh / WHEELS
        _gather(source, wheels, python)
        shutil.copytree(source / "systemd", fresh / UNITS)
        (fresh / VERSION).write_text(f"{version or _version(source, fresh)}\n", encoding="utf-8")
        shutil.copy(_BEGIN, fresh / BEGIN)
        (fresh / BEGIN).chmod(0o755)
        fresh.chmod(0o755)
    return folder


def _gather(source: Path, wheels: Path, python: str) -> None:
    """Fetch and build the wheels, each in the version that the project has tried."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    machine = Machine()
    keeps = _surroundings()
    with tempfile.TemporaryDirectory() as scratch:
        # Apart: what an earlier build left beside the source would end up in the wheel.
        copy = shutil.copytree(source, Path(scratch) / "quay", ignore=_NOT_BUILT)
        machine.run(*pip, "wheel", "--no-deps", "--wheel-dir", wheels, copy, surroundings=keeps)
    (ours,) = wheels.glob("quay-*.whl")
    other = ("--python-version", python, "--only-binary", ":all:") if python else ()
    machine.run(
        *pip, "download", *other, "--dest", wheels, "--find-links", wheels,
        "--constraint", source / "constraints.txt", f"{ours}[server]",
        surroundings=keeps,
    )  # fmt: skip


def _surroundings() -> dict[str, str]:
    """Return what tells pip where this machine's package index is."""
    names = ("PIP_", "SSL_", "REQUESTS_", "HTTP", "http", "NO_PROXY", "no_proxy")
    return {name: value for name, value in os.environ.items() if name.startswith(names)}


def _version(source: Path, fresh: Path) -> str:
    """Return the project's version and what tells two builds of it apart."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = hashlib.sha256()
    for file in sorted(path for path in fresh.rglob("*") if path.is_file()):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"{project['version']}+{digest.hexdigest()[:_DIGITS]}"


def told(folder: Path) -> str:
    """Say what was made, and what to do with it."""
    return _("Đã đóng gói {folder}. Chép thư mục ấy sang máy chủ, rồi chạy {begin} ở đó.").format(
        folder=folder, begin=f"{folder.name}/{BEGIN}"
    )
