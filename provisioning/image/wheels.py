"""Python wheels for the terminal: chosen under constraints.txt and locked by hash."""

import hashlib
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioning.image.cache import check
from provisioning.image.errors import LockError, NotOnMirrorError, ProgramFailedError
from provisioning.image.listing import HERE, read_list
from provisioning.image.program import run

WHEELS = HERE / "wheels.lock"
PYTHON = "3.13"
"""Debian 13's."""

_GLIBC = 36
"""No wheel may want a newer C library than 2.36; Debian 13 has 2.41."""
_OLDEST_GLIBC = 17
_PROJECT = HERE.parents[1]
_LINE = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})"
    r"  # (?P<file>\S+\.whl)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One wheel, down to the byte."""

    name: str
    version: str
    sha256: str
    file: str


def choose(folder: Path) -> list[Wheel]:
    """Choose the wheels that the device's packages need, and fetch them into a folder."""
    with tempfile.TemporaryDirectory() as made:
        chosen = Path(made) / "chosen.txt"
        run([_uv(), *_resolving(), "--output-file", chosen, _PROJECT / "pyproject.toml"])
        fetched = Path(made) / "wheels"
        _download(chosen, fetched)
        return sorted((_kept(one, folder) for one in fetched.iterdir()), key=lambda one: one.name)


def _resolving() -> list[str | Path]:
    left_out = [f"--no-emit-package={name}" for name in read_list("wheels.txt")]
    return [
        *("pip", "compile", "--quiet", "--extra", "device", "--generate-hashes"),
        *("--no-emit-index-url", "--no-header", "--no-annotate"),
        *("--python-version", PYTHON, "--python-platform", f"aarch64-manylinux_2_{_GLIBC}"),
        *("--only-binary", ":all:", "--no-binary", "evdev"),
        *("--constraint", _PROJECT / "constraints.txt"),
        *left_out,
    ]


def _kept(fetched: Path, folder: Path) -> Wheel:
    name, version, _rest = fetched.name.split("-", 2)
    content = fetched.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / fetched.name).write_bytes(content)
    return Wheel(
        name=name.lower().replace("_", "-"),
        version=version,
        sha256=hashlib.sha256(content).hexdigest(),
        file=fetched.name,
    )


def fetch_wheels(wheels: Sequence[Wheel], folder: Path) -> list[Path]:
    """Return the locked wheels' files, fetched where one is missing, and checked by hash."""
    missing = [one for one in wheels if not (folder / one.file).exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as asked:
            asked.write(format_wheels(missing))
            asked.flush()
            try:
                _download(Path(asked.name), folder)
            except ProgramFailedError as error:
                raise NotOnMirrorError(", ".join(one.name for one in missing), str(error)) from None
    for one in wheels:
        check(folder / one.file, one.name, one.sha256)
    return [folder / one.file for one in wheels]


def read_wheels(file: Path = WHEELS) -> list[Wheel]:
    """Return the locked wheels; raise `LockError` for a line that is none."""
    wheels = []
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise LockError(file, number)
        wheels.append(Wheel(**found.groupdict()))
    return wheels


def format_wheels(wheels: Iterable[Wheel]) -> str:
    """Return wheels as pip reads them, each with the one hash that is accepted."""
    return "".join(
        f"{one.name}=={one.version} --hash=sha256:{one.sha256}  # {one.file}\n" for one in wheels
    )


def install(files: Iterable[Path], folder: Path) -> None:
    """Unpack wheels into a folder of packages for the terminal's Python; run nothing of theirs."""
    run(
        [
            *(_uv(), "pip", "install", "--quiet", "--offline", "--no-index", "--no-deps"),
            *("--no-config", "--link-mode", "copy", "--target", folder),
            *("--python-version", PYTHON, "--python-platform", f"aarch64-manylinux_2_{_GLIBC}"),
            *files,
        ]
    )


def _download(requirements: Path, folder: Path) -> None:
    platforms = [f"manylinux_2_{minor}_aarch64" for minor in range(_GLIBC, _OLDEST_GLIBC - 1, -1)]
    run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
            *("--python-version", PYTHON, "--implementation", "cp"),
            *(f"--platform={platform}" for platform in [*platforms, "manylinux2014_aarch64"]),
            *("--dest", folder, "--requirement", requirements),
        ]
    )


def _uv() -> Path:
    return Path(sys.executable).with_name("uv")
