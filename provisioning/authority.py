"""The certificate authority: a root that everybody trusts, and an issuing key that works for it.

The root certifies the issuing key and nothing else, so that its key can lie in a safe. The issuing
key certifies broker, programs, the enrolment door and terminals. It signs for this system alone:
the broker takes a certificate's common name as the user's name, so whoever can have certificates
signed here can be any terminal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.certificate import (
    FOR_CLIENTS,
    FOR_SERVERS,
    certificate_for,
    host_names,
    issuing_certificate,
    root_certificate,
)
from provisioning.custody import (
    SETTINGS,
    Custody,
    keep_key,
    key_file,
    make_key,
    open_key,
    public_key_of,
    read_custody,
)
from provisioning.errors import RefusedError, UnusableFileError
from provisioning.files import new_folder, read, write_public
from wire.topics import is_terminal_id
from words import _

FOLDER = "ca"
CERTIFICATE = "ca.crt.pem"
"""The root certificate: here, and beside the keys of everybody who trusts it."""
ISSUING = "issuing.crt.pem"
ROOT_KEY = "root.key.pem"
FORMER_ROOT_KEY = "ca.key.pem"
"""Until 2026-11 there was one key, which signed everything."""
_ROOT_NAME, ISSUING_NAME = "Quay CA", "Quay issuing CA"
_UNREADABLE = (ValueError, UnsupportedAlgorithm, x509.InvalidVersion)
_UNVERIFIED = (ValueError, TypeError, InvalidSignature)
_PROGRAM = re.compile(r"[a-z][a-z0-9-]{1,31}")
"""Programs' names are lower case and terminals' ids upper case, so neither passes for the other."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An opened authority. What it certifies is PEM: the certificate, the issuing one behind it."""

    root: x509.Certificate
    issuer: x509.Certificate
    """The root itself in a folder of the older kind."""
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def certificate(self) -> bytes:
        """The root certificate, which everybody trusts; PEM."""
        return self.root.public_bytes(Encoding.PEM)

    @property
    def behind(self) -> bytes:
        """What stands behind an end certificate, up to the root and without it; PEM."""
        return b"" if self.issuer == self.root else self.issuer.public_bytes(Encoding.PEM)

    def certify_server(
        self, key: ec.EllipticCurvePublicKey, name: str, hosts: Sequence[str], *, at: datetime
    ) -> bytes:
        """Certify a server under its program's name, for the hosts and addresses it is called."""
        _check_program(name)
        builder = certificate_for(key, name, FOR_SERVERS, issuer=self.issuer, at=at)
        return self._sign(builder.add_extension(host_names(hosts), critical=False))

    def certify_broker(
        self, key: ec.EllipticCurvePublicKey, names: Sequence[str], *, at: datetime
    ) -> bytes:
        """Certify a broker, reached under the given host names and addresses."""
        return self.certify_server(key, "broker", names, at=at)

    def certify_program(self, key: ec.EllipticCurvePublicKey, name: str, *, at: datetime) -> bytes:
        """Certify a program of the server, such as "ingest", as a client of the broker."""
        _check_program(name)
        return self._sign(certificate_for(key, name, FOR_CLIENTS, issuer=self.issuer, at=at))

    def certify_terminal(self, csr: bytes, terminal: str, *, at: datetime) -> bytes:
        """Certify the key in a terminal's request (PKCS #10, PEM) for the terminal named here.

        Of the request only the key counts: the names and extensions it asks for are the asker's.
        Raises `RefusedError`.
        """
        key = _requested_key(csr)
        check_terminal_id(terminal)
        return self._sign(certificate_for(key, terminal, FOR_CLIENTS, issuer=self.issuer, at=at))

    def _sign(self, builder: x509.CertificateBuilder) -> bytes:
        made = builder.sign(self._key, hashes.SHA256())
        return made.public_bytes(Encoding.PEM) + self.behind


