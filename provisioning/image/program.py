"""Other programs, run with a surrounding that is the same on every machine."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from provisioning.image.errors import MissingProgramError, ProgramFailedError

_SAID = 400


def find(name: str) -> str:
    """Return where a program lies; raise `MissingProgramError`."""
    found = shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin")
    if found is None:
        raise MissingProgramError(name)
    return found


def run(
    command: Sequence[str | Path],
    *,
    surroundings: Mapping[str, str] | None = None,
    given: bytes | None = None,
    within: Path | None = None,
) -> bytes:
    """Run a command to its end, `within` a folder if need be, and return what it printed.

    Raises `MissingProgramError`, or `ProgramFailedError` with the last of what it complained of.
    """
    program = find(str(command[0]))
    done = subprocess.run(  # noqa: S603 - the builder's own commands
        [program, *map(str, command[1:])],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        check=False,
        cwd=within,
        env=surrounded(surroundings),
    )
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise ProgramFailedError(str(command[0]), said[-_SAID:] or str(done.returncode))
    return done.stdout


def surrounded(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment without this machine's language, zone and time."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", **(more or {})}
