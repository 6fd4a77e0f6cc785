"""Python compiled while the image is built: a read-only system cannot keep what it compiles.

Debian's own Python for the terminal is the same version for this machine's processor, and its
bytecode is the same for every processor; so it runs here, unpacked beside the image, in seconds
where the terminal's own would take minutes in an emulator.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from provisioning.image.errors import DifferentPythonError
from provisioning.image.lock import Lock
from provisioning.image.program import run
from provisioning.image.unpacking import unpack
from provisioning.image.wheels import PYTHON

ARCHITECTURE = "amd64"
WANTED = (f"python{PYTHON}-minimal", f"libpython{PYTHON}-stdlib")
"""The packages that `compiler.lock` is resolved from."""

_LOADER = "usr/lib64/ld-linux-x86-64.so.2"
_LIBRARIES = "usr/lib/x86_64-linux-gnu"
_FOLDERS = ("opt/quay", f"usr/lib/python{PYTHON}", "usr/lib/python3", "usr/share/python3")


def check_same_python(system: Lock, compiler: Lock) -> None:
    """Raise `DifferentPythonError` where the two Pythons are not one version."""
    name = WANTED[0]
    wanted, found = (
        next((one.version for one in locked.packages if one.name == name), "")
        for locked in (system, compiler)
    )
    if wanted != found:
        raise DifferentPythonError(wanted, found)


def unpack_compiler(files: Iterable[Path], folder: Path) -> None:
    """Unpack the Python that compiles; what is there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    unpack(files, folder)


def compile_all(root: Path, compiler: Path) -> None:
    """Compile every module of a root, in one process and in order.

    A compiled module shares what modules before it have left in memory, so that another order
    would give other bytes. It is marked as never to be checked against its source: nothing on a
    terminal changes either.
    """
    run(
        [
            *(compiler / _LOADER, "--library-path", compiler / _LIBRARIES),
            *(compiler / f"usr/bin/python{PYTHON}", "-I", "-S", "-m", "compileall", "-q", "-f"),
            *("--invalidation-mode", "unchecked-hash", "-s", root, "-p", "/"),
            *(root / folder for folder in _FOLDERS if (root / folder).is_dir()),
        ],
        surroundings={"PYTHONHOME": str(compiler / "usr"), "PYTHONHASHSEED": "0"},
    )
