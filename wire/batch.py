"""A batch: entries of one terminal and epoch, in order, under one signature."""

import zlib
from collections.abc import Mapping

import msgspec
from msgspec import UNSET, UnsetType

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION

MAX_ENTRIES = 200
MAX_BYTES = 32 * 1024
"""Of the entries in a batch, before signing: six seconds at 64 kbit/s, so that the receipt comes
before the batch is sent again, and well below the 129,536 bytes of a message that joserfc reads."""

MAX_INFLATED_BYTES = 8 * MAX_BYTES
"""What a deflated batch may come to: a small message must not fill the reader's memory."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What `link` publishes, as the payload of a JWS of type "quay-batch".

    `entries` keeps each entry's exact bytes: `bytes(entries[0])` is what was stored and hashed.
    """

    v: int = SCHEMA_VERSION
    terminal: str
    epoch: str
    entries: list[msgspec.Raw]
    sealed: dict[int, bytes] | UnsetType = UNSET
    """Sealed blocks by the number of their entry: only where the province asks for them."""


def encode_batch(
    terminal: str, epoch: str, bodies: list[bytes], sealed: Mapping[int, bytes] | None = None
) -> bytes:
    """Encode stored entries as the payload of one batch."""
    batch = Batch(
        terminal=terminal,
        epoch=epoch,
        entries=[msgspec.Raw(body) for body in bodies],
        sealed=dict(sealed) if sealed else UNSET,
    )
    return msgspec.json.encode(batch)


def deflated(payload: bytes) -> bytes:
    """Return a batch's payload as zlib's format (RFC 1950), or as it is where that is shorter.

    For narrow lines: a single sale shrinks by two fifths, a full batch by far more.
    """
    return min(zlib.compress(payload, 9), payload, key=len)


def read_batch(payload: bytes) -> Batch:
    """Read a batch, JSON or deflated JSON; raise `msgspec.DecodeError` if it is neither."""
    return decode(payload if payload.startswith(b"{") else _inflated(payload), Batch)


def _inflated(payload: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(payload, MAX_INFLATED_BYTES)
    except zlib.error as error:
        raise msgspec.DecodeError("a batch is neither JSON nor deflated JSON") from error
    if not reader.eof or reader.unused_data:
        raise msgspec.DecodeError("a deflated batch is cut, too long, or followed by something")
    return found
