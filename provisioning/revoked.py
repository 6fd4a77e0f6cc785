"""Terminals that get nothing from the authority any more: a list in the authority's own folder.

One line each time that a terminal is revoked or readmitted, only ever appended to; its last line
counts. The office's folder of a terminal says so too, but one that enrolled by itself has none.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from provisioning.authority import FOLDER, check_terminal_id
from provisioning.files import read, replace, write_public
from wire.topics import is_terminal_id

LIST = "revoked"
MARK = "revoked"
"""A file in the folder of a terminal that gets nothing new any more."""
_READMITTED = "readmitted"


class _Said(NamedTuple):
    """The last line on a terminal."""

    is_revoked: bool
    at: datetime


def is_revoked(root: Path, terminal: str) -> bool:
    """Whether a terminal is on the list or marked in the office's folder of it."""
    return terminal in revoked_terminals(root) or (
        is_terminal_id(terminal) and (root / "terminals" / terminal / MARK).exists()
    )


def revoked_terminals(root: Path) -> frozenset[str]:
    """Return the ids of all terminals on the list."""
    return frozenset(name for name, said in _last_said(root).items() if said.is_revoked)


def unheard(office: Path, there: Path) -> list[str]:
    """Return whom the office has revoked and the list there does not name.

    Whoever was readmitted there after that day stays so.
    """
    known = _last_said(there)
    return sorted(
        name
        for name, said in _last_said(office).items()
        if said.is_revoked
        and (name not in known or (not known[name].is_revoked and known[name].at < said.at))
    )


def put_on_list(root: Path, terminal: str, *, at: datetime) -> bool:
    """Put a terminal on the list; return whether that is new. Raises `RefusedError`."""
    check_terminal_id(terminal)
    if terminal in revoked_terminals(root):
        return False
    _append(root, f"{terminal} {at.isoformat()}")
    return True


def take_off_list(root: Path, terminal: str, *, at: datetime) -> bool:
    """Let a terminal be certified again; return whether it was on the list."""
    if terminal not in revoked_terminals(root):
        return False
    _append(root, f"{terminal} {at.isoformat()} {_READMITTED}")
    return True


def _append(root: Path, text: str) -> None:
    file, line = root / FOLDER / LIST, f"{text}\n".encode("ascii")
    if file.exists():
        before = read(file)
        replace(file, before + (b"" if before.endswith(b"\n") or not before else b"\n") + line)
    else:
        write_public(file, line)


def _last_said(root: Path) -> dict[str, _Said]:
    file = root / FOLDER / LIST
    if not file.exists():
        return {}
    found = {}
    for line in read(file).decode("ascii", "replace").splitlines():
        name, at, what = [*line.split(), "", "", ""][:3]
        if name:
            found[name] = _Said(what != _READMITTED, _time(at))
    return found


def _time(text: str) -> datetime:
    """Read a line's time; one that somebody wrote otherwise is the latest there can be."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)
