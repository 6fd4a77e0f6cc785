"""The certificate authority: the one root that broker, server and terminals trust.

It signs for this system alone: the broker takes a certificate's common name as the user's name, so
whoever can have certificates signed here can be any terminal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.certificate import (
    FOR_CLIENTS,
    FOR_SERVERS,
    certificate_for,
    host_names,
    root_certificate,
)
from provisioning.errors import RefusedError, UnusableFileError
from provisioning.files import new_folder, read, write_private, write_public
from provisioning.keys import make_tls_key, private_pem, read_tls_key
from wire.topics import is_terminal_id
from words import _

FOLDER = "ca"
CERTIFICATE = "ca.crt.pem"
_KEY = "ca.key.pem"
_COMMON_NAME = "Quay CA"
_UNREADABLE = (ValueError, UnsupportedAlgorithm, x509.InvalidVersion)
_PROGRAM = re.compile(r"[a-z][a-z0-9-]{1,31}")
"""Programs' names are lower case and terminals' ids upper case, so neither passes for the other."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An opened authority. Every certificate it returns is PEM."""

    root: x509.Certificate
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def certificate(self) -> bytes:
        """The root certificate."""
        return self.root.public_bytes(Encoding.PEM)

    def certify_broker(
        self, key: ec.EllipticCurvePublicKey, names: Sequence[str], *, at: datetime
    ) -> bytes:
        """Certify a broker, reached under the given host names and addresses."""
        builder = certificate_for(key, "broker", FOR_SERVERS, issuer=self.root, at=at)
        return self._sign(builder.add_extension(host_names(names), critical=False))

    def certify_program(self, key: ec.EllipticCurvePublicKey, name: str, *, at: datetime) -> bytes:
        """Certify a program of the server, such as "ingest", as a client of the broker."""
        if not _PROGRAM.fullmatch(name):
            raise RefusedError(name, _("tên chương trình bằng chữ thường, ví dụ ingest"))
        return self._sign(certificate_for(key, name, FOR_CLIENTS, issuer=self.root, at=at))

    def certify_terminal(self, csr: bytes, terminal: str, *, at: datetime) -> bytes:
        """Certify the key in a terminal's request (PKCS #10, PEM) for the terminal named here.

        Of the request only the key counts: the names and extensions it asks for are the asker's.
        Raises `RefusedError`.
        """
        key = _requested_key(csr)
        check_terminal_id(terminal)
        return self._sign(certificate_for(key, terminal, FOR_CLIENTS, issuer=self.root, at=at))

    def _sign(self, builder: x509.CertificateBuilder) -> bytes:
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)


def make_authority(root: Path, *, at: datetime, password: str | None = None) -> Authority:
    """Make the authority in `root/ca`; raise `ExistsAlreadyError` if there is one."""
    with new_folder(root, FOLDER) as folder:
        key = make_tls_key()
        authority = Authority(root_certificate(key, _COMMON_NAME, at=at), key)
        write_private(folder / _KEY, private_pem(key, password))
        write_public(folder / CERTIFICATE, authority.certificate)
    return authority


def open_authority(root: Path, password: str | None = None) -> Authority:
    """Open the authority in `root/ca`; raise `MissingError` or `UnusableFileError`."""
    file = root / FOLDER / CERTIFICATE
    try:
        certificate = x509.load_pem_x509_certificate(read(file))
    except _UNREADABLE as error:
        raise UnusableFileError(file, _("chứng thư dạng PEM")) from error
    key = read_tls_key(root / FOLDER / _KEY, password)
    if certificate.public_key() != key.public_key():
        raise UnusableFileError(file, _("chứng thư của khóa bên cạnh"))
    return Authority(certificate, key)


def check_terminal_id(terminal: str) -> None:
    """Raise `RefusedError` unless the text can name a terminal."""
    if not is_terminal_id(terminal):
        raise RefusedError(terminal, _("mã máy gồm 3 đến 32 ký tự A-Z, 0-9 và “-”"))


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
