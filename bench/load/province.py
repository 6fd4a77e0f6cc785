"""A province to load: authority, broker and many terminals, with keys and certificates."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from bench.load.running import Running
from demo.ports import free_port
from demo.program import run_once
from demo.stage import find_mosquitto
from provisioning.authority import Authority, open_authority
from wire.registration import Registration, encode_registration

PROVINCE = "33"
_FIRST = 1001
"""The numbers below are for real counters beside the load."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Where a client's certificate and keys are."""

    name: str
    certificate: Path
    key: Path


class Province:
    """Made new in a folder, with the project's own commands; `terminals` in the order of ids."""

    def __init__(self, folder: Path, terminals: int) -> None:
        self.folder, self.port = folder.resolve(), free_port()
        self.keys, self.log = self.folder / "keys", self.folder / "setup.log"
        self.broker_log = self.folder / "broker.log"
        folder.mkdir(parents=True)
        for command in (["ca"], ["server keys"], ["broker", "--port", str(self.port)]):
            run_once("provisioning", command[0], str(self.keys), *command[1:], log=self.log)
        self.terminals = [f"Q33-{number:04}" for number in range(_FIRST, _FIRST + terminals)]
        authority, now = open_authority(self.keys), datetime.now(UTC)
        for terminal in self.terminals:
            _enrol(self._place(terminal), terminal, authority, now)

    @property
    def authority(self) -> Path:
        """The root certificate."""
        return self.keys / "ca" / "ca.crt.pem"

    @property
    def reader(self) -> Papers:
        """Who may read every entry: each program that is measured comes as this user."""
        server = self.keys / "server"
        return Papers("ingest", server / "ingest.crt.pem", server / "ingest.key.pem")

    def papers(self, terminal: str) -> Papers:
        """Return a terminal's way into the broker."""
        place = self._place(terminal)
        return Papers(terminal, place / "terminal.crt.pem", place / "terminal.key.pem")

    def signing_key(self, terminal: str) -> Ed25519PrivateKey:
        """Return the key that a terminal signs with."""
        pem = (self._place(terminal) / "signing.key.pem").read_bytes()
        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(terminal)
        return key

    @contextmanager
    def broker(self) -> Iterator[Running]:
        """Run the broker as the project sets it up, with nothing left over from before."""
        shutil.rmtree(self.keys / "broker" / "data")
        (self.keys / "broker" / "data").mkdir(mode=0o700)
        config = self.keys / "broker" / "mosquitto.conf"
        program = Running([find_mosquitto(), "-c", str(config)], self.broker_log)
        try:
            program.wait_for(" running")
            yield program
        finally:
            program.stop()

    def registrations(self) -> list[Path]:
        """Return the registrations of all terminals."""
        return [self._place(terminal) / "registration.json" for terminal in self.terminals]

    def _place(self, terminal: str) -> Path:
        return self.folder / "terminals" / terminal


def _enrol(place: Path, terminal: str, authority: Authority, now: datetime) -> None:
    """Do what enrolment does, without a book: its lock takes a tenth of a second on purpose."""
    place.mkdir(parents=True)
    key, signing = ec.generate_private_key(ec.SECP256R1()), Ed25519PrivateKey.generate()
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    csr = request.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    registration = Registration(
        terminal=terminal,
        province=PROVINCE,
        outlet=f"Quầy thuốc số {terminal[-4:]}",
        commune="Xã Mẫu",
        signing_key=_public(signing),
        enrolled_at=now,
    )
    for name, content in (
        ("terminal.key.pem", _private(key)),
        ("signing.key.pem", _private(signing)),
        ("terminal.crt.pem", authority.certify_terminal(csr, terminal, at=now)),
        ("registration.json", encode_registration(registration)),
    ):
        (place / name).write_bytes(content)


def _private(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public(key: Ed25519PrivateKey) -> str:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode("ascii")
