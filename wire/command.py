"""What the province may ask of a terminal, and what came of it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Order = Literal["send-logs", "self-test", "restart", "update-to"]
MAX_DETAIL = 16 * 1024
"""Letters of an outcome: what a line of 64 kbit/s carries in two seconds."""


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An order to one terminal. It is carried out at most once, and not after `until`."""

    id: str
    order: str
    """One of `Order`; another is of a newer province, and refused by name."""
    argument: str = ""
    """Of "update-to": the version."""
    given_at: datetime
    until: datetime


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a command; said again until the province has heard it."""

    id: str
    state: Literal["done", "failed", "refused", "expired"]
    at: datetime
    detail: Annotated[str, Meta(max_length=MAX_DETAIL)] = ""
    """Log lines, or what a self-test found. No patient, no prescription."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that a person at the counter must read once."""

    id: str
    kind: str
    """"double-dispensing" or "note"; another is of a newer province, and shown by its text."""
    at: datetime
    subject: str = ""
    """Of "double-dispensing": the last five characters of the prescription's code."""
    text: str = ""
    """Of "note": what the department writes."""
