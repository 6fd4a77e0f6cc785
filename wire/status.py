"""A terminal's word on itself. Losing one costs nothing."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION

Health = Literal["ok", "out-of-paper", "cover-open", "offline", "fault", "absent"]
"""How a device at the counter is."""


class EpochMark(msgspec.Struct, frozen=True, kw_only=True):
    """How far one epoch of the terminal's ledger goes: what the two sides compare every day."""

    epoch: str
    last_seq: int
    head: str
    """Hash of the entry `last_seq`; the epoch's origin if that is 0."""
    unsent: int
    """Entries of it without a receipt."""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What `link` publishes now and then, as the payload of a JWS of type "quay-status".

    What a terminal cannot tell it leaves out.
    """

    v: int = SCHEMA_VERSION
    terminal: str
    epoch: str
    at: datetime
    last_seq: int
    """The newest entry in the ledger."""
    unsent: int
    """Entries without a receipt, of all epochs."""
    software: str
    """Version of the terminal's programs."""
    oldest_unsent_seconds: int | UnsetType = UNSET
    """How long the oldest entry without a receipt has waited."""
    disk_free_bytes: int | UnsetType = UNSET
    temperature_c: float | UnsetType = UNSET
    """Of the processor."""
    under_voltage: bool | UnsetType = UNSET
    """Whether the power supply was too weak since the start (Raspberry Pi: bits 0 and 16 of
    `get_throttled`)."""
    clock: Literal["trusted", "untrusted"] | UnsetType = UNSET
    printer: Health | UnsetType = UNSET
    scanner: Health | UnsetType = UNSET
    system: str | UnsetType = UNSET
    """Operating system and its version."""
    marks: tuple[EpochMark, ...] | UnsetType = UNSET
    """Every epoch the terminal knows, once a day and after each start."""
    versions: dict[str, int] | UnsetType = UNSET
    """Versions of reference data that are in use at the counter, by dataset."""
    screen: Literal["on", "gone"] | UnsetType = UNSET
    """Whether the counter's screen says that it works."""
    counter: Literal["open", "closed"] | UnsetType = UNSET
    """Whether somebody stands at the counter: closed where nobody is signed in."""
    last_sale_at: datetime | UnsetType = UNSET
    certificate_days: int | UnsetType = UNSET
    """For how many whole days the terminal's certificate is good; below 0: it has ended."""


def encode_status(status: Status) -> bytes:
    """Encode a status as JSON."""
    return msgspec.json.encode(status)


def read_status(payload: bytes) -> Status:
    """Read a status; raise `msgspec.DecodeError` if it is none."""
    return decode(payload, Status)
