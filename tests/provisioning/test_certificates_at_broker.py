"""An expired, a revoked, a cloned and a foreign certificate, over the real broker and ingest."""

import shutil
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from provisioning import broker as broker_maker
from provisioning import renewal, succession
from provisioning.authority import Authority, make_authority, open_authority
from provisioning.broker import Door, make_broker
from provisioning.certificate import LIFE
from provisioning.errors import RevokedError
from provisioning.keys import make_tls_key, private_pem, read_tls_key
from provisioning.server import read_server_keys
from provisioning.terminal import make_terminal
from tests.provisioning.conftest import KEEPER, NOW, particulars
from tests.provisioning.mosquitto import (
    Client,
    Papers,
    answer_at_the_door,
    connected,
    free_port,
    needs_mosquitto,
    running,
)
from tests.server.outlet import Outlet
from tests.server.process import run_server, server
from tests.server.process import running as running_program
from wire import sign
from wire.receipt import Receipt, read_receipt

pytestmark = needs_mosquitto
LET_IN = b"\x20\x02\x00\x00"
"""CONNACK, accepted: MQTT 3.1.1, section 3.2."""
REFUSED = b""


@dataclass(frozen=True)
class Province:
    """An office, its broker and its store."""

    root: Path
    authority: Authority
    port: int
    settings: Path

    def terminal(self, name: str = "Q33-0001") -> "Card":
        """Make a terminal in the office and register it at the server."""
        folder = make_terminal(
            self.root, particulars(name), keeper=KEEPER, authority=self.authority, at=NOW
        ).folder
        self.told("register", folder / "registration.json")
        key = load_pem_private_key((folder / "signing.key.pem").read_bytes(), None)
        assert isinstance(key, Ed25519PrivateKey)
        return Card(self, folder, Outlet(id=name, key=key))

    def told(self, *command: str | Path) -> None:
        done = run_server(command[0], "--settings", self.settings, *command[1:])
        assert done.returncode == 0, done.stderr

    def alarms(self) -> dict[str, str]:
        """Each open alarm's terminal, under its kind."""
        return dict(self._ask("SELECT kind, terminal FROM alarm WHERE closed_at IS NULL"))

    def stored(self) -> list[tuple[str, int]]:
        found = self._ask("SELECT terminal, seq FROM entry ORDER BY terminal, seq")
        return [(str(terminal), int(seq)) for terminal, seq in found]

    def _ask(self, query: str) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self.settings.with_name("store.sqlite"))) as store:
            return store.execute(query).fetchall()


@dataclass
class Card:
    """A terminal's card, or a copy of it: keys, certificate and ledger."""

    province: Province
    folder: Path
    outlet: Outlet

    @property
    def papers(self) -> Papers:
        return Papers(self.folder, "terminal")

    def knock(self) -> bytes:
        return answer_at_the_door(self.province.port, self.papers)

    def line(self) -> Client:
        return Client(self.papers, self.province.port, client_id=self.outlet.id, clean=False)

    def send(self, line: Client) -> None:
        line.publish(self.outlet.entries_topic, self.outlet.batch(self.outlet.bodies))

    def hear(self, line: Client) -> Receipt:
        key = read_server_keys(self.province.root)[0]
        return read_receipt(sign.verify(line.next()[1], key, "server", "quay-receipt"))

    def copied(self, to: Path) -> "Card":
        shutil.copytree(self.folder, to)
        twin = Outlet(id=self.outlet.id, key=self.outlet.key, epoch=self.outlet.epoch)
        twin.bodies = list(self.outlet.bodies)
        return Card(self.province, to, twin)


@pytest.fixture
def province(root: Path, office: Authority, tmp_path: Path) -> Province:
    port = free_port()
    make_broker(root, Door(port=port), authority=office, at=NOW)
    settings, folder = tmp_path / "server.toml", root / "server"
    settings.write_text(
        f"""
        province = "33"
        database = "store.sqlite"
        signing_key = "{folder}/signing.key.pem"
        [broker]
        host = "127.0.0.1"
        port = {port}
        ca = "{folder}/ca.crt.pem"
        certificate = "{folder}/ingest.crt.pem"
        key = "{folder}/ingest.key.pem"
        """,
        encoding="utf-8",
    )
    return Province(root, office, port, settings)


@pytest.fixture
def card(province: Province) -> Card:
    return province.terminal()


@contextmanager
def open_for_business(province: Province) -> Iterator[list[str]]:
    """Run broker and ingest; yields what the broker says."""
    ingest = server("ingest", "--settings", province.settings)
    with (
        running(province.root / broker_maker.FOLDER / broker_maker.CONFIGURATION) as broker,
        running_program(*ingest, ready="connected to the broker"),
    ):
        yield broker.log


def settled(card: Card, line: Client) -> Receipt:
    """Send all there is, and return the answer to it."""
    line.subscribe(card.outlet.receipt_topic)
    card.send(line)
    return card.hear(line)


def test_a_good_certificate_comes_in_through_the_issuing_one(card: Card) -> None:
    with open_for_business(card.province):
        card.outlet.sell(2)
        with connected(line := card.line()):
            assert settled(card, line).through == 2
        assert card.province.stored() == [("Q33-0001", 1), ("Q33-0001", 2)]
        assert card.province.alarms() == {}


