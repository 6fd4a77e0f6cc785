"""The real door behind real TLS, as other vendors' software meets it."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.store import alarms
from server.store.database import reading, rows
from tests.certificates import Pki, make_pki
from tests.server.broker import free_port
from tests.server.outlet import Outlet
from tests.server.process import TIMEOUT_S, Program, running, server
from wire import sign
from wire.receipt import Receipt, read_receipt

JOSE = "application/jose"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class Door:
    settings: Path
    port: int
    pki: Pki
    key: Ed25519PrivateKey

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/v1/ledger"

    @contextmanager
    def opened(self) -> Iterator[Program]:
        command = server("door", "--settings", self.settings)
        with running(*command, ready="the door is open") as program:
            yield program

    def client(self) -> httpx.Client:
        return httpx.Client(verify=ssl.create_default_context(cafile=str(self.pki.ca)), timeout=30)

    def post(self, body: bytes, **headers: str) -> httpx.Response:
        with self.client() as client:
            return client.post(self.url, content=body, headers={"Content-Type": JOSE} | headers)

    def receipt(self, body: bytes) -> Receipt:
        """Post a batch and return its receipt, verified."""
        answer = self.post(body)
        assert (answer.status_code, answer.headers["content-type"]) == (200, JOSE), answer.text
        key = self.key.public_key()
        return read_receipt(sign.verify(answer.content, key, "server", "quay-receipt"))


def make_door(folder: Path, database: str | Path, *, more: str = "") -> Door:
    """Make a door's keys and settings in a folder."""
    pki, port, key = make_pki(folder / "pki"), free_port(), Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signing.pem").write_bytes(pem)
    settings = folder / "door.toml"
    settings.write_text(
        f"""
        province = "33"
        database = "{database}"
        signing_key = "signing.pem"
        {more}
        [broker]
        host = "127.0.0.1"
        ca = "{pki.ca}"
        certificate = "{pki.ingest.certificate}"
        key = "{pki.ingest.key}"
        [door]
        port = {port}
        certificate = "{pki.broker.certificate}"
        key = "{pki.broker.key}"
        """
    )
    return Door(settings=settings, port=port, pki=pki, key=key)


def stored(outlet: Outlet) -> list[str]:
    with reading():
        return [
            row[0]
            for row in rows(
                "SELECT sha256 FROM entry WHERE terminal = ? ORDER BY seq", (outlet.id,)
            )
        ]


def aside(outlet: Outlet) -> int:
    with reading():
        return int(rows("SELECT count(*) FROM quarantine WHERE terminal = ?", (outlet.id,))[0][0])


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Return status and reason of a refusal, having looked at its form."""
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    assert {"title", "status", "reason", "detail"} == set(told)
    return answer.status_code, told["reason"]


def alarm_of(terminal: str, kind: str, *, times: int) -> alarms.Raised:
    """Wait for an alarm that the door writes every two seconds."""
    waiting = threading.Event()
    for _try in range(TIMEOUT_S * 10):
        with reading():
            found = [
                alarm
                for alarm in alarms.list_alarms(open_only=True)
                if (alarm.terminal, alarm.kind) == (terminal, kind) and alarm.times >= times
            ]
        if found:
            return found[0]
        waiting.wait(0.1)
    raise AssertionError((terminal, kind))
