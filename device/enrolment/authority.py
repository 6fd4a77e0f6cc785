"""The one root that a label's pin names, and what was signed under it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from wire.enrolment import pin_of

MOST_IN_A_CHAIN = 4
_UNSOUND = (ValueError, TypeError, x509.InvalidVersion, InvalidSignature)


class UnsoundChainError(ValueError):
    """A certificate is not what it should be."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A root certificate."""

    root: x509.Certificate

    @classmethod
    def read(cls, pem: str) -> Self:
        """Read a root (PEM); raise `UnsoundChainError`."""
        try:
            found = x509.load_pem_x509_certificates(pem.encode())
            if len(found) != 1 or not _may_sign(found[0]):
                raise UnsoundChainError("not one certificate of an authority")
            found[0].verify_directly_issued_by(found[0])
        except _UNSOUND as error:
            raise UnsoundChainError("not a root certificate") from error
        return cls(found[0])

    @property
    def pin(self) -> str:
        """What a label says of it."""
        return pin_of(self.root.public_bytes(Encoding.DER))

    @property
    def pem(self) -> str:
        """The root itself."""
        return self.root.public_bytes(Encoding.PEM).decode("ascii")

    def check(self, chain: str, *, name: str, csr: bytes) -> None:
        """Check that a chain (PEM, the terminal's own first) leads here, for this name and request.

        Raises `UnsoundChainError`. Times are looked at by nobody here: a new terminal's clock is
        a guess, and the broker looks at them.
        """
        try:
            key = _key(x509.load_pem_x509_csr(csr))
            found = x509.load_pem_x509_certificates(chain.encode())
            if not 0 < len(found) <= MOST_IN_A_CHAIN:
                raise UnsoundChainError("too long a chain")
            for below, above in zip(found, [*found[1:], self.root], strict=True):
                below.verify_directly_issued_by(above)
        except _UNSOUND as error:
            raise UnsoundChainError("the chain does not lead to the root") from error
        if not all(map(_may_sign, found[1:])):
            raise UnsoundChainError("somebody in the chain may not sign")
        if _common_name(found[0]) != name or _key(found[0]) != key:
            raise UnsoundChainError("the certificate is another's")


def certificate_until(chain: bytes) -> datetime:
    """Return until when the first certificate (PEM) is good; raise `UnsoundChainError`."""
    return _first(chain).not_valid_after_utc


def certificate_from(chain: bytes) -> datetime:
    """Return since when the first certificate (PEM) is good; raise `UnsoundChainError`."""
    return _first(chain).not_valid_before_utc


def _first(chain: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(chain)[0]
    except (*_UNSOUND, IndexError) as error:
        raise UnsoundChainError("not a certificate") from error


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return basic.value.ca


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else ""


def _key(holder: x509.Certificate | x509.CertificateSigningRequest) -> bytes:
    return holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
