"""Entries: what a terminal writes into its ledger and sends, one JSON object each.

An entry is encoded once, when it is made; those bytes are stored, chained, signed and sent, and
never encoded again. Fields are added with a default and never renamed or reused; readers ignore
what they do not know. Money is whole đồng, times are UTC, quantities are counted in `unit`.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from wire.decoding import decode

SCHEMA_VERSION = 1


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a sale."""

    drug: str
    """The drug's id in the catalogue."""
    batch: str
    expiry: date | None = None
    quantity: int
    """How many of `unit`."""
    unit: str
    """The unit of sale as the catalogue names it, such as "viên", "vỉ" or "hộp"."""
    unit_size: int = 1
    """How many base units (tablets) one `unit` holds."""
    price_vnd: int
    """Price of one `unit`."""
    batch_from: Literal["code", "shelf"] = "code"
    """Whether the pack's code named the batch, or first expired, first out chose it."""

    @property
    def amount_vnd(self) -> int:
        """What the line costs."""
        return self.quantity * self.price_vnd


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every entry has, of whatever kind and version: enough to check and store it."""

    v: int
    kind: str
    terminal: str
    epoch: str
    """Random, 32 hexadecimal digits, made with the database: clones and restored copies show."""
    seq: int
    """From 1, without gaps within the epoch."""
    prev: str
    """SHA-256 of the entry before it, or the epoch's origin (`wire.chain.origin`)."""
    at: datetime


class Sale(Head, frozen=True, kw_only=True):
    """A paid sale."""

    v: int = SCHEMA_VERSION
    kind: Literal["sale"] = "sale"
    staff: str
    """Badge number, not a name."""
    lines: tuple[Line, ...]
    total_vnd: int
    paid_by: Literal["cash"] = "cash"
    prescription: str | None = None
    """The prescription code exactly as scanned (TT 26/2025/TT-BYT)."""
    sealed_sha256: str | None = None
    """Hash of the sealed patient data, which stays on the terminal."""


def encode(entry: Sale) -> bytes:
    """Encode an entry: JSON in UTF-8, keys in a fixed order."""
    return msgspec.json.encode(entry)


def read_head(body: bytes) -> Head:
    """Read what every entry has; raise `msgspec.DecodeError` if it is not an entry."""
    return decode(body, Head)


def read_sale(body: bytes) -> Sale:
    """Read a sale; raise `msgspec.DecodeError` if it is none."""
    return decode(body, Sale)
