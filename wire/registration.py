"""A terminal's registration: what the server must know before it believes a terminal."""

from datetime import datetime

import msgspec

from wire.decoding import decode


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """Written by provisioning, read by the server, as one JSON file for each terminal."""

    v: int = 1
    terminal: str
    province: str
    """Two digits (QĐ 19/2025/QĐ-TTg)."""
    outlet: str
    """The outlet's name."""
    commune: str
    """Xã, phường or đặc khu."""
    outlet_code: str = ""
    """The outlet's code in the department's list; absent: the terminal stands for itself."""
    signing_key: str
    """The terminal's Ed25519 public key, PEM."""
    enrolled_at: datetime


def encode_registration(registration: Registration) -> bytes:
    """Encode a registration as JSON."""
    return msgspec.json.format(msgspec.json.encode(registration))


def read_registration(data: bytes) -> Registration:
    """Read a registration; raise `msgspec.DecodeError` if it is none."""
    return decode(data, Registration)
