"""Terminals that get nothing from the authority any more: a list in the authority's own folder.

The office's folder of a terminal says so too, but a terminal that enrolled by itself has none.
"""

from datetime import datetime
from pathlib import Path

from provisioning.authority import FOLDER, check_terminal_id
from provisioning.files import read, replace, write_public
from wire.topics import is_terminal_id

LIST = "revoked"
MARK = "revoked"
"""A file in the folder of a terminal that gets nothing new any more."""


def is_revoked(root: Path, terminal: str) -> bool:
    """Whether a terminal is on the list or marked in the office's folder of it."""
    return terminal in revoked_terminals(root) or (
        is_terminal_id(terminal) and (root / "terminals" / terminal / MARK).exists()
    )


def revoked_terminals(root: Path) -> frozenset[str]:
    """Return the ids of all terminals on the list."""
    file = root / FOLDER / LIST
    if not file.exists():
        return frozenset()
    lines = read(file).decode("ascii", "replace").splitlines()
    return frozenset(line.split()[0] for line in lines if line.strip())


def put_on_list(root: Path, terminal: str, *, at: datetime) -> bool:
    """Put a terminal on the list; return whether that is new. Raises `RefusedError`."""
    check_terminal_id(terminal)
    if terminal in revoked_terminals(root):
        return False
    file = root / FOLDER / LIST
    line = f"{terminal} {at.isoformat()}\n".encode("ascii")
    if file.exists():
        replace(file, read(file) + line)
    else:
        write_public(file, line)
    return True
