"""The terminal's two keys, which never leave it, and its request for a certificate."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from wire.enrolment import PROOF, EnrolRequest

PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


class UnsoundKeysError(ValueError):
    """What should be the terminal's keys is not."""


@dataclass(frozen=True, slots=True)
class TerminalKeys:
    """P-256 for the line, Ed25519 for the ledger, and the request that was made with them.

    It is kept: signed with chance, it would be another if it were made again.
    """

    tls: ec.EllipticCurvePrivateKey = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)
    csr: bytes = field(repr=False)
    """PKCS #10, PEM; it names nobody."""

    @classmethod
    def new(cls) -> Self:
        """Make keys and request."""
        tls = make_tls_key()
        return cls(tls, Ed25519PrivateKey.generate(), request_for(tls))

    @classmethod
    def read(cls, *, tls: bytes, signing: bytes, csr: bytes) -> Self:
        """Read what was written; raise `UnsoundKeysError`."""
        found = read_tls_key(tls), _read(signing)
        if not isinstance(found[1], Ed25519PrivateKey):
            raise UnsoundKeysError("the signing key is no Ed25519 key")
        return cls(found[0], found[1], csr)

    def request(self, code: str, *, board: str, version: str) -> EnrolRequest:
        """Return what is sent to the office; the same each time, byte for byte."""
        return EnrolRequest(
            code=code,
            csr=self.csr.decode("ascii"),
            signing_key=public_pem(self.signing),
            proof=b64encode(self.signing.sign(PROOF + self.csr)).decode("ascii"),
            board=board,
            version=version,
        )


def make_tls_key() -> ec.EllipticCurvePrivateKey:
    """Make a key for a certificate."""
    return ec.generate_private_key(ec.SECP256R1())


def request_for(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a request for a certificate (PEM). The office knows for whom."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def private_pem(key: PrivateKey) -> bytes:
    """Return a private key as it is stored."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: PrivateKey) -> str:
    """Return a key's public half."""
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode("ascii")


def read_tls_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """Read a certificate's key; raise `UnsoundKeysError`."""
    key = _read(pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise UnsoundKeysError("the certificate's key is no P-256 key")
    return key


def _read(pem: bytes) -> object:
    try:
        return load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnsoundKeysError("a key cannot be read") from error
