"""A sale, as it is written into the ledger and sent."""

from datetime import date
from typing import Literal

import msgspec

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION, Head


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a sale or of a return."""

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

    @property
    def units(self) -> int:
        """How many base units leave the shelf."""
        return self.quantity * self.unit_size


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
    """Hash of the sealed patient data, which the chain covers whether or not it is sent."""


def read_sale(body: bytes) -> Sale:
    """Read a sale; raise `msgspec.DecodeError` if it is none."""
    return decode(body, Sale)
