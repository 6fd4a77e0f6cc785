"""The server's keys: the one that signs receipts, and its way into the broker.

The key that signs receipts is replaced in three steps, with weeks between them, because a terminal
may be offline for a month: announce the next key to the terminals, sign with it, forget the old.
`signing.pub.pem` holds every public key that a terminal is to believe, the one in use first.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from provisioning.authority import CERTIFICATE, Authority
from provisioning.errors import ExistsAlreadyError, MissingError
from provisioning.files import new_folder, read, replace, write_private, write_public
from provisioning.keys import (
    make_tls_key,
    private_pem,
    public_pem,
    read_signing_private,
    signing_keys,
)

FOLDER = "server"
INGEST = "ingest"
"""The user name, at the broker, of the program that takes entries in."""
ANSWERS = "answers"
"""The user name of the program that answers terminals."""
PROGRAMS = (INGEST, ANSWERS)
DOORS = ("door", "web")
"""Programs that others call: vendors' software, and browsers where no proxy stands before them."""
SIGNING_PUBLIC = "signing.pub.pem"
_SIGNING = "signing.key.pem"
_NEXT = "signing-next.key.pem"


def make_server(root: Path, authority: Authority, *, at: datetime) -> Path:
    """Make `root/server`: the key pair that signs receipts, and the programs' certificates."""
    with new_folder(root, FOLDER) as folder:
        key = Ed25519PrivateKey.generate()
        write_private(folder / _SIGNING, private_pem(key))
        write_public(folder / SIGNING_PUBLIC, public_pem(key.public_key()))
        for program in PROGRAMS:
            tls = make_tls_key()
            write_private(folder / f"{program}.key.pem", private_pem(tls))
            certificate = authority.certify_program(tls.public_key(), program, at=at)
            write_public(folder / f"{program}.crt.pem", certificate)
        write_public(folder / CERTIFICATE, authority.certificate)
    return root / FOLDER


def certify_door(
    root: Path, program: str, authority: Authority, *, names: Sequence[str], at: datetime
) -> Path:
    """Make key and certificate of a program that is called by these names; return the latter.

    Only who trusts our root believes it. Raises `ExistsAlreadyError`, `MissingError` or
    `RefusedError`.
    """
    certificate = root / FOLDER / f"{program}.crt.pem"
    key_file = root / FOLDER / f"{program}.key.pem"
    if not certificate.parent.is_dir():
        raise MissingError(certificate.parent)
    if certificate.exists():
        raise ExistsAlreadyError(certificate)
    key = make_tls_key()
    chain = authority.certify_server(key.public_key(), program, names, at=at)
    key_file.unlink(missing_ok=True)  # left by a pulled plug: the certificate comes last
    write_private(key_file, private_pem(key))
    write_public(certificate, chain)
    return certificate


def read_server_keys(root: Path) -> list[Ed25519PublicKey]:
    """Return the keys that receipts are checked with, the one in use first.

    Raises `MissingError` or `UnusableFileError`.
    """
    file = root / FOLDER / SIGNING_PUBLIC
    return signing_keys(read(file), file)


def announce_signing_key(root: Path) -> bytes:
    """Make the next signing key, and return what terminals are to believe from now on.

    Receipts are still signed with the old one. Raises `ExistsAlreadyError` if one is announced.
    """
    file = root / FOLDER / _NEXT
    known = read_server_keys(root)
    if not file.exists():
        write_private(file, private_pem(Ed25519PrivateKey.generate()))
    announced = read_signing_private(file).public_key()
    if announced in known:
        raise ExistsAlreadyError(file)
    return _publish(root, [known[0], announced])


def use_next_signing_key(root: Path) -> bytes:
    """Sign with the announced key; the old one is still believed. Raises `MissingError`."""
    file = root / FOLDER / _NEXT
    fresh = read_signing_private(file).public_key()
    replace(root / FOLDER / _SIGNING, read(file))
    bundle = _publish(root, [fresh, *(key for key in read_server_keys(root) if key != fresh)])
    file.unlink()
    return bundle


def forget_old_signing_key(root: Path) -> bytes:
    """Believe the key in use alone. Raises `ExistsAlreadyError` while a next one is announced."""
    if (root / FOLDER / _NEXT).exists():
        raise ExistsAlreadyError(root / FOLDER / _NEXT)
    return _publish(root, [read_signing_private(root / FOLDER / _SIGNING).public_key()])


def _publish(root: Path, keys: list[Ed25519PublicKey]) -> bytes:
    bundle = b"".join(map(public_pem, keys))
    replace(root / FOLDER / SIGNING_PUBLIC, bundle)
    return bundle
