"""What a backup says of itself: enough to prove, on another machine, that all of it came back."""

from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

FILE = "backup.json"


class BackupError(RuntimeError):
    """A backup that cannot be made, read or brought back; says why in the reader's words."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The file `backup.json` of a backup's folder."""

    v: int = 1
    made_at: datetime
    province: str
    kind: Literal["sqlite", "postgresql"]
    schema: int
    """Version of the tables."""
    file: str
    """Name of the file with the database."""
    sha256: str
    """Of that file as it lies there, 64 hexadecimal digits."""
    size: int
    """Bytes of that file."""
    is_encrypted: bool
    rows: dict[str, int]
    """How many, by table."""
    ledgers: dict[str, str]
    """By "terminal/epoch": number and hash of the last entry before the first gap, as
    "through:head"; what the chains are compared with."""


def write(manifest: Manifest, folder: Path) -> None:
    """Write a manifest; the last thing that is written of a backup."""
    body = msgspec.json.format(msgspec.json.encode(manifest))
    part = folder / (FILE + ".part")
    part.write_bytes(body)
    part.replace(folder / FILE)


def read(folder: Path) -> Manifest:
    """Read a backup's manifest; raise `BackupError` for a folder that holds no whole backup."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupError(f"{folder / FILE}: {error}") from error
