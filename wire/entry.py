"""What every entry of a ledger has, whatever its kind: enough to check, store and chain it.

An entry is encoded once, when it is made; those bytes are stored, chained, signed and sent, and
never encoded again. Fields are added with a default and never renamed or reused; readers ignore
what they do not know. Money is whole đồng, times are UTC, quantities are counted in `unit`.
The kinds are in `wire.sale` and `wire.kinds`.
"""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from wire.decoding import decode

SCHEMA_VERSION = 1


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """Another entry of the same terminal, named beyond doubt."""

    epoch: str
    seq: int
    sha256: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every entry has, of whatever kind and version."""

    v: int
    kind: str
    terminal: str
    epoch: str
    """Random, 32 hexadecimal digits: a database begins one, so clones and old copies show."""
    seq: int
    """From 1, without gaps within the epoch."""
    prev: str
    """SHA-256 of the entry before it, or the epoch's origin (`wire.chain.origin`)."""
    at: datetime
    clock: Literal["untrusted"] | UnsetType = UNSET
    """Present where nobody had set the terminal's clock since it started: `at` is a guess."""
    carried: Reference | UnsetType = UNSET
    """The entry that the province had set aside, of which this is the same business once more:
    it was written into an epoch that another database had already continued."""

    @property
    def at_is_trusted(self) -> bool:
        """Whether `at` comes from a clock that the network had set."""
        return self.clock is UNSET


def encode(entry: Head) -> bytes:
    """Encode an entry: JSON in UTF-8, keys in a fixed order."""
    return msgspec.json.encode(entry)


def read_head(body: bytes) -> Head:
    """Read what every entry has; raise `msgspec.DecodeError` if it is not an entry."""
    return decode(body, Head)
