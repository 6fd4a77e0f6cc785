"""Whether a request is sound: both keys are of their kinds, and in one hand."""

import binascii
import hashlib
import re
from base64 import b64decode
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from wire.enrolment import PROOF, EnrolRequest

_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)
_BOARD = re.compile(r"[0-9a-f]{0,64}")


class UnsoundError(ValueError):
    """A request proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenKeys:
    """The public keys of a terminal that has proved to have the private ones."""

    csr: str
    """PEM."""
    tls: bytes
    """SubjectPublicKeyInfo, DER."""
    signing: Ed25519PublicKey

    @property
    def signing_pem(self) -> str:
        """The signing key as registrations write it."""
        return _written(self.signing, Encoding.PEM).decode()

    @property
    def digest(self) -> str:
        """SHA-256 over both, hexadecimal."""
        return hashlib.sha256(self.tls + _written(self.signing, Encoding.DER)).hexdigest()


def proven(request: EnrolRequest) -> ProvenKeys:
    """Return the keys of a request; raise `UnsoundError`."""
    tls = requested_key(request.csr)
    signing = _signing_key(request.signing_key)
    if not _BOARD.fullmatch(request.board) or not request.version.isprintable():
        raise UnsoundError("board or version are not written as agreed")
    try:
        proof = b64decode(request.proof, validate=True)
        signing.verify(proof, PROOF + request.csr.encode())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise UnsoundError("the signing key has not signed the request") from error
    return ProvenKeys(csr=request.csr, tls=tls, signing=signing)


def requested_key(csr: str) -> bytes:
    """Return the key in a request (PKCS #10) as DER; raise `UnsoundError`.

    Of the request only the key counts: the names it asks for are the asker's.
    """
    try:
        found = x509.load_pem_x509_csr(csr.encode())
        key, is_signed = found.public_key(), found.is_signature_valid
    except _UNREADABLE as error:
        raise UnsoundError("no certificate request") from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise UnsoundError("a certificate is for a P-256 key")
    if not is_signed:
        raise UnsoundError("the request is not signed by its own key")
    return _written(key, Encoding.DER)


def _signing_key(pem: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except _UNREADABLE as error:
        raise UnsoundError("no signing key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnsoundError("entries are signed with Ed25519")
    return key


def _written(key: Ed25519PublicKey | EllipticCurvePublicKey, encoding: Encoding) -> bytes:
    return key.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
