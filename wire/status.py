"""A terminal's word on itself. Losing one costs nothing."""

from datetime import datetime

import msgspec

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What `link` publishes now and then, as the payload of a JWS of type "quay-status"."""

    v: int = SCHEMA_VERSION
    terminal: str
    epoch: str
    at: datetime
    last_seq: int
    """The newest entry in the ledger."""
    unsent: int
    """Entries without a receipt."""
    software: str
    """Version of the terminal's programs."""


def encode_status(status: Status) -> bytes:
    """Encode a status as JSON."""
    return msgspec.json.encode(status)


def read_status(payload: bytes) -> Status:
    """Read a status; raise `msgspec.DecodeError` if it is none."""
    return decode(payload, Status)
