"""A receipt: what the server has stored for good. Only this makes an entry "received"."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that the server set aside instead of storing it; the terminal keeps it."""

    seq: int
    sha256: str
    reason: str


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Stored entries that follow each other, each continuing the one before it."""

    first: int
    last: int
    head: str
    """Hash of the entry `last`."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What `ingest` publishes after its commit, as the payload of a JWS of type "quay-receipt"."""

    v: int = SCHEMA_VERSION
    terminal: str
    epoch: str
    through: int
    """Every entry up to this one is stored or listed in `rejected`; 0 if none is.

    It stops before what `rejected` has no room for.
    """
    head: str
    """Hash of the entry `through` as the server has it; the epoch's origin if `through` is 0."""
    beyond: tuple[Span, ...] | UnsetType = UNSET
    """What of the batch is stored and `head` does not tell: behind `through`, because entries that
    the terminal itself has lost are missing for ever; or up to `through` where the batch ends
    before it, because a copy of the database may have gone on with the epoch."""
    rejected: tuple[Rejected, ...] = ()
    at: datetime


def encode_receipt(receipt: Receipt) -> bytes:
    """Encode a receipt as JSON."""
    return msgspec.json.encode(receipt)


def read_receipt(payload: bytes) -> Receipt:
    """Read a receipt; raise `msgspec.DecodeError` if it is none."""
    return decode(payload, Receipt)
