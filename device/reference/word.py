"""The province's word that is in use at the counter: one small file beside the ledger.

The link writes it whenever a dataset has come as a whole; the screen reads it. Without it, or where
the card has changed it, everything is as the settings and the program say.
"""

import logging
import os
from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Raw

from wire.decoding import decode

log = logging.getLogger(__name__)

WORD = "province.json"


class InUse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which version of a dataset the counter works with."""

    version: int
    at: datetime
    """When it had come as a whole."""
    rows: int = 0
    skipped: int = 0
    """Rows that this program could not read, of what was built from them."""


class Word(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the province says."""

    versions: dict[str, InUse] = {}
    parameters: tuple[Raw, ...] = ()
    """Bodies of rows, as they came; likewise below."""
    shop: tuple[Raw, ...] = ()
    people: tuple[Raw, ...] = ()


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    check_sum: int
    word: Raw


def read_word(folder: Path) -> Word | None:
    """Return the province's word; None where there is none, or none that can be trusted."""
    try:
        stored = msgspec.json.decode((folder / WORD).read_bytes(), type=_Stored)
        body = bytes(stored.word)
        if crc32(body) == stored.check_sum:
            return decode(body, Word)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        log.warning("the province's word cannot be read: %s", error)
        return None
    log.warning("the province's word is worn")
    return None


def write_word(folder: Path, word: Word) -> None:
    """Replace the province's word in one step, on the disk when this returns; raise `OSError`."""
    body = msgspec.json.encode(word)
    stored = msgspec.json.encode(_Stored(check_sum=crc32(body), word=Raw(body)))
    fresh = folder / f"{WORD}.part"
    with fresh.open("wb") as file:
        file.write(stored)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / WORD)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def marked(folder: Path) -> tuple[int, int]:
    """Return what changes when the word does."""
    try:
        found = (folder / WORD).stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns
