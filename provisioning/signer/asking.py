"""What the door and the signer say to each other: one line of JSON each way.

The door's side of this is written in `server.enrolment`; neither imports the other.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.decoding import decode
from wire.enrolment import RefusalReason

LONGEST = 16 * 1024
"""Bytes of a line. A request for P-256 has some 500."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Certify the key in this request for this terminal, which the door has recognised."""

    csr: Annotated[str, Meta(max_length=4096)]
    terminal: Annotated[str, Meta(max_length=64)]


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate with the issuing one behind it, and the root; PEM."""

    certificate: str
    authority: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why not."""

    refused: RefusalReason


def read_ask(line: bytes) -> Ask:
    """Read a line; raise `msgspec.DecodeError`, which covers what is no text either."""
    return decode(line, Ask)
