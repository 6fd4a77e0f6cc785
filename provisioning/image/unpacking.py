"""Packages unpacked into a folder: only their files, without running anything of theirs."""

import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path

from provisioning.image.errors import ProgramFailedError
from provisioning.image.listing import read_list
from provisioning.image.program import find, surrounded

# Debian's /bin, /lib and /sbin have moved into /usr; packages of all ages must meet there.
_MERGED = ("bin", "lib", "sbin")
_SET_ID = stat.S_ISUID | stat.S_ISGID


def unpack(files: Iterable[Path], root: Path) -> None:
    """Unpack packages into a new root, without what `excluded.txt` names.

    Nobody on a terminal becomes somebody else by a program's bits: set-user-id and set-group-id
    are taken off.
    """
    root.mkdir(parents=True)
    for name in _MERGED:
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    patterns = [f"--exclude={pattern}" for pattern in read_list("excluded.txt")]
    for file in files:
        _unpack(file, root, patterns)
    for path in root.rglob("*"):
        _take_set_id(path)


def _unpack(file: Path, root: Path, patterns: list[str]) -> None:
    options = ["--extract", "--no-same-owner", "--preserve-permissions", "--keep-directory-symlink"]
    reading = subprocess.Popen(  # noqa: S603 - the builder's own command
        [find("dpkg-deb"), "--fsys-tarfile", file], stdout=subprocess.PIPE, env=surrounded()
    )
    with reading:
        writing = subprocess.run(  # noqa: S603 - the builder's own command
            [find("tar"), *options, "--wildcards", "--anchored", *patterns, "--directory", root],
            stdin=reading.stdout,
            capture_output=True,
            check=False,
            env=surrounded(),
        )
    if writing.returncode or reading.returncode:
        raise ProgramFailedError("dpkg-deb", f"{file.name}: {writing.stderr.decode().strip()}")


def _take_set_id(path: Path) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) and mode & _SET_ID:
        path.chmod(stat.S_IMODE(mode) & ~_SET_ID)
