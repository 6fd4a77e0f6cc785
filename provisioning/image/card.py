"""The image of a card: partitions put together on a plain file."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from provisioning.image.errors import TooLargeError
from provisioning.image.partitions import PARTITIONS, card_size, starts, table
from provisioning.image.program import run

_CHUNK = 2**22
_HASH = "sha256"


def assemble(file: Path, content: Mapping[str, Path]) -> None:
    """Write the image from the content of partitions by name; one without content is left empty.

    What has content is written down to its last zero, for a used card holds something else there.
    Raises `TooLargeError`.
    """
    at = starts()
    for one in PARTITIONS:
        if one.name in content and content[one.name].stat().st_size > one.size:
            raise TooLargeError(one.name, content[one.name].stat().st_size, one.size)
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with unfinished.open("wb") as opened:
        opened.truncate(card_size())
    run(
        ["sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", unfinished], given=table().encode()
    )
    with unfinished.open("r+b") as opened:
        for name, source in content.items():
            opened.seek(at[name])
            with source.open("rb") as reading:
                while chunk := reading.read(_CHUNK):
                    opened.write(chunk)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)


def map_blocks(file: Path) -> Path:
    """Write beside an image which of its blocks hold something, as flashing reads it."""
    mapped = file.with_name(f"{file.name}.bmap")
    mapped.unlink(missing_ok=True)
    run(["bmaptool", "create", "--output", mapped, file])
    return mapped


def write_hash(file: Path) -> Path:
    """Write beside an image its SHA-256, as `sha256sum --check` reads it."""
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, _HASH).hexdigest()
    beside = file.with_name(f"{file.name}.{_HASH}")
    beside.write_text(f"{found}  {file.name}\n")
    return beside
