"""A card that nobody knows yet: its keys, its label, and what it says at the door."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.enrolment import codes
from server.store.database import writing
from wire import sign
from wire.enrolment import PROOF, EnrolRequest, Kind, Renewal, digest_of, make_enrolment_code
from wire.enrolment_batch import BadgeHolder, Particulars, PreparedCode

NOW = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
PEOPLE = (
    BadgeHolder(badge="4071", name="Cô Mẫu Một", roles=("pharmacist",), in_charge=True),
    BadgeHolder(badge="4072", name="Em Mẫu Hai"),
)


@dataclass(kw_only=True)
class Newcomer:
    """Keys are made once, as on a card."""

    code: str = field(default_factory=make_enrolment_code)
    board: str = field(default_factory=lambda: hashlib.sha256(b"board").hexdigest())
    tls: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    csr: str = ""

    def __post_init__(self) -> None:
        self.csr = self.csr or request_for(self.tls)

    @property
    def signing_pem(self) -> str:
        pem = self.signing.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        return pem.decode()

    def request(self, **other: str) -> EnrolRequest:
        said = EnrolRequest(
            code=self.code,
            csr=self.csr,
            signing_key=self.signing_pem,
            proof=b64encode(self.signing.sign(PROOF + self.csr.encode())).decode(),
            board=self.board,
            version="1.0.0",
        )
        return msgspec.structs.replace(said, **other)

    def body(self) -> bytes:
        return msgspec.json.encode(self.request())

    def renewal(
        self, terminal: str, *, signer: str = "", typ: sign.MessageType = "quay-renewal"
    ) -> bytes:
        """Ask for a new certificate, as a JWS."""
        asked = Renewal(terminal=terminal, csr=self.csr, at=NOW)
        return sign.sign(msgspec.json.encode(asked), self.signing, signer or terminal, typ)


def request_for(key: ec.EllipticCurvePrivateKey) -> str:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def particulars(terminal: str = "Q33-0101", **other: object) -> Particulars:
    said: dict[str, object] = {
        "terminal": terminal,
        "label": "máy 01",
        "province": "33",
        "outlet_code": "NT-0101",
        "outlet": "Nhà thuốc Mẫu “Bình An”",
        "kind": "NT",
        "address": "12 Đường Mẫu",
        "licence": "33-101/ĐKKDD",
        "commune": "Phường Mẫu",
        "people": PEOPLE,
    }
    return Particulars(**(said | other))  # type: ignore[arg-type]


def print_label(
    code: str,
    *,
    kind: Kind = "new",
    until: datetime = UNTIL,
    at: datetime = NOW,
    terminal: str = "Q33-0101",
) -> str:
    """Store a code as an import does; return its digest."""
    prepared = PreparedCode(
        sha256=digest_of(code), expires_at=until, particulars=particulars(terminal)
    )
    with writing():
        codes.add(prepared, kind=kind, batch="test", made_at=at)
    return prepared.sha256
