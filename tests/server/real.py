"""The real ingest behind the real broker, with a terminal that is registered."""

import sqlite3
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.server.broker import Broker, Line, make_broker
from tests.server.outlet import PROVINCE, Outlet
from tests.server.process import TIMEOUT_S, Program, run_server, running, server
from wire.receipt import Receipt
from wire.registration import encode_registration


@dataclass(frozen=True, kw_only=True)
class Province:
    broker: Broker
    settings: Path
    database: str
    key: Ed25519PublicKey
    outlet: Outlet

    def ingest(self) -> AbstractContextManager[Program]:
        return running(
            *server("ingest", "--settings", self.settings), ready="connected to the broker"
        )

    def register(self, outlet: Outlet) -> None:
        registration = self.settings.with_name(f"{outlet.id}.json")
        registration.write_bytes(encode_registration(outlet.registration))
        done = run_server("register", "--settings", self.settings, registration)
        assert done.returncode == 0, done.stderr

    def stored(self) -> list[str]:
        listed = run_server("entries", "--settings", self.settings, "--terminal", self.outlet.id)
        assert listed.returncode == 0, listed.stderr
        return listed.stdout.splitlines()

    def ledger(self) -> list[str]:
        outlet = self.outlet
        return [f"{outlet.epoch} {seq} {found}" for seq, found in enumerate(outlet.hashes, 1)]

    def ask(self, query: str) -> object:
        """Return the one value that a query gives."""
        if self.database.startswith("postgresql:"):
            with psycopg.connect(self.database) as store:
                (value,) = store.execute(query).fetchone() or (None,)
                return value
        with closing(sqlite3.connect(self.database)) as store:
            return store.execute(query).fetchone()[0]

    def count(self, table: str) -> object:
        return self.ask(f"SELECT count(*) FROM {table}")  # noqa: S608


def make_province(folder: Path, *, database: str = "", more: str = "") -> Province:
    """Make a province with SQLite, or with the database at an address."""
    broker = make_broker(folder)
    key, outlet = Ed25519PrivateKey.generate(), Outlet()
    (folder / "server.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "server.key").chmod(0o600)
    settings = folder / "server.toml"
    settings.write_text(
        f"""
        province = "{PROVINCE}"
        database = "{database or "server.db"}"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        port = {broker.port}
        ca = "{broker.pki.ca}"
        certificate = "{broker.pki.ingest.certificate}"
        key = "{broker.pki.ingest.key}"
        {more}
        """
    )
    province = Province(
        broker=broker,
        settings=settings,
        database=database or str(folder / "server.db"),
        key=key.public_key(),
        outlet=outlet,
    )
    province.register(outlet)
    return province


def through(line: Line, province: Province, seq: int, wait_s: float = TIMEOUT_S) -> Receipt:
    """Return the first receipt that reaches this number."""
    while True:
        receipt = line.receipt(province.key, wait_s)
        if receipt.through >= seq:
            return receipt