def test_an_expired_certificate_is_refused_and_a_new_one_brings_what_was_kept(card: Card) -> None:
    at = NOW - LIFE - timedelta(days=1)
    renewal.renew_terminal_certificate(
        card.province.root, "Q33-0001", authority=card.province.authority, new_key=False, at=at
    )
    with open_for_business(card.province) as log:
        card.outlet.sell(3)
        assert card.knock() == REFUSED
        assert any("certificate" in line for line in log), log
        assert card.province.stored() == []
        renewal.renew_terminal_certificate(
            card.province.root, "Q33-0001", authority=card.province.authority, new_key=True, at=NOW
        )
        assert card.knock() == LET_IN
        with connected(line := card.line()):
            assert settled(card, line).through == 3
        assert len(card.province.stored()) == 3


def test_a_revoked_terminal_stores_nothing_from_that_moment_and_everybody_sees_it(
    card: Card,
) -> None:
    with open_for_business(card.province), connected(line := card.line()):
        card.outlet.sell(1)
        assert settled(card, line).through == 1
        card.province.told("revoke", "Q33-0001")
        card.outlet.sell(1)
        card.send(line)
        other = card.province.terminal("Q33-0002")
        with connected(others := other.line()):
            other.outlet.sell(1)
            assert settled(other, others).through == 1
        assert card.knock() == LET_IN, "the broker knows of no revocation: ingest does"
        assert card.province.stored() == [("Q33-0001", 1), ("Q33-0002", 1)]
        assert card.province.alarms() == {"revoked": "Q33-0001"}


def test_a_revoked_terminal_gets_no_new_certificate(card: Card) -> None:
    renewal.revoke(card.province.root, "Q33-0001", at=NOW)
    with pytest.raises(RevokedError):
        renewal.renew_terminal_certificate(
            card.province.root,
            "Q33-0001",
            authority=card.province.authority,
            new_key=True,
            at=NOW,
        )


def test_a_cloned_card_pushes_the_first_out_and_both_are_found_by_what_they_write(
    card: Card, tmp_path: Path
) -> None:
    with open_for_business(card.province) as log, connected(first := card.line()):
        card.outlet.sell(2)
        assert settled(card, first).through == 2
        clone = card.copied(tmp_path / "clone")
        with connected(second := clone.line()):
            assert first.lost.wait(10), "one name, one connection"
            clone.outlet.sell(1)
            assert settled(clone, second).through == 3
        assert any("already connected, closing old connection" in line for line in log), log
        card.outlet.bodies.append(card.outlet.sale(3, card.outlet.head, quantity=7))
        again = card.line()
        with connected(again):
            answer = settled(card, again)
        assert [refused.reason for refused in answer.rejected] == ["conflict"]
        assert card.province.stored() == [("Q33-0001", seq) for seq in (1, 2, 3)]
        assert card.province.alarms() == {"conflict": "Q33-0001"}
        compared = run_server("reconcile", "--settings", card.province.settings)
        assert (compared.returncode, "Hai máy cùng ghi một sổ" in compared.stdout) == (1, True)
        assert card.province.alarms()["clone"] == "Q33-0001"


def test_a_foreign_certificate_of_the_same_name_is_refused(card: Card, tmp_path: Path) -> None:
    stranger = make_authority(tmp_path / "foreign", at=NOW)
    with open_for_business(card.province):
        for behind in (stranger.behind, card.province.authority.behind):
            foreign = card.copied(tmp_path / f"card-{len(list(tmp_path.iterdir()))}")
            key = make_tls_key()
            chain = stranger.certify_program(key.public_key(), "ingest", at=NOW)
            shown = chain.replace(stranger.behind, behind)
            (foreign.folder / "terminal.key.pem").write_bytes(private_pem(key))
            (foreign.folder / "terminal.crt.pem").write_bytes(shown)
            assert foreign.knock() == REFUSED
        assert card.knock() == LET_IN
        assert card.province.stored() == []


def test_a_terminal_refuses_a_foreign_broker(card: Card, tmp_path: Path) -> None:
    stranger = make_authority(tmp_path / "foreign", at=NOW)
    folder = card.province.root / "broker"
    public = read_tls_key(folder / "broker.key.pem").public_key()
    foreign = stranger.certify_broker(public, ["localhost", "127.0.0.1"], at=NOW)
    (folder / "broker.crt.pem").write_bytes(foreign)
    with running(folder / broker_maker.CONFIGURATION):
        trusting = ssl.create_default_context(cafile=card.papers.ca)
        trusting.load_cert_chain(card.papers.certificate, card.papers.key)
        with (
            socket.create_connection(("localhost", card.province.port)) as plain,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            trusting.wrap_socket(plain, server_hostname="localhost")


def test_after_a_new_issuing_key_terminals_of_both_come_in_with_nothing_changed_for_them(
    card: Card,
) -> None:
    province = card.province
    with open_for_business(province):
        succession.renew_issuing(province.root, at=NOW)
        renewed = open_authority(province.root)
        after = Province(province.root, renewed, province.port, province.settings)
        newer = after.terminal("Q33-0002")
        for one in (card, newer):
            one.outlet.sell(1)
            with connected(line := one.line()):
                assert settled(one, line).through == 1
        renewal.renew_broker_certificate(province.root, authority=renewed, new_key=False, at=NOW)
    with open_for_business(province):
        for one in (card, newer):
            one.outlet.sell(1)
            with connected(line := one.line()):
                assert settled(one, line).through == 2
