"""Small files in the run folder (/run): whole or not at all, worth nothing after a power cut."""

import os
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def write_note(folder: Path, name: str, note: msgspec.Struct) -> None:
    """Replace a note in one step, so that no reader sees half of it; raise `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{name}.{os.getpid()}"
    fresh.write_bytes(msgspec.json.encode(note))
    fresh.replace(folder / name)


def read_note(folder: Path, name: str, kind: type[T]) -> T | None:
    """Return a note, or None where there is none that makes sense."""
    try:
        return msgspec.json.decode((folder / name).read_bytes(), type=kind)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return None
