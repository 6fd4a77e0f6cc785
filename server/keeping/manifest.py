"""What a backup says of itself: enough to prove, on another machine, that all of it came back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FILE = "backup.json"
KEYS = "keys.tar.age"
PART = ".part"
_Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class BackupError(RuntimeError):
    """A backup that cannot be made, read or brought back; says why in the reader's words."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The file `backup.json` of a backup's folder."""

    v: Literal[1] = 1
    made_at: Annotated[datetime, Meta(tz=True)]
    province: str
    kind: Literal["sqlite", "postgresql"]
    schema: int
    """Version of the tables."""
    file: Annotated[str, Meta(pattern=r"^store\.(sqlite|dump)(\.age)?\Z")]
    """Name of the file with the database."""
    sha256: _Sha256
    """Of that file as it lies there."""
    size: int
    """Bytes of that file."""
    is_encrypted: bool
    rows: dict[str, int]
    """How many, by table."""
    ledgers: dict[str, str]
    """By "terminal/epoch": number and hash of the last entry before the first gap, as
    "through:head"; what the chains are compared with."""
    keys_sha256: _Sha256 | None = None
    """Of the file with settings and keys; None: they are not in this backup."""


def write(manifest: Manifest, folder: Path) -> None:
    """Write a manifest; the last thing that is written of a backup."""
    body = msgspec.json.format(msgspec.json.encode(manifest))
    part = folder / (FILE + PART)
    part.write_bytes(body)
    part.replace(folder / FILE)


def read(folder: Path) -> Manifest:
    """Read a backup's manifest; raise `BackupError` for a folder that holds no whole backup."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupError(f"{folder / FILE}: {error}") from error
