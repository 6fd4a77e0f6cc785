"""Where the authority's keys lie: in files, or in devices that never let them out (PKCS #11).

`ca/ca.toml` says so for each key; without the file both keys are files.

    [root]                                        # or [issuing], or both
    module = "/usr/lib/softhsm/libsofthsm2.so"    # the device's library
    token = "quay"                                # the device's label
    label = "quay-root"                           # the key's label in the device
"""

from pathlib import Path
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from provisioning.errors import TokenError, UnusableFileError, WrongSettingsError
from provisioning.files import write_private
from provisioning.keys import make_tls_key, private_pem, read_tls_key
from settings import SettingsError, load
from words import _

SETTINGS = "ca.toml"
_KEY_ID_BYTES = 4


class Token(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key in a device."""

    module: Path
    """The device's PKCS #11 library."""
    token: str
    """The device's label."""
    label: str
    """The key's label. Several keys may share it: the certificate says which is meant."""


class Custody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which keys are in devices."""

    root: Token | None = None
    issuing: Token | None = None


def read_custody(file: Path) -> Custody:
    """Read the settings; without a file every key is a file. Raises `WrongSettingsError`."""
    if not file.exists():
        return Custody()
    try:
        return load(file, Custody)
    except SettingsError as error:
        raise WrongSettingsError(str(error)) from error


def key_file(folder: Path, name: str, key: ec.EllipticCurvePublicKey) -> Path:
    """Return the file of a key that has successors: its name says which key it is.

    So that exchanging the certificate, in one step, exchanges the key too.
    """
    identity = x509.SubjectKeyIdentifier.from_public_key(key).digest[:_KEY_ID_BYTES].hex()
    return folder / f"{name}-{identity}.key.pem"


def make_key(token: Token | None, password: str | None) -> ec.EllipticCurvePrivateKey:
    """Make a key, in its device if it has one; raise `TokenError`."""
    if token is None:
        return make_tls_key()
    key: ec.EllipticCurvePrivateKey = _devices(token).make_token_key(token, password)
    return key


def keep_key(
    file: Path, key: ec.EllipticCurvePrivateKey, token: Token | None, password: str | None
) -> None:
    """Write a new key to its file, unless its device keeps it."""
    if token is None:
        write_private(file, private_pem(key, password))


def open_key(
    file: Path, certificate: x509.Certificate, token: Token | None, password: str | None
) -> ec.EllipticCurvePrivateKey:
    """Open the key that a certificate names.

    Raises `MissingError`, `UnusableFileError` or `TokenError`.
    """
    key: ec.EllipticCurvePrivateKey
    if token:
        key = _devices(token).open_token_key(token, public_key_of(certificate), password)
        return key
    key = read_tls_key(file, password)
    if key.public_key() != certificate.public_key():
        raise UnusableFileError(file, _("khóa của chứng thư bên cạnh"))
    return key


def public_key_of(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    """Return an authority's public key; raise `UnusableFileError` unless it is one of ours."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise UnusableFileError(Path("crt.pem"), _("khóa P-256"))
    return key


def spki(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as DER (SubjectPublicKeyInfo)."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _devices(token: Token) -> Any:
    """Load what speaks to devices: only where there is one, and it may not be installed."""
    try:
        from provisioning import tokenkey  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise TokenError(token.token, _("chưa cài thư viện python-pkcs11")) from error
    return tokenkey
