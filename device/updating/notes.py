"""Small files that a power cut leaves whole: as they were, or as they were to be."""

from pathlib import Path
from typing import TypeVar

import msgspec

from device.enrolment.whole_file import write_whole
from device.foreign_file import read_foreign
from wire.decoding import decode

T = TypeVar("T", bound=msgspec.Struct)
_MOST = 64 * 1024
"""Bytes; a note is a few hundred."""


def keep_note(folder: Path, name: str, note: msgspec.Struct) -> None:
    """Replace a note in one step, on the disk when this returns; raise `OSError`.

    The folder may be another account's: no link that lies there is followed.
    """
    write_whole(folder / name, msgspec.json.encode(note), mode=0o640)


def read_note(folder: Path, name: str, kind: type[T]) -> T | None:
    """Return a note, or None where there is none that makes sense."""
    try:
        return decode(read_foreign(folder / name, _MOST), kind)
    except (OSError, msgspec.DecodeError):
        return None
