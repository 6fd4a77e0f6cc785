"""A sale, as it is written into the ledger and sent."""

from datetime import date
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

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
    posted_vnd: int | None = None
    """Posted price of one `unit`, where it is not what was asked (PRC-02)."""
    prescribed: int | None = None
    """Number of the prescription's line that it was dispensed on."""
    substitutes: str | None = None
    """What was prescribed, where another drug was sold in its place (RX-06)."""
    substituted_by: str | None = None
    """Badge number of who answers for it; the buyer agreed."""
    substituted_because: str | None = None

    @property
    def amount_vnd(self) -> int:
        """What the line costs."""
        return self.quantity * self.price_vnd

    @property
    def units(self) -> int:
        """How many base units leave the shelf."""
        return self.quantity * self.unit_size


class TransferPaid(msgspec.Struct, frozen=True, kw_only=True):
    """How a bank transfer is known to have arrived."""

    reference: str
    """What stood in its memo: random, made for this sale."""
    witness: Literal["bank", "staff"]
    """The bank's notice, or a person who looked at the outlet's own telephone."""


class Dispensed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a prescription may leave the shop: no patient, prescriber or illness (RX-07)."""

    origin: Literal["code", "text", "province", "paper"]
    """How its lines became known; "code": they did not."""
    issued: date | None = None
    facility: str = ""
    checked: bool = False
    """Whether the province had said what was left."""


class Sale(Head, frozen=True, kw_only=True):
    """A paid sale."""

    v: int = SCHEMA_VERSION
    kind: Literal["sale"] = "sale"
    staff: str
    """Badge number, not a name."""
    lines: tuple[Line, ...]
    total_vnd: int
    paid_by: Literal["cash", "transfer"] = "cash"
    prescription: str | None = None
    """The prescription code exactly as scanned (TT 26/2025/TT-BYT), or a paper's own number."""
    sealed_sha256: str | None = None
    """Hash of the sealed patient data, which the chain covers whether or not it is sent."""
    transfer: TransferPaid | UnsetType = UNSET
    dispensed: Dispensed | UnsetType = UNSET
    """Present where more is known of the prescription than its code."""
    in_charge: str | UnsetType = UNSET
    """Badge number of the person in charge, where that is somebody else (GPP-03)."""


def read_sale(body: bytes) -> Sale:
    """Read a sale; raise `msgspec.DecodeError` if it is none."""
    return decode(body, Sale)
