"""A stand-in for the office and its door, which keeps to `wire.enrolment` and no more.

office = Office(tmp_path)
with FakeDoor(office) as door: label = office.label(door.port)
"""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from codes import Badge
from wire.enrolment import (
    AUTHORITY_PATH,
    ENROL_PATH,
    EnrolAnswer,
    EnrolRefusal,
    EnrolRequest,
    Label,
    RefusalReason,
    make_enrolment_code,
    pin_of,
    read_request,
)
from wire.registration import Registration

TERMINAL, OUTLET = "Q33-0007", "Quầy thuốc Tâm An"
KEEPER = "HUONG"
SETTINGS = f"""
terminal = "{TERMINAL}"
province = "33"
label = "máy 01"
[outlet]
name = "{OUTLET}"
address = "Thôn 2, xã Phú Sơn"
licence = "000/ĐĐKKDD"
[staff]
badge = "NV01"
name = "Cô Lan"
[[people]]
badge = "NV01"
name = "Cô Lan"
[[people]]
badge = "{KEEPER}"
name = "DS. Hương"
roles = ["pharmacist"]
in_charge = true
[broker]
host = "localhost"
port = 8883
"""


class Office:
    """A root, an issuing certificate, a door's; and what it knows of codes."""

    def __init__(self, folder: Path, *, now: datetime | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.now = now or datetime.now(UTC)
        self._root_key, self._key = ec.generate_private_key(ec.SECP256R1()), _key()
        self.root = self._sign("root", self._root_key.public_key(), ca=True, by_root=True)
        self.issuing = self._sign("issuing", self._key.public_key(), ca=True, by_root=True)
        self.signing = Ed25519PrivateKey.generate()
        self.code = make_enrolment_code()
        self.settings = SETTINGS
        self.answer = EnrolAnswer(
            certificate="",
            authority=_pem(self.root),
            server_keys=_public(self.signing),
            registration=Registration(
                terminal=TERMINAL, province="33", outlet=OUTLET, commune="Xã Phú Sơn",
                signing_key="", enrolled_at=self.now,
            ),
            settings="",
        )  # fmt: skip
        self.door = self._write_door(folder)

    def label(self, port: int, *, host: str = "localhost", code: str | None = None) -> Label:
        """Return what the outlet's label says."""
        pin = pin_of(self.root.public_bytes(Encoding.DER))
        return Label(kind="new", host=host, port=port, code=code or self.code, pin=pin)

    def certify(self, csr: str, name: str = TERMINAL) -> str:
        """Certify a request for a terminal; the issuing certificate stands behind."""
        request = x509.load_pem_x509_csr(csr.encode())
        key = request.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return _pem(self._sign(name, key)) + _pem(self.issuing)

    def answer_to(self, request: EnrolRequest) -> EnrolAnswer:
        """Return the answer to a request whose code is right."""
        registration = msgspec.structs.replace(
            self.answer.registration, signing_key=request.signing_key
        )
        return msgspec.structs.replace(
            self.answer,
            certificate=self.certify(request.csr),
            registration=registration,
            settings=self.settings,
        )

    def _sign(
        self,
        name: str,
        key: ec.EllipticCurvePublicKey,
        *,
        ca: bool = False,
        by_root: bool = False,
        host: str = "",
    ) -> x509.Certificate:
        issuer = _name("root" if by_root else "issuing")
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(hours=1))
            .not_valid_after(self.now + timedelta(days=700))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        signer = self._root_key if by_root else self._key
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key), critical=False
        ).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        if ca:
            builder = builder.add_extension(_may_sign(), critical=True)
        if host:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(purpose, critical=False)
            builder = builder.add_extension(names, critical=False)
        return builder.sign(signer, SHA256())

    def _write_door(self, folder: Path) -> tuple[Path, Path]:
        key = _key()
        certificate = self._sign("door", key.public_key(), host="localhost")
        chain, private = folder / "door.crt.pem", folder / "door.key.pem"
        chain.write_text(_pem(certificate) + _pem(self.issuing))
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return chain, private


@dataclass
class FakeDoor:
    """Answers over HTTPS. What is asked is kept; `before` may spoil an answer."""

    office: Office
    refuses: RefusalReason | None = None
    at: datetime | None = None
    shows: str | None = None
    """Another root than the office's own."""
    before: Callable[[str], bytes | None] = lambda _path: None
    """Returns other bytes than the answer; raises `ConnectionError` to hang up."""
    asked: list[EnrolRequest] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        """Open the door."""
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                door._serve(self, b"")

            def do_POST(self) -> None:
                door._serve(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.office.door)
        self._server = _Quiet(("127.0.0.1", self.port), Handler)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.paths.append(handler.path)
        try:
            status, answer = self._answer(handler.path, body)
            answer = self.before(handler.path) or answer
        except ConnectionError:
            handler.close_connection = True
            return
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def _answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        if path == AUTHORITY_PATH:
            return 200, (self.shows or self.office.answer.authority).encode()
        assert path == ENROL_PATH
        request = read_request(body)
        self.asked.append(request)
        reason = self.refuses or ("unknown-code" if request.code != self.office.code else None)
        if reason:
            return 409, msgspec.json.encode(EnrolRefusal(reason=reason, at=self.at))
        return 200, msgspec.json.encode(self.office.answer_to(request))


class _Quiet(ThreadingHTTPServer):
    """Lines that break are part of the play."""

    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def badge_text(badge: str) -> bytes:
    """Return what a badge's code says."""
    return Badge(badge).text.encode()


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
