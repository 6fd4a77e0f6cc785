"""Looking for persons in everything that a campaign leaves behind."""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.e2e.secrets_in import dresses
from tests.faults.packets import Publish
from tests.faults.shop import PEOPLE

_PACKINGS = (zlib.MAX_WBITS, -zlib.MAX_WBITS)
_LONGEST_UNPACKED = 1 << 20
_LONGEST_READ = 256 * 1024 * 1024


def secrets() -> tuple[str, ...]:
    """Return what must not be found: number, old number, name, birth date, address."""
    parts = [text.split("|")[index] for text in PEOPLE for index in (0, 1, 2, 5)]
    return tuple(part for part in parts if len(part) > 1)


def find_persons(folders: Iterable[Path], captured: dict[str, list[Publish]]) -> tuple[str, ...]:
    """Return where a person can be read."""
    needles = tuple({dress for secret in secrets() for dress in dresses(secret)})
    found = [str(file) for file in _files(folders) if _holds(file, needles)]
    for line, messages in captured.items():
        text = b"\n".join(part for message in messages for part in _opened(message))
        if any(needle in text for needle in needles):
            found.append(f"the line of {line}")
    return tuple(found)


def _opened(message: Publish) -> Iterator[bytes]:
    """Yield topic, payload, and what a signed message says, as far as it can be decoded."""
    yield message.topic
    yield message.payload
    for part in message.payload.split(b".")[:2]:
        with suppress(binascii.Error):
            said = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
            yield said
            for packing in _PACKINGS:
                with suppress(zlib.error):
                    yield zlib.decompressobj(packing).decompress(said, _LONGEST_UNPACKED)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file


def _holds(file: Path, needles: tuple[bytes, ...]) -> bool:
    with file.open("rb") as opened:
        data = opened.read(_LONGEST_READ)
    return any(needle in data for needle in needles)
