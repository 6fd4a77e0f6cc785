"""The programs that we are measured beside: installed when they are asked for, under var/bench.

Pinned in bench/peers. Nothing of them is needed to build, test or run the project.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.report import FOLDER

PINS = Path(__file__).parent / "peers"
_LONGEST_SECONDS = 600
_SQLITE = "node_modules/sqlite3/build/Release/node_sqlite3.node"


class PeerMissingError(RuntimeError):
    """A program to be measured beside cannot be installed here."""

    def __init__(self, peer: str, why: str) -> None:
        super().__init__(f"{peer} cannot be installed: {why}")
        self.peer = peer


def python_peer(name: str, *, dependencies: bool = False) -> Path:
    """Return the virtual environment of bench/peers/NAME.txt; raise `PeerMissingError`."""
    pins, place = PINS / f"{name}.txt", FOLDER / "peers" / name
    if _is_done(place, pins):
        return place
    _run(name, sys.executable, "-m", "venv", "--clear", str(place))
    options = [] if dependencies else ["--no-deps"]
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    _run(name, *pip, *options, "--requirement", str(pins))
    return _done(place, pins)


def packages_of(environment: Path) -> Path:
    """Return the folder with a virtual environment's packages."""
    return next(environment.glob("lib/python*/site-packages"))


def node_red() -> Path:
    """Return the folder with Node-RED and its SQLite node; raise `PeerMissingError`."""
    pins, place = PINS / "node-red" / "package.json", FOLDER / "peers" / "node-red"
    if _is_done(place, pins):
        return place
    npm = shutil.which("npm")
    if not npm:
        raise PeerMissingError("node-red", "npm is not there")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    shutil.copy(pins, place)
    quiet = ("--no-fund", "--no-audit", "--loglevel=error")
    _run("node-red", npm, "install", *quiet, "--ignore-scripts", cwd=place)
    # The one package with native code is built here; some versions of npm leave that undone.
    _run("node-red", npm, "rebuild", "sqlite3", "--foreground-scripts", cwd=place)
    if not (place / _SQLITE).exists():
        raise PeerMissingError("node-red", "sqlite3 was not built")
    return _done(place, pins)


def _is_done(place: Path, pins: Path) -> bool:
    note = place / "installed"
    return note.exists() and note.read_bytes() == pins.read_bytes()


def _done(place: Path, pins: Path) -> Path:
    (place / "installed").write_bytes(pins.read_bytes())
    return place


def _run(peer: str, *command: str, cwd: Path | None = None) -> None:
    print(f"installing {peer}: {' '.join(command[:4])} ...", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(  # noqa: S603 - pip and npm, by our own pins
            command,
            cwd=cwd,
            check=False,
            capture_output=True,
            text=True,
            timeout=_LONGEST_SECONDS,
            env={**os.environ, "npm_config_build_from_source": "true"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerMissingError(peer, type(error).__name__) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise PeerMissingError(peer, said[-1] if said else f"exit {done.returncode}")
