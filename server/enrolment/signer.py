"""Asking the signer for a certificate: one line of JSON each way, over a Unix socket.

The issuing key is the signer's alone: whoever takes this server over can ask for certificates,
slowly and into a journal, and has no key to take away.
"""

import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from server.enrolment.proof import requested_key
from wire.enrolment import RefusalReason

_LONGEST = 64 * 1024
_CHUNK = 8192


class SignerAwayError(RuntimeError):
    """There is no certificate now: the signer is away, busy, or said something that is none."""


class SignerRefusedError(SignerAwayError):
    """The signer is there and will not: it has its own list of whom it refuses."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(f"refused: {reason}")
        self.reason: RefusalReason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate that has been issued."""

    certificate: str
    """With the issuing one behind it, PEM."""
    authority: str
    """The root, PEM."""
    serial: str
    """Hexadecimal."""
    until: datetime


class Signer(Protocol):
    """Who issues certificates."""

    def issue(self, csr: str, terminal: str) -> Issued:
        """Return a certificate for the key of a request; raise `SignerAwayError`."""
        ...


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    certificate: str = ""
    authority: str = ""
    refused: RefusalReason | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class SocketSigner:
    """The signer's own program, behind its socket."""

    path: Path
    root: x509.Certificate
    """That labels name: a certificate below another one would be no good to a terminal."""
    seconds: float = 10.0

    def issue(self, csr: str, terminal: str) -> Issued:
        """Return a certificate for the key of a request; raise `SignerAwayError`."""
        asked = msgspec.json.encode({"csr": csr, "terminal": terminal}) + b"\n"
        try:
            said = msgspec.json.decode(self._exchange(asked), type=_Said)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SignerAwayError(str(error)) from error
        if said.refused:
            raise SignerRefusedError(said.refused)
        issued = checked(said.certificate, said.authority, csr=csr, terminal=terminal)
        if x509.load_pem_x509_certificate(said.authority.encode()) != self.root:
            raise SignerAwayError("the signer serves another root")
        return issued

    def _exchange(self, asked: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(self.seconds)
            line.connect(str(self.path))
            line.sendall(asked)
            with suppress(OSError):  # it may have closed its own side already
                line.shutdown(socket.SHUT_WR)
            said = bytearray()
            while b"\n" not in said and (chunk := line.recv(_CHUNK)):
                said += chunk
                if len(said) > _LONGEST:
                    raise SignerAwayError("the signer says too much")
        return bytes(said)


def checked(certificate: str, authority: str, *, csr: str, terminal: str) -> Issued:
    """Return what was issued, if it is for this key and this terminal; raise `SignerAwayError`."""
    try:
        found = x509.load_pem_x509_certificate(certificate.encode())
        x509.load_pem_x509_certificate(authority.encode())
        names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        key = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise SignerAwayError("the signer's answer is no certificate") from error
    if [name.value for name in names] != [terminal] or key != requested_key(csr):
        raise SignerAwayError("the signer certified something else")
    return Issued(
        certificate=certificate,
        authority=authority,
        serial=f"{found.serial_number:x}",
        until=found.not_valid_after_utc,
    )
