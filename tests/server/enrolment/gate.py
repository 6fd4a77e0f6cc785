"""The real door behind real TLS, as a card meets it."""

import http.client
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.certificates import Pki, make_pki
from tests.server.broker import free_port
from tests.server.enrolment.signing import SocketOffice
from tests.server.process import Program, running, server
from wire.enrolment import ENROL_PATH


@dataclass(frozen=True, kw_only=True)
class Gate:
    settings: Path
    port: int
    pki: Pki
    office: SocketOffice

    @contextmanager
    def opened(self) -> Iterator[Program]:
        command = server("enrol", "--settings", self.settings)
        with running(*command, ready="the door is open") as program:
            yield program

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.pki.ca))

    def call(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in lower case) and body."""
        line = http.client.HTTPSConnection(
            "localhost", self.port, timeout=30, context=self.context()
        )
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            line.close()

    def enrol(self, body: bytes) -> tuple[int, Any]:
        status, headers, said = self.call("POST", ENROL_PATH, body)
        assert headers["content-type"] == "application/json"
        return status, json.loads(said)


def make_gate(folder: Path, database: str | Path, *, more: str = "") -> Gate:
    """Make a door's keys and settings in a folder."""
    pki, port, key = make_pki(folder / "pki"), free_port(), Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signing.pem").write_bytes(pem)
    (folder / "signing.pem").chmod(0o600)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "signing.pub.pem").write_bytes(public)
    office = SocketOffice(folder / "signer.sock")
    (folder / "root.pem").write_bytes(office.signer.root.public_bytes(Encoding.PEM))
    settings = folder / "server.toml"
    settings.write_text(
        f"""
        province = "33"
        database = "{database}"
        signing_key = "signing.pem"
        [broker]
        host = "127.0.0.1"
        ca = "{pki.ca}"
        certificate = "{pki.ingest.certificate}"
        key = "{pki.ingest.key}"
        [enrol]
        host = "127.0.0.1"
        port = {port}
        name = "localhost"
        certificate = "{pki.broker.certificate}"
        key = "{pki.broker.key}"
        authority = "root.pem"
        server_keys = "signing.pub.pem"
        signer = "signer.sock"
        bundles = "bundles"
        {more}
        """
    )
    return Gate(settings=settings, port=port, pki=pki, office=office)
