"""Keys: made, written and read as PEM."""

import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from provisioning.errors import UnusableFileError
from provisioning.files import check_private, read
from words import _

_PUBLIC_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----\n?", re.DOTALL)
PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | Ed25519PublicKey | X25519PublicKey


def make_tls_key() -> ec.EllipticCurvePrivateKey:
    """Make a key for certificates: P-256, which every TLS library knows and a Pi signs quickly."""
    return ec.generate_private_key(ec.SECP256R1())


def private_pem(key: PrivateKey, password: str | None = None) -> bytes:
    """Return a private key as PKCS #8, locked if there is a password."""
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def is_locked(file: Path) -> bool:
    """Whether a private key's file is locked by a password; raise `MissingError`."""
    return b"ENCRYPTED" in read(file)


def public_pem(key: PublicKey) -> bytes:
    """Return a public key as PEM."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_tls_key(file: Path, password: str | None = None) -> ec.EllipticCurvePrivateKey:
    """Read a certificate's private key; raise `MissingError` or `UnusableFileError`."""
    check_private(file)
    try:
        key = load_pem_private_key(read(file), password.encode() if password else None)
    except TypeError as error:
        raise UnusableFileError(
            file, _("--password-file khi và chỉ khi khóa được khóa bằng mật khẩu")
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableFileError(file, _("khóa PEM còn nguyên và đúng mật khẩu")) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise UnusableFileError(file, _("khóa P-256"))
    return key


def read_signing_private(file: Path) -> Ed25519PrivateKey:
    """Read a private signing key; raise `MissingError` or `UnusableFileError`."""
    check_private(file)
    wanted = _("khóa riêng Ed25519, dạng PEM, không mật khẩu")
    try:
        key = load_pem_private_key(read(file), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableFileError(file, wanted) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableFileError(file, wanted)
    return key


def signing_key(pem: bytes, origin: Path) -> Ed25519PublicKey:
    """Return the Ed25519 public key in `pem`; raise `UnusableFileError` naming its origin."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableFileError(origin, _("khóa công khai dạng PEM")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableFileError(origin, _("khóa công khai Ed25519"))
    return key


def signing_keys(pems: bytes, origin: Path) -> list[Ed25519PublicKey]:
    """Return every Ed25519 public key of a file that may hold several; raise likewise."""
    found = _PUBLIC_PEM.findall(pems)
    if not found:
        raise UnusableFileError(origin, _("khóa công khai dạng PEM"))
    return [signing_key(pem, origin) for pem in found]