def make_authority(
    root: Path,
    *,
    at: datetime,
    password: str | None = None,
    root_password: str | None = None,
    settings: Path | None = None,
) -> Authority:
    """Make the authority in `root/ca`; raise `ExistsAlreadyError` if there is one.

    `settings` says which keys are in devices; their passwords are PINs. Raises
    `WrongSettingsError` or `TokenError`.
    """
    custody = read_custody(settings) if settings else Custody()
    with new_folder(root, FOLDER) as folder:
        if settings:
            write_public(folder / SETTINGS, read(settings))
        root_key = make_key(custody.root, root_password)
        keep_key(folder / ROOT_KEY, root_key, custody.root, root_password)
        top = root_certificate(root_key, _ROOT_NAME, at=at)
        write_public(folder / CERTIFICATE, top.public_bytes(Encoding.PEM))
        key = make_key(custody.issuing, password)
        below = certify_issuing(top, root_key, key.public_key(), at=at)
        keep_key(key_file(folder, "issuing", key.public_key()), key, custody.issuing, password)
        write_public(folder / ISSUING, below.public_bytes(Encoding.PEM))
    return Authority(top, below, key)


def certify_issuing(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePublicKey,
    *,
    at: datetime,
) -> x509.Certificate:
    """Certify an issuing key with the root's; raise `RefusedError` if the root is too old."""
    builder = issuing_certificate(key, ISSUING_NAME, root=root, at=at)
    return builder.sign(root_key, hashes.SHA256())


def open_authority(root: Path, password: str | None = None) -> Authority:
    """Open the authority in `root/ca` with its issuing key; the root key may be elsewhere.

    In a folder of the older kind the root key signs, as it always did. Raises `MissingError`,
    `UnusableFileError`, `TokenError` or `WrongSettingsError`.
    """
    folder = root / FOLDER
    top = read_certificate(folder / CERTIFICATE)
    if is_older_kind(root):
        return Authority(top, top, open_key(folder / FORMER_ROOT_KEY, top, None, password))
    issuer = read_certificate(folder / ISSUING)
    try:
        issuer.verify_directly_issued_by(top)
    except _UNVERIFIED as error:
        raise UnusableFileError(folder / ISSUING, _("chứng thư do gốc bên cạnh ký")) from error
    file = key_file(folder, "issuing", public_key_of(issuer))
    custody = read_custody(folder / SETTINGS)
    return Authority(top, issuer, open_key(file, issuer, custody.issuing, password))


def is_older_kind(root: Path) -> bool:
    """Whether the folder is of the time when one key signed everything."""
    folder = root / FOLDER
    return (folder / FORMER_ROOT_KEY).exists() and not (folder / ISSUING).exists()


def read_certificate(file: Path) -> x509.Certificate:
    """Read a file's first certificate; raise `MissingError` or `UnusableFileError`."""
    try:
        return x509.load_pem_x509_certificate(read(file))
    except _UNREADABLE as error:
        raise UnusableFileError(file, _("chứng thư dạng PEM")) from error


def check_terminal_id(terminal: str) -> None:
    """Raise `RefusedError` unless the text can name a terminal."""
    if not is_terminal_id(terminal):
        raise RefusedError(terminal, _("mã máy gồm 3 đến 32 ký tự A-Z, 0-9 và “-”"))


def _check_program(name: str) -> None:
    if not _PROGRAM.fullmatch(name):
        raise RefusedError(name, _("tên chương trình bằng chữ thường, ví dụ ingest"))


def _requested_key(csr: bytes) -> ec.EllipticCurvePublicKey:
    wanted = _("yêu cầu chứng thư (CSR) dạng PEM, khóa P-256, chữ ký đúng")
    try:
        request = x509.load_pem_x509_csr(csr)
        key, is_signed = request.public_key(), request.is_signature_valid
    except _UNREADABLE as error:
        raise RefusedError("CSR", wanted) from error
    if not (is_signed and isinstance(key, ec.EllipticCurvePublicKey)):
        raise RefusedError("CSR", wanted)
    if not isinstance(key.curve, ec.SECP256R1):
        raise RefusedError("CSR", wanted)
    return key
