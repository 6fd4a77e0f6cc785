"""The server's keys: the one that signs receipts, and its way into the broker."""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from provisioning.authority import CERTIFICATE, Authority
from provisioning.files import new_folder, write_private, write_public
from provisioning.keys import make_tls_key, private_pem, public_pem, read_signing_key

FOLDER = "server"
INGEST = "ingest"
"""The user name, at the broker, of the program that takes entries in."""
_SIGNING_PUBLIC = "signing.pub.pem"


def make_server(root: Path, authority: Authority, *, at: datetime) -> Path:
    """Make `root/server`: the key pair that signs receipts, and the certificate of `ingest`."""
    with new_folder(root, FOLDER) as folder:
        _make_signing_pair(folder)
        key = make_tls_key()
        write_private(folder / "ingest.key.pem", private_pem(key))
        certificate = authority.certify_program(key.public_key(), INGEST, at=at)
        write_public(folder / "ingest.crt.pem", certificate)
        write_public(folder / CERTIFICATE, authority.certificate)
    return root / FOLDER


def read_server_key(root: Path) -> Ed25519PublicKey:
    """Return the key that receipts are checked with; raise `MissingError`."""
    return read_signing_key(root / FOLDER / _SIGNING_PUBLIC)


def _make_signing_pair(folder: Path) -> None:
    key = Ed25519PrivateKey.generate()
    write_private(folder / "signing.key.pem", private_pem(key))
    write_public(folder / _SIGNING_PUBLIC, public_pem(key.public_key()))
