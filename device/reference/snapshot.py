"""A whole dataset as a file: what a fresh terminal begins with."""

import hashlib
import logging
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Raw

from device.link.believed import said_by_the_province
from device.reference.rows import Rows
from wire.decoding import decode
from wire.reference import OWN, Row, Snapshot
from wire.sign import SignatureError

log = logging.getLogger(__name__)

LONGEST_ROW = 256 * 1024
_CHUNK = 64 * 1024


class WrongSnapshotError(ValueError):
    """A file is not what the province has signed; nothing of it is taken."""


def read_header(header: bytes, keys: Sequence[Ed25519PublicKey]) -> Snapshot:
    """Return what the province signed of a file; raise `WrongSnapshotError`."""
    try:
        snapshot = decode(said_by_the_province(header, keys, "quay-snapshot"), Snapshot)
    except (SignatureError, msgspec.DecodeError) as error:
        raise WrongSnapshotError(f"the header is not the province's: {error}") from error
    if snapshot.dataset in OWN:
        raise WrongSnapshotError("an outlet's own dataset is in no file")
    return snapshot


def take_file(
    rows: Rows, file: Path, header: bytes, keys: Sequence[Ed25519PublicKey], *, at: datetime
) -> Snapshot | None:
    """Put a file's dataset in the place of what is here; None where it is no newer.

    Raises `WrongSnapshotError`, `KeepingError`, `OSError`; then nothing has changed.
    """
    snapshot = read_header(header, keys)
    if file.stat().st_size != snapshot.size:
        raise WrongSnapshotError("the file has another size than was signed")
    with file.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != snapshot.sha256:
            raise WrongSnapshotError("the file is not the one that was signed")
    is_taken = rows.take_snapshot(snapshot, _rows(file, snapshot), at=at)
    return snapshot if is_taken else None


def _rows(file: Path, snapshot: Snapshot) -> Iterator[Row]:
    for line in _lines(file):
        try:
            row = decode(line, Row)
        except msgspec.DecodeError as error:
            raise WrongSnapshotError("a line is no row") from error
        if row.version > snapshot.version:
            raise WrongSnapshotError("a row is newer than the file")
        # Copied: the row's own body points into the line.
        yield msgspec.structs.replace(row, body=Raw(bytes(row.body)))


def _lines(file: Path) -> Iterator[bytes]:
    """Yield the lines of a zlib stream, of which only a little is held at a time."""
    reader, rest = zlib.decompressobj(), b""
    with file.open("rb") as content:
        try:
            while packed := content.read(_CHUNK):
                while packed:
                    rest += reader.decompress(packed, _CHUNK)
                    packed = reader.unconsumed_tail
                    *lines, rest = rest.split(b"\n")
                    yield from lines
                    if len(rest) > LONGEST_ROW:
                        raise WrongSnapshotError("a line is too long")
        except zlib.error as error:
            raise WrongSnapshotError("the file does not unpack") from error
    if not reader.eof:
        raise WrongSnapshotError("the file ends early")
    if rest:
        yield rest
