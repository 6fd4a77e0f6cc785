"""The province's update key: a root that terminals carry, and a key below it that signs bundles.

It is apart from the certificate authority of the line: whoever can sign certificates cannot change
a terminal's programs, and the other way round.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from os import MFD_CLOEXEC, close, getpid, memfd_create, write
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from provisioning.certificate import begun, called, key_usage
from provisioning.files import new_folder, write_private, write_public
from provisioning.keys import make_tls_key, private_pem, read_tls_key

FOLDER = "updates"
KEYRING = "root.crt.pem"
"""The root certificate: what is built into every image."""
ROOT_KEY = "root.key.pem"
SIGNING_KEY, SIGNING = "signing.key.pem", "signing.crt.pem"
ROOT_LIFE = timedelta(days=25 * 365)
"""Longer than any card lives: another root reaches terminals only by a bundle of this one."""
SIGNING_LIFE = timedelta(days=5 * 365)
_BEFORE = timedelta(days=1)


def make_update_keys(root: Path, *, at: datetime, password: str | None = None) -> Path:
    """Make both keys in `root/updates`; raise `ExistsAlreadyError` if they are there."""
    top_key, key = make_tls_key(), make_tls_key()
    top = _root(top_key, at)
    with new_folder(root, FOLDER) as folder:
        write_private(folder / ROOT_KEY, private_pem(top_key, password))
        write_public(folder / KEYRING, top.public_bytes(Encoding.PEM))
        write_private(folder / SIGNING_KEY, private_pem(key, password))
        made = _signing(top, key.public_key(), at).sign(top_key, hashes.SHA256())
        write_public(folder / SIGNING, made.public_bytes(Encoding.PEM))
    return root / FOLDER


@contextmanager
def lent_key(file: Path, password: str | None) -> Iterator[Path]:
    """Lend a key, unlocked, as a file in memory that only this account sees.

    Raises `MissingError` or `UnusableFileError`.
    """
    key = read_tls_key(file, password)
    descriptor = memfd_create("key", MFD_CLOEXEC)
    try:
        write(descriptor, private_pem(key))
        yield Path(f"/proc/{getpid()}/fd/{descriptor}")
    finally:
        close(descriptor)


def _root(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = called("Quay updates")
    builder = (
        begun(key.public_key(), name, issuer=name)
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at + ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
    )
    return builder.sign(key, hashes.SHA256())


def _signing(
    root: x509.Certificate, key: ec.EllipticCurvePublicKey, at: datetime
) -> x509.CertificateBuilder:
    return (
        begun(key, called("Quay bundles"), issuer=root.subject)
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at + SIGNING_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
    )
