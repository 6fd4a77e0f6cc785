"""A terminal's keys and papers.

Two sides: the device makes its keys and a request; the office answers with certificates and a
registration. Only `Request` and `Answer` pass between them, so that they can stand apart.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.authority import CERTIFICATE, Authority, check_terminal_id
from provisioning.book import Keeper, make_book
from provisioning.errors import RefusedError
from provisioning.files import new_folder, write_private, write_public
from provisioning.keys import make_tls_key, private_pem, public_pem, signing_key
from provisioning.server import read_server_keys
from wire.registration import Registration, encode_registration
from words import _

FOLDER = "terminals"
TLS_KEY, TLS_CERTIFICATE = "terminal.key.pem", "terminal.crt.pem"
SIGNING_KEY = "signing.key.pem"
SERVER_KEYS = "server-signing.pub.pem"
REGISTRATION = "registration.json"
_LONGEST_NAME = 200
_PROVINCE = re.compile(r"[0-9]{2}")
_PROOF = b"quay/v1/enrol\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Which terminal it is and where it stands. Raises `RefusedError` if it cannot be."""

    terminal: str
    province: str
    outlet: str
    commune: str

    def __post_init__(self) -> None:
        check_terminal_id(self.terminal)
        if not _PROVINCE.fullmatch(self.province):
            raise RefusedError(self.province, _("mã tỉnh gồm hai chữ số"))
        for name in (self.outlet, self.commune):
            if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
                raise RefusedError(name, _("tên trên một dòng, tối đa 200 ký tự"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What leaves the device."""

    csr: bytes
    signing_key: bytes
    """The public key that will sign the ledger, PEM."""
    proof: bytes
    """The signing key's signature over the CSR: both keys are in one hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the office sends back, all PEM; the registration goes to the server as well."""

    certificate: bytes
    authority: bytes
    server_keys: bytes
    """Every key that receipts may be signed with, the one in use first."""
    registration: Registration


@dataclass(frozen=True, slots=True)
class TerminalKeys:
    """The keys that never leave the device."""

    tls: ec.EllipticCurvePrivateKey = field(default_factory=make_tls_key, repr=False)
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)

    def request(self) -> Request:
        """Ask the office for a certificate. The request names nobody: the office knows whom."""
        builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
        csr = builder.sign(self.tls, hashes.SHA256()).public_bytes(Encoding.PEM)
        return Request(
            csr=csr,
            signing_key=public_pem(self.signing.public_key()),
            proof=self.signing.sign(_PROOF + csr),
        )


class Made(NamedTuple):
    """A terminal's new folder, and what is shown once and kept nowhere."""

    folder: Path
    recovery_code: str


def answer(
    request: Request,
    particulars: Particulars,
    *,
    authority: Authority,
    server_keys: Sequence[Ed25519PublicKey],
    at: datetime,
) -> Answer:
    """Answer a device's request, for the office; raise `RefusedError` if it is not sound."""
    key = _proven_key(request)
    registration = Registration(
        terminal=particulars.terminal,
        province=particulars.province,
        outlet=_tidy(particulars.outlet),
        commune=_tidy(particulars.commune),
        signing_key=public_pem(key).decode("ascii"),
        enrolled_at=at,
    )
    return Answer(
        certificate=authority.certify_terminal(request.csr, particulars.terminal, at=at),
        authority=authority.certificate,
        server_keys=b"".join(map(public_pem, server_keys)),
        registration=registration,
    )


def make_terminal(
    root: Path, particulars: Particulars, *, keeper: Keeper, authority: Authority, at: datetime
) -> Made:
    """Make `root/terminals/<id>`; raise `ExistsAlreadyError` or `MissingError`.

    `keeper` is the person in charge, whose badge and PIN open the book.
    """
    server_keys = read_server_keys(root)
    with new_folder(root, f"{FOLDER}/{particulars.terminal}") as folder:
        keys = TerminalKeys()
        _write_keys(folder, keys)
        code = make_book(folder, keeper)
        found = answer(
            keys.request(), particulars, authority=authority, server_keys=server_keys, at=at
        )
        _write_answer(folder, found)
    return Made(root / FOLDER / particulars.terminal, code)


def _write_keys(folder: Path, keys: TerminalKeys) -> None:
    write_private(folder / TLS_KEY, private_pem(keys.tls))
    write_private(folder / SIGNING_KEY, private_pem(keys.signing))


def _write_answer(folder: Path, found: Answer) -> None:
    write_public(folder / TLS_CERTIFICATE, found.certificate)
    write_public(folder / CERTIFICATE, found.authority)
    write_public(folder / SERVER_KEYS, found.server_keys)
    write_public(folder / REGISTRATION, encode_registration(found.registration))


def _proven_key(request: Request) -> Ed25519PublicKey:
    wanted = _("khóa ký Ed25519 đã ký lên chính yêu cầu này")
    try:
        key = signing_key(request.signing_key, Path("signing.pub.pem"))
        key.verify(request.proof, _PROOF + request.csr)
    except InvalidSignature as error:
        raise RefusedError(_("yêu cầu"), wanted) from error
    return key


def _tidy(name: str) -> str:
    """One spelling of Vietnamese: letters composed (NFC), as the server compares and sorts them."""
    return unicodedata.normalize("NFC", name).strip()
