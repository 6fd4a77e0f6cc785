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

from provisioning import terminal
from provisioning.authority import CERTIFICATE, FOLDER, Authority, check_terminal_id
from provisioning.errors import (
    JournalAwayError,
    MissingError,
    OldPapersError,
    RefusedError,
    RevokedError,
    UnusableFileError,
)
from provisioning.files import read, replace, write_public
from provisioning.holder import broker_of, certify_anew, holders, program_of
from provisioning.keys import make_tls_key, private_pem, public_pem, read_tls_key
from provisioning.revoked import MARK, is_revoked, put_on_list, take_off_list
from provisioning.signer.journal import FILE, JournalBrokenError, read_journal
from wire.registration import encode_registration, read_registration
from words import _


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
    replace(folder / terminal.TLS_CERTIFICATE, certificate)
    replace(folder / CERTIFICATE, authority.certificate)
    return folder / terminal.TLS_CERTIFICATE


def renew_program_certificate(
    root: Path, program: str, *, authority: Authority, new_key: bool, at: datetime
) -> Path:
    """Certify `ingest` or `answers` of the server anew; return the certificate's file."""
    return certify_anew(program_of(root, program), authority, new_key=new_key, at=at)


def renew_broker_certificate(
    root: Path, *, authority: Authority, new_key: bool, at: datetime
) -> Path:
    """Certify the broker anew, under the names it has; return the certificate's file."""
    return certify_anew(broker_of(root), authority, new_key=new_key, at=at)


def renew_due(root: Path, *, authority: Authority, before: datetime, at: datetime) -> list[Path]:
    """Certify anew all on the server's side that ends before a day; return what was exchanged."""
    due = [one for one in holders(root) if one.until < before]
    return [certify_anew(one, authority, at=at) for one in due]


def spread_server_keys(root: Path, bundle: bytes) -> int:
    """Give every terminal's folder the keys that receipts are checked with; return how many."""
    files = sorted((root / terminal.FOLDER).glob(f"*/{terminal.SERVER_KEYS}"))
    for file in files:
        replace(file, bundle)
    return len(files)


def without_folder(root: Path) -> list[str]:
    """Return the terminals that enrolled by a label and are not revoked: nothing brings them keys.

    Raises `JournalAwayError` or `JournalBrokenError`.
    """
    file = root / FOLDER / FILE
    if not file.exists():
        raise JournalAwayError(file)
    enrolled = {one.terminal for one in read_journal(file)}
    return sorted(
        name
        for name in enrolled
        if not (root / terminal.FOLDER / name).is_dir() and not is_revoked(root, name)
    )


def revoke(root: Path, name: str, *, at: datetime) -> bool:
    """Give a terminal nothing new any more; return whether that is new. Raises `MissingError`.

    It is known by its folder, or by the signer's journal if it enrolled by itself. The server must
    be told as well: what counts is its own list, which it asks for every message.
    """
    check_terminal_id(name)
    folder = root / terminal.FOLDER / name
    if not (folder.is_dir() or _has_enrolled(root, name)):
        journal = root / FOLDER / FILE
        raise MissingError(folder) if journal.exists() else JournalAwayError(journal)
    is_new = put_on_list(root, name, at=at)
    if folder.is_dir() and not (folder / MARK).exists():
        write_public(folder / MARK, f"{at.isoformat()}\n".encode())
        return True
    return is_new


def readmit(root: Path, name: str, *, at: datetime) -> None:
    """Let a revoked id be certified again, for the terminal that takes the place of the old one.

    Raises `RefusedError` if it is not on the list, or `OldPapersError`: the keys that the office
    has of it are the old one's.
    """
    check_terminal_id(name)
    folder = root / terminal.FOLDER / name
    if folder.exists():
        raise OldPapersError(folder)
    if not take_off_list(root, name, at=at):
        raise RefusedError(name, _("một máy có trong danh sách thu hồi ở {root}").format(root=root))


def _has_enrolled(root: Path, name: str) -> bool:
    file = root / FOLDER / FILE
    if not file.exists():
        return False
    try:
        return any(one.terminal == name for one in read_journal(file))
    except JournalBrokenError:
        return True  # a spoilt journal must not keep anybody from being revoked


def _any_folder(root: Path, name: str) -> Path:
    check_terminal_id(name)
    folder = root / terminal.FOLDER / name
    if not folder.is_dir():
        raise MissingError(folder)
    return folder


def _folder(root: Path, name: str) -> Path:
    folder = _any_folder(root, name)
    if is_revoked(root, name):
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
