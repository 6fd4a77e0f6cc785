"""Small files in the run folder (/run): whole or not at all, worth nothing after a power cut.

Several accounts write there: none may hold another up, or have it write elsewhere.
"""

import os
from pathlib import Path
from typing import TypeVar

import msgspec

from device.foreign_file import read_foreign
from wire.decoding import decode

T = TypeVar("T", bound=msgspec.Struct)
_MOST = 64 * 1024
"""Bytes; a note is a few hundred."""


def write_note(folder: Path, name: str, note: msgspec.Struct) -> None:
    """Replace a note in one step, so that no reader sees half of it; raise `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{name}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    way = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(fresh, way, 0o666), "wb") as opened:
        opened.write(msgspec.json.encode(note))
    fresh.replace(folder / name)


def read_note(folder: Path, name: str, kind: type[T]) -> T | None:
    """Return a note, or None where there is none that makes sense."""
    try:
        return decode(read_foreign(folder / name, _MOST), kind)
    except (OSError, msgspec.DecodeError):
        return None
