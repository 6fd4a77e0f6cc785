"""New keys and certificates for what exists already, and the end of a terminal.

The office's folder is brought up to date here; the technician carries it to where it is used. Until
a terminal has its new signing key the server believes the old one too, for a while.
"""

from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning import broker, server, terminal
from provisioning.authority import CERTIFICATE, Authority, check_terminal_id
from provisioning.certificate import names_of
from provisioning.errors import MissingError, RevokedError, UnusableFileError
from provisioning.files import read, replace, write_public
from provisioning.keys import make_tls_key, private_pem, public_pem, read_tls_key
from wire.registration import encode_registration, read_registration
from words import _

REVOKED = "revoked"
"""A file in the folder of a terminal that gets nothing new any more."""


def renew_signing_key(root: Path, name: str, *, at: datetime) -> Path:
    """Make a new signing key for a terminal; return the registration that the server must learn.

    Raises `MissingError`, `RevokedError` or `UnusableFileError`.
    """
    folder = _folder(root, name)
    key = Ed25519PrivateKey.generate()
    file = folder / terminal.REGISTRATION
    try:
        before = read_registration(read(file))
    except ValueError as error:
        raise UnusableFileError(file, _("bản đăng ký máy quầy")) from error
    pem = public_pem(key.public_key()).decode("ascii")
    after = msgspec.structs.replace(before, signing_key=pem, enrolled_at=at)
    replace(file, encode_registration(after))
    # The key last: it is what the terminal is given, and it must never go unregistered.
    replace(folder / terminal.SIGNING_KEY, private_pem(key))
    return file


def renew_terminal_certificate(
    root: Path, name: str, *, authority: Authority, new_key: bool, at: datetime
) -> Path:
    """Certify a terminal anew, with the key it has or a new one; return the certificate's file.

    Raises `MissingError`, `RevokedError` or `UnusableFileError`.
    """
    folder = _folder(root, name)
    key = _key(folder / terminal.TLS_KEY, new_key=new_key)
    certificate = authority.certify_terminal(_request(key), name, at=at)
    return _write(folder / terminal.TLS_CERTIFICATE, certificate, authority)


def renew_program_certificate(
    root: Path, program: str, *, authority: Authority, new_key: bool, at: datetime
) -> Path:
    """Certify `ingest` or `answers` of the server anew; return the certificate's file."""
    folder = root / server.FOLDER
    key = _key(folder / f"{program}.key.pem", new_key=new_key)
    certificate = authority.certify_program(key.public_key(), program, at=at)
    return _write(folder / f"{program}.crt.pem", certificate, authority)


def renew_broker_certificate(
    root: Path, *, authority: Authority, new_key: bool, at: datetime
) -> Path:
    """Certify the broker anew, under the names it has; return the certificate's file."""
    folder = root / broker.FOLDER
    key = _key(folder / "broker.key.pem", new_key=new_key)
    names = names_of(read(folder / "broker.crt.pem"))
    certificate = authority.certify_broker(key.public_key(), names, at=at)
    return _write(folder / "broker.crt.pem", certificate, authority)


def spread_server_keys(root: Path, bundle: bytes) -> int:
    """Give every terminal's folder the keys that receipts are checked with; return how many."""
    files = sorted((root / terminal.FOLDER).glob(f"*/{terminal.SERVER_KEYS}"))
    for file in files:
        replace(file, bundle)
    return len(files)


def revoke(root: Path, name: str, *, at: datetime) -> bool:
    """Give a terminal nothing new any more; return whether that is new. Raises `MissingError`.

    The server must be told as well: what counts is its own list, which it asks for every message.
    """
    folder = _any_folder(root, name)
    if (folder / REVOKED).exists():
        return False
    write_public(folder / REVOKED, f"{at.isoformat()}\n".encode())
    return True


def _any_folder(root: Path, name: str) -> Path:
    check_terminal_id(name)
    folder = root / terminal.FOLDER / name
    if not folder.is_dir():
        raise MissingError(folder)
    return folder


def _folder(root: Path, name: str) -> Path:
    folder = _any_folder(root, name)
    if (folder / REVOKED).exists():
        raise RevokedError(name)
    return folder


def _key(file: Path, *, new_key: bool) -> ec.EllipticCurvePrivateKey:
    """Return the key of a certificate. A new one is written first: doing it again mends a cut."""
    if not new_key:
        return read_tls_key(file)
    key = make_tls_key()
    replace(file, private_pem(key))
    return key


def _request(key: ec.EllipticCurvePrivateKey) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _write(file: Path, certificate: bytes, authority: Authority) -> Path:
    replace(file, certificate)
    replace(file.with_name(CERTIFICATE), authority.certificate)
    return file
