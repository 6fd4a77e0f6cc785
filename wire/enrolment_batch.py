"""What the office prepares for new terminals: one file for each sheet of labels."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wire.decoding import decode
from wire.enrolment import Kind

Word = Annotated[str, Meta(min_length=1, max_length=200)]
Role = Literal["staff", "pharmacist", "owner", "technician"]
OutletKind = Literal["NT", "QT", "TT"]
"""Nhà thuốc, quầy thuốc, tủ thuốc trạm y tế xã."""
Degree = Literal["dai_hoc", "cao_dang", "trung_cap", "so_cap", ""]
BADGE = r"[A-Z0-9]([A-Z0-9-]{0,22}[A-Z0-9])?"
"""What a badge number is made of, as `codes.badge` has it."""


class BadgeHolder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who may sign in at a terminal. `repr` shows the badge only."""

    badge: Annotated[str, Meta(pattern=rf"^{BADGE}\Z")]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    """As the screen shows it, such as "Cô Lan"."""
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)] = ("staff",)
    degree: Degree = ""
    in_charge: bool = False
    certificate: Annotated[str, Meta(max_length=60)] = ""
    """Number of the practice certificate (CCHN dược)."""

    def __repr__(self) -> str:
        return f"BadgeHolder(badge={self.badge!r})"


class Particulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which terminal it will be, and where it will stand."""

    terminal: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{2,31}\Z")]
    label: Annotated[str, Meta(min_length=1, max_length=120)]
    """What the outlet calls it, such as "máy 01"."""
    province: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z")]
    outlet_code: Annotated[str, Meta(min_length=1, max_length=40)]
    """In the department's list."""
    outlet: Annotated[str, Meta(min_length=1, max_length=120)]
    """The outlet's name."""
    kind: OutletKind
    address: Annotated[str, Meta(min_length=1, max_length=120)]
    licence: Annotated[str, Meta(min_length=1, max_length=120)]
    """Number of the Giấy chứng nhận đủ điều kiện kinh doanh dược."""
    commune: Word
    """Xã, phường or đặc khu, by name."""
    phone: Annotated[str, Meta(max_length=40)] = ""
    in_facility: bool = False
    people: Annotated[tuple[BadgeHolder, ...], Meta(min_length=1, max_length=50)]
    """The first is in charge."""


class PreparedCode(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was printed. The code itself stands on the paper alone."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    """`wire.enrolment.digest_of` the code."""
    expires_at: datetime
    particulars: Particulars


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """The labels of one sheet, for the server."""

    v: int = 1
    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]
    made_at: datetime
    codes: Annotated[tuple[PreparedCode, ...], Meta(min_length=1, max_length=5000)]


class PrintedLabel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A label to be printed. It holds the code in clear: whoever has it can enrol."""

    text: str
    """Of the QR code (`wire.enrolment.Label`)."""
    kind: Kind = "new"
    terminal: str
    outlet: str
    place: str
    """Address or commune, so that nobody takes one outlet for another of its name."""
    label: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"PrintedLabel(terminal={self.terminal!r})"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Labels that are still to be printed."""

    v: int = 1
    labels: Annotated[tuple[PrintedLabel, ...], Meta(min_length=1, max_length=5000)]


def encode_batch(batch: Batch) -> bytes:
    """Encode a batch as JSON."""
    return msgspec.json.format(msgspec.json.encode(batch)) + b"\n"


def read_batch(data: bytes) -> Batch:
    """Read a batch; raise `msgspec.DecodeError`."""
    return decode(data, Batch)


def encode_sheet(sheet: Sheet) -> bytes:
    """Encode labels as JSON."""
    return msgspec.json.format(msgspec.json.encode(sheet)) + b"\n"


def read_sheet(data: bytes) -> Sheet:
    """Read labels; raise `msgspec.DecodeError`."""
    return decode(data, Sheet)
