"""The province's side of enrolment, with an authority of its own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from server.enrolment.desk import EnrolmentDesk
from server.enrolment.outlet_settings import Meeting
from server.enrolment.signer import Issued, Signer, SignerAwayError, checked

MEETING = Meeting(
    broker_host="tinh33.example",
    broker_port=8883,
    snapshots="https://tinh33.example:8443/v1/reference",
)


@dataclass
class OwnSigner:
    """Signs at once, unless it is away."""

    asked: list[str] = field(default_factory=list)
    is_away: bool = False

    def __post_init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office")])
        self.root = self.certify(self.key.public_key(), "office")

    def issue(self, csr: str, terminal: str) -> Issued:
        self.asked.append(terminal)
        if self.is_away:
            raise SignerAwayError("away")
        chain, root = self.answer(csr, terminal)
        return checked(chain, root, csr=csr, terminal=terminal)

    def answer(self, csr: str, terminal: str) -> tuple[str, str]:
        """Return certificate and root, PEM."""
        key = x509.load_pem_x509_csr(csr.encode()).public_key()
        chain = self.certify(key, terminal).public_bytes(Encoding.PEM).decode()
        return chain, self.root.public_bytes(Encoding.PEM).decode()

    def certify(self, key: object, name: str) -> x509.Certificate:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(self.name)
            .public_key(key)  # type: ignore[arg-type]
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=2))
            .sign(self.key, SHA256())
        )


def make_desk(signer: Signer | None = None) -> EnrolmentDesk:
    return EnrolmentDesk(
        province="33",
        signer=signer or OwnSigner(),
        meeting=MEETING,
        server_keys=server_key(),
    )


def server_key() -> str:
    key = Ed25519PrivateKey.generate().public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
