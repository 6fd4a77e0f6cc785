"""Whole datasets as files, made once for each version, signed beside."""

import hashlib
import zlib
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest import jws
from server.reference.versions import EVERYBODY, SHARED, newest_of
from server.store.database import reading, stream
from wire.reference import Dataset, Row, Snapshot

_KEPT = 2
"""Versions: somebody may still be fetching the one before."""
_ROWS = """
    SELECT key, version, body, gone FROM refrow WHERE dataset = ? AND scope = ?
    ORDER BY version, key
"""


class Prepared(NamedTuple):
    """A file that may be fetched."""

    file: Path
    snapshot: Snapshot
    signed: str
    """The snapshot as a JWS."""


class Snapshots:
    """Prepares files in a folder of its own. Any number of threads may ask.

    Files and their signatures stay over a restart; what is damaged is made again.
    """

    def __init__(self, folder: Path, key: Ed25519PrivateKey) -> None:
        self._folder, self._key, self._lock = folder, key, Lock()

    def prepare(self, dataset: str) -> Prepared | None:
        """Return the newest version of a dataset; None: there is none, or it is not everybody's.

        Raises `OSError` and `StoreUnavailableError`.
        """
        shared = next((one for one in SHARED if one == dataset), None)
        if shared is None:
            return None
        with reading():
            version = newest_of(shared, EVERYBODY)
        if not version:
            return None
        with self._lock:
            return self._kept(shared, version) or self._make(shared)

    def _kept(self, dataset: Dataset, version: int) -> Prepared | None:
        file = self._file(dataset, version)
        try:
            signed = _beside(file).read_bytes()
            held = msgspec.json.decode(
                jws.payload_of(jws.take_apart(signed), [self._key.public_key()], "quay-snapshot"),
                type=Snapshot,
            )
        except (OSError, ValueError):
            return None
        if not file.is_file() or file.stat().st_size != held.size:
            return None
        return Prepared(file, held, signed.decode())

    def _make(self, dataset: Dataset) -> Prepared:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{dataset}.part"
        with reading():
            version = newest_of(dataset, EVERYBODY)
            sum_of_it, size = _write(part, dataset)
        held = Snapshot(dataset=dataset, version=version, sha256=sum_of_it, size=size)
        signed = jws.sign(msgspec.json.encode(held), self._key, "server", "quay-snapshot")
        file = self._file(dataset, version)
        _beside(file).write_bytes(signed)
        part.replace(file)
        self._forget_old(dataset)
        return Prepared(file, held, signed.decode())

    def _forget_old(self, dataset: str) -> None:
        files = sorted(self._folder.glob(f"{dataset}-*.z"), key=lambda file: file.stat().st_mtime)
        for old in files[:-_KEPT]:
            with suppress(OSError):
                old.unlink()
                _beside(old).unlink()

    def _file(self, dataset: str, version: int) -> Path:
        return self._folder / f"{dataset}-{version}.z"


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.jws")


def _write(file: Path, dataset: str) -> tuple[str, int]:
    """Write the rows of a dataset; return hash and size. Within a reading transaction."""
    digest, packer, size = hashlib.sha256(), zlib.compressobj(9), 0
    encoder = msgspec.json.Encoder()
    with file.open("wb") as out:
        for key, version, body, gone in stream(_ROWS, (dataset, EVERYBODY)):
            raw = msgspec.Raw(b"null" if gone else body.encode())
            row = Row(key=key, version=int(version), body=raw)
            chunk = packer.compress(encoder.encode(row) + b"\n")
            digest.update(chunk)
            size += out.write(chunk)
        chunk = packer.flush()
        digest.update(chunk)
        size += out.write(chunk)
    return digest.hexdigest(), size
