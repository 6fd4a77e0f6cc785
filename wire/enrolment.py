"""What a new terminal and the province say to each other, once: label, request, answer, refusal."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wire.decoding import decode
from wire.registration import Registration

ENROL_PATH = "/v1/enrol"
"""POST a request (JSON), for an answer (200) or a refusal (4xx, 5xx), both JSON."""
RENEW_PATH = "/v1/renew"
"""POST a compact JWS of a `Renewal` by the terminal's signing key, for a `Renewed`."""
AUTHORITY_PATH = "/v1/authority"
"""GET the root certificate (PEM), before anything is said: a terminal compares it with its label,
and then believes only a door that shows a certificate of this root."""
SNAPSHOTS_PATH = "/v1/reference"
"""GET with a dataset's name behind it: whole datasets, for a terminal that has none."""
PORT = 8443

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is taken for another when it is read aloud."""
_CODE_LETTERS = 26
"""130 bits: nobody guesses one, however many there are."""
_LABEL = re.compile(
    r"QUAY1\*(?P<kind>[ER])\*(?P<host>[A-Z0-9.-]{1,253})\*(?P<port>[0-9]{1,5})"
    r"\*(?P<code>[0-9A-HJKMNP-TV-Z]{26})\*(?P<pin>[0-9A-F]{32})"
)

Kind = Literal["new", "replacement"]
RefusalReason = Literal[
    "unknown-code", "used-code", "expired-code", "stolen-code", "other-terminal",
    "unsound-request", "revoked", "too-many", "not-now", "too-old",
]  # fmt: skip
"""`stolen-code`: the office has called it back. `other-terminal`: the code was used by this very
card before, or by another: the same card was started twice. `not-now`: the signer is away."""


class LabelError(ValueError):
    """A text is no enrolment label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the QR code on a label says. Upper case only, so that it is a small QR code."""

    kind: Kind
    host: str
    port: int = PORT
    code: str = field(repr=False)
    pin: str
    """First 128 bits of the SHA-256 of the root certificate (DER), in hexadecimal: a terminal that
    knows nobody knows by it whom it may believe."""

    def to_text(self) -> str:
        """Return the QR code's text (alphanumeric mode)."""
        kind = "E" if self.kind == "new" else "R"
        return f"QUAY1*{kind}*{self.host.upper()}*{self.port}*{self.code}*{self.pin.upper()}"


def read_label(text: str) -> Label:
    """Read a label; raise `LabelError`."""
    found = _LABEL.fullmatch(text.strip().upper())
    if not found or not 0 < int(found["port"]) < 65536:  # noqa: PLR2004 - TCP's ports
        raise LabelError
    return Label(
        kind="new" if found["kind"] == "E" else "replacement",
        host=found["host"].lower(),
        port=int(found["port"]),
        code=found["code"],
        pin=found["pin"],
    )


def make_enrolment_code() -> str:
    """Return a new single-use code."""
    return "".join(secrets.choice(_ALPHABET) for _letter in range(_CODE_LETTERS))


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What leaves a new terminal. Both keys are in one hand: `proof` is the signing key's."""

    v: int = 1
    code: str
    csr: Annotated[str, Meta(max_length=4096)]
    """PKCS #10, PEM, P-256; it names nobody: the office knows whom."""
    signing_key: Annotated[str, Meta(max_length=1024)]
    """Ed25519 public key, PEM."""
    proof: Annotated[str, Meta(max_length=128)]
    """Base 64 of the signature over `PROOF` and the CSR's bytes."""
    board: Annotated[str, Meta(max_length=64)] = ""
    """SHA-256 of the board's serial number and the card's (CID), in hexadecimal: the same card
    started in another board, or the same board with another card, shows itself."""
    version: Annotated[str, Meta(max_length=40)] = ""

    def __repr__(self) -> str:
        return "EnrolRequest(hidden)"


PROOF = b"quay/v1/enrol\n"
"""Before the CSR, in what is signed."""


class StockLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the province believes to be on the shelf of a terminal that is replaced."""

    drug: str
    """Registration number, as entries name it."""
    batch: str
    expiry: str
    """As entries write it; empty: not known."""
    units: int
    """On the shelf, in base units."""
    owner: Literal["retail", "programme", "bhyt", "sample"] = "retail"
    """Whose stock it is; only the outlet's own is sold."""
    aside: int = 0
    """In quarantine, in base units: a replacement does not bring it back on the shelf."""


class PostedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A retail price that the terminal before had posted."""

    drug: str
    unit: str
    price_vnd: int
    at: datetime


class LinkedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A code of which somebody said at the terminal before what it stands for."""

    gtin: str
    drug: str
    unit: str


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the office sends back."""

    v: int = 1
    certificate: str
    """The terminal's certificate and the issuing one behind it, PEM."""
    authority: str
    """The root certificate, PEM; its SHA-256 is the label's `pin`."""
    server_keys: str
    """Every key that the province signs with, PEM, the one in use first."""
    registration: Registration
    settings: str
    """The outlet's part of device.toml (TOML): outlet, shop, staff, people, broker's address."""
    snapshots: str = ""
    """Where whole datasets lie (HTTPS), or empty."""
    replaces: bool = False
    """Whether this terminal goes on for another: it first asks for the old card."""
    stock: tuple[StockLine, ...] = ()
    stock_of: datetime | None = None
    """Until when the province had heard of the old terminal's shelf."""
    follows: str = ""
    """The epoch that the old terminal wrote last, as far as the province has heard: the new epoch
    names it, so that its shelf takes the place of the old one instead of being added to it."""
    follows_through: int = 0
    """The last entry of that epoch that the province has without a gap before it."""
    prices: tuple[PostedLine, ...] = ()
    """In force, of the terminal before."""
    links: tuple[LinkedLine, ...] = ()
    """Of the terminal before; of one code the last."""

    def __repr__(self) -> str:
        return f"EnrolAnswer(terminal={self.registration.terminal!r})"


class EnrolRefusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why not; the terminal has one sentence for each reason."""

    reason: RefusalReason
    at: datetime | None = None
    """Of a used code: when. Of an expired one: since when."""


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal asks for a new certificate before the old one ends, or long after."""

    terminal: str
    csr: str
    at: datetime


class Renewed(msgspec.Struct, frozen=True, kw_only=True):
    """The new certificate with the issuing one behind it, and the root; PEM."""

    certificate: str
    authority: str


def pin_of(root: bytes) -> str:
    """Return what a label says of a root certificate (DER)."""
    return hashlib.sha256(root).hexdigest()[:32].upper()


def digest_of(code: str) -> str:
    """Return what is kept of a code: nobody who reads the office's database can use it."""
    return hashlib.sha256(code.encode()).hexdigest()


def read_request(data: bytes) -> EnrolRequest:
    """Read a request; raise `msgspec.DecodeError`."""
    return decode(data, EnrolRequest)
