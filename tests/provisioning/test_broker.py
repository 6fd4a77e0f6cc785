"""The broker's settings and access list, tried on the real Mosquitto."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provisioning.access import access_list
from provisioning.authority import Authority, make_authority
from provisioning.broker import MESSAGE_LIMIT, Door, configuration, make_broker
from provisioning.errors import ExistsAlreadyError, RefusedError
from provisioning.files import new_folder, write_private, write_public
from provisioning.keys import private_pem
from provisioning.server import make_server
from provisioning.terminal import TerminalKeys, make_terminal
from tests.provisioning.conftest import FOUNDED, KEEPER, NOW, particulars
from tests.provisioning.mosquitto import (
    Client,
    Papers,
    answer_at_the_door,
    connected,
    free_port,
    needs_mosquitto,
    running,
)
from wire import topics
from wire.batch import MAX_BYTES, MAX_ENTRIES, encode_batch
from wire.sign import sign

ACCEPTED = b"\x20\x02\x00\x00"
ENTRIES_1 = topics.entries("33", "Q33-0001")
ENTRIES_2 = topics.entries("33", "Q33-0002")
RECEIPT_1 = topics.receipt("33", "Q33-0001")
RECEIPT_2 = topics.receipt("33", "Q33-0002")


@dataclass(frozen=True)
class House:
    """A province with a broker and two terminals."""

    root: Path
    port: int
    authority: Authority

    @property
    def settings(self) -> Path:
        return self.root / "broker" / "mosquitto.conf"

    def terminal(self, number: int) -> Papers:
        return Papers(self.root / "terminals" / f"Q33-000{number}", "terminal")

    def ingest(self) -> Papers:
        return Papers(self.root / "server", "ingest")

    def client(self, number: int, **more: str) -> Client:
        return Client(self.terminal(number), self.port, **more)  # type: ignore[arg-type]


def build(root: Path) -> House:
    port = free_port()
    authority = make_authority(root, at=FOUNDED)
    make_server(root, authority, at=NOW)
    make_broker(root, Door(port=port), authority=authority, at=NOW)
    for terminal in ("Q33-0001", "Q33-0002"):
        make_terminal(root, particulars(terminal), keeper=KEEPER, authority=authority, at=NOW)
    return House(root, port, authority)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose broker runs, in a folder whose name is not easy."""
    found = build(tmp_path_factory.mktemp("broker") / "Sở Y tế 33 # {thử}")
    with running(found.settings):
        yield found


@pytest.fixture
def ingest(house: House) -> Iterator[Client]:
    """The server's program, listening to all that terminals say."""
    client = Client(house.ingest(), house.port)
    with connected(client):
        client.subscribe(topics.ALL_ENTRIES, topics.ALL_STATUS)
        yield client


def test_the_access_list_grants_these_topics_and_no_others() -> None:
    granted = [line for line in access_list().splitlines() if line and not line.startswith("#")]
    assert granted == [
        "pattern write quay/v1/+/+/%u/entries",
        "pattern write quay/v1/+/+/%u/status",
        "pattern read quay/v1/+/+/%u/receipt",
        "pattern write quay/v1/+/+/%u/ask",
        "pattern read quay/v1/+/+/%u/answer",
        "user ingest",
        "topic read quay/v1/+/+/+/entries",
        "topic read quay/v1/+/+/+/status",
        "topic write quay/v1/+/+/+/receipt",
        "user answers",
        "topic read quay/v1/+/+/+/ask",
        "topic write quay/v1/+/+/+/answer",
    ]


def test_the_brokers_files_are_for_its_eyes_only(root: Path, authority: Authority) -> None:
    settings = make_broker(root, Door(), authority=authority, at=NOW)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.parent.iterdir()}
    assert modes == {
        "broker.crt.pem": 0o644,
        "broker.key.pem": 0o600,
        "ca.crt.pem": 0o644,
        "mosquitto.conf": 0o644,
        "quay-broker.nft": 0o644,
        "acl": 0o644,
        "data": 0o700,
    }
    with pytest.raises(ExistsAlreadyError):
        make_broker(root, Door(), authority=authority, at=NOW)


@pytest.mark.parametrize("address", ["", "a b", "127.0.0.1\nallow_anonymous true", "máy", "*"])
def test_an_address_cannot_smuggle_in_a_setting(address: str) -> None:
    with pytest.raises(RefusedError):
        Door(address=address)


@pytest.mark.parametrize("folder", ["a\nallow_anonymous true", "a\tb", "a "])
def test_a_folder_cannot_smuggle_in_a_setting(tmp_path: Path, folder: str) -> None:
    with pytest.raises(RefusedError):
        configuration(tmp_path / folder, Door(), user="mosquitto")


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104
def test_a_broker_on_every_address_needs_a_name_to_be_called_by(
    root: Path, authority: Authority, address: str
) -> None:
    with pytest.raises(RefusedError):
        make_broker(root, Door(address=address), authority=authority, at=NOW)
    assert make_broker(
        root, Door(address=address), authority=authority, names=["tram.example"], at=NOW
    ).exists()


def test_the_longest_batch_is_well_within_the_brokers_limit() -> None:
    assert len(longest_batch()) < MESSAGE_LIMIT


def longest_batch() -> bytes:
    """The longest batch that may be sent, signed by the terminal with the longest id."""
    entry = b'{"x":"' + b"a" * (MAX_BYTES // MAX_ENTRIES - 8) + b'"}'
    assert MAX_BYTES - MAX_ENTRIES < len(entry) * MAX_ENTRIES <= MAX_BYTES
    payload = encode_batch("Q" * 32, "f" * 32, [entry] * MAX_ENTRIES)
    return sign(payload, Ed25519PrivateKey.generate(), "Q" * 32, "quay-batch")


@needs_mosquitto
@pytest.mark.broker
class TestTheDoor:
    def test_terminals_and_ingest_are_let_in(self, house: House) -> None:
        for papers in (house.terminal(1), house.terminal(2), house.ingest()):
            assert answer_at_the_door(house.port, papers) == ACCEPTED

    def test_nobody_is_let_in_without_a_certificate(self, house: House) -> None:
        assert answer_at_the_door(house.port, None) == b""

    def test_a_certificate_of_another_authority_is_refused(
        self, house: House, tmp_path: Path
    ) -> None:
        foreign = make_authority(tmp_path, at=NOW)
        make_server(tmp_path, foreign, at=NOW)
        assert answer_at_the_door(house.port, Papers(tmp_path / "server", "ingest")) == b""

    def test_an_expired_certificate_is_refused(self, house: House, tmp_path: Path) -> None:
        assert answer_at_the_door(house.port, fresh_papers(house, tmp_path, days=0)) == ACCEPTED
        papers = fresh_papers(house, tmp_path, days=2 * 365 + 1)
        assert answer_at_the_door(house.port, papers) == b""

    def test_the_brokers_own_certificate_is_no_way_in(self, house: House) -> None:
        assert answer_at_the_door(house.port, Papers(house.root / "broker", "broker")) == b""

    def test_a_client_that_would_be_silent_for_hours_is_told_to_speak(self, house: House) -> None:
        an_hour = b"\x10\x0f\x00\x04MQTT\x05\x02\x0e\x10\x00\x00\x02id"
        answer = answer_at_the_door(house.port, house.ingest(), connect=an_hour)
        assert answer[3] == 0, "accepted"
        assert b"\x13" + (600).to_bytes(2, "big") in answer, "Server Keep Alive, MQTT 5, 3.2.2.3.14"


@needs_mosquitto
@pytest.mark.broker
class TestAccess:
    def test_ingest_hears_a_terminal_and_the_terminal_hears_its_receipt(
        self, house: House, ingest: Client
    ) -> None:
        terminal = house.client(1)
        with connected(terminal):
            terminal.subscribe(RECEIPT_1)
            terminal.publish(ENTRIES_1, b"batch")
            terminal.publish(topics.status("33", "Q33-0001"), b"status")
            assert ingest.next() == (ENTRIES_1, b"batch")
            assert ingest.next() == (topics.status("33", "Q33-0001"), b"status")
            ingest.publish(RECEIPT_1, b"receipt")
            assert terminal.next() == (RECEIPT_1, b"receipt")

    def test_a_terminal_is_not_heard_on_anothers_topics(self, house: House, ingest: Client) -> None:
        terminal = house.client(1)
        with connected(terminal):
            for topic in (ENTRIES_2, topics.status("33", "Q33-0002"), RECEIPT_2, RECEIPT_1):
                terminal.publish(topic, b"forged")
            terminal.publish(ENTRIES_1, b"own")
            assert ingest.next() == (ENTRIES_1, b"own")
        with connected(other := house.client(2)):
            other.subscribe(RECEIPT_2)
            ingest.publish(RECEIPT_2, b"true")
            assert other.next() == (RECEIPT_2, b"true"), "nothing forged was kept"

    def test_nothing_is_kept_for_later_comers(self, house: House, ingest: Client) -> None:
        with connected(terminal := house.client(1)):
            terminal._mqtt.publish(ENTRIES_1, b"kept", qos=1, retain=True)
            assert terminal.lost.wait(20)
        with connected(late := Client(house.ingest(), house.port, client_id="late")):
            late.subscribe(topics.ALL_ENTRIES)
            with connected(other := house.client(2)):
                other.publish(ENTRIES_2, b"batch")
            assert late.next() == (ENTRIES_2, b"batch")
        assert ingest.lost.wait(20), "one certificate, one session"

    def test_the_name_in_the_certificate_counts_and_no_other(
        self, house: House, ingest: Client
    ) -> None:
        for claimed in ("Q33-0002", "ingest"):
            terminal = house.client(1, user=claimed, client_id=claimed)
            with connected(terminal):
                terminal.subscribe("#", RECEIPT_1)
                terminal.publish(ENTRIES_2, b"forged")
                terminal.publish(RECEIPT_1, b"forged")
                terminal.publish(ENTRIES_1, b"own")
                assert ingest.next() == (ENTRIES_1, b"own")
                ingest.publish(RECEIPT_1, b"true")
                assert terminal.next() == (RECEIPT_1, b"true")

    @pytest.mark.parametrize(
        "filters",
        [(RECEIPT_2,), ("#",), ("quay/v1/+/+/+/receipt",), ("$share/a/#",), ("$SYS/#",)],
        ids=str,
    )
    def test_a_terminal_does_not_hear_what_is_for_others(
        self, house: House, ingest: Client, filters: tuple[str, ...]
    ) -> None:
        nosy, other = house.client(1), house.client(2)
        with connected(nosy, other):
            nosy.subscribe(*filters, RECEIPT_1)
            other.subscribe(RECEIPT_2)
            other.publish(ENTRIES_2, b"batch")
            assert ingest.next() == (ENTRIES_2, b"batch")
            ingest.publish(RECEIPT_2, b"for the other")
            assert other.next() == (RECEIPT_2, b"for the other")
            ingest.publish(RECEIPT_1, b"for the nosy")
            assert nosy.next() == (RECEIPT_1, b"for the nosy")

    def test_a_terminal_that_borrows_a_client_id_throws_nobody_out(
        self, house: House, ingest: Client
    ) -> None:
        with connected(thief := house.client(1, client_id="ingest")):
            thief.publish(ENTRIES_1, b"batch")
            assert ingest.next() == (ENTRIES_1, b"batch")
        assert not ingest.lost.is_set()

    def test_ingest_may_not_speak_for_terminals(self, house: House, ingest: Client) -> None:
        ingest.publish(ENTRIES_1, b"forged")
        with connected(terminal := house.client(1)):
            terminal.publish(ENTRIES_1, b"own")
            assert ingest.next() == (ENTRIES_1, b"own")


@needs_mosquitto
@pytest.mark.broker
class TestLimits:
    def test_the_longest_batch_arrives_whole(self, house: House, ingest: Client) -> None:
        message = longest_batch()
        with connected(terminal := house.client(1)):
            terminal.publish(ENTRIES_1, message)
        assert ingest.next() == (ENTRIES_1, message)

    def test_a_message_that_is_too_long_goes_no_further(self, house: House, ingest: Client) -> None:
        with connected(terminal := house.client(1)):
            terminal.publish(ENTRIES_1, b"x" * (MESSAGE_LIMIT + 1))
            terminal.publish(ENTRIES_1, b"short")
            assert ingest.next() == (ENTRIES_1, b"short")

    def test_a_flood_closes_the_connection(self, house: House) -> None:
        with connected(terminal := house.client(1)):
            terminal._mqtt.publish(ENTRIES_1, b"x" * (4 * MESSAGE_LIMIT), qos=1)
            assert terminal.lost.wait(20)


@needs_mosquitto
@pytest.mark.broker
class TestItsLife:
    def test_what_was_queued_outlives_a_restart(self, tmp_path: Path) -> None:
        house = build(tmp_path)
        with running(house.settings):
            away = Client(house.ingest(), house.port, clean=False)
            with connected(away):
                away.subscribe(topics.ALL_ENTRIES)
            with connected(terminal := house.client(1)):
                for number in range(500):
                    terminal.publish(ENTRIES_1, str(number).encode())
        with running(house.settings):
            back = Client(house.ingest(), house.port, clean=False)
            with connected(back):
                found = [int(back.next()[1]) for _ in range(500)]
        assert found == list(range(500))

    def test_its_log_says_who_came_what_was_refused_and_no_payload(self, tmp_path: Path) -> None:
        house = build(tmp_path)
        with running(house.settings) as broker, connected(terminal := house.client(1)):
            terminal.subscribe(RECEIPT_1)
            terminal.publish(ENTRIES_1, b"secret-payload")
            terminal.publish(ENTRIES_2, b"secret-payload")
            terminal.publish(ENTRIES_1, b"secret-payload" * MESSAGE_LIMIT)
        log = "".join(broker.log)
        assert "as Q33-0001" in log
        assert "secret-payload" not in log
        denied = [line for line in broker.log if "Denied PUBLISH from" in line]
        assert len(denied) == 1, "the operator sees the one that was denied"
        assert f"Denied PUBLISH from Q33-0001 (d0, q1, r0, m3, '{ENTRIES_2}', ..." in denied[0]
        complaints = [line for line in broker.log if "Warning" in line or "Error" in line]
        assert [line for line in complaints if "should not be run as root" not in line] == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
    def test_started_by_root_it_runs_as_the_user_it_was_given_to(self) -> None:
        user = pwd.getpwnam("mosquitto")
        root = Path(tempfile.mkdtemp(prefix="quay-"))
        root.chmod(0o711)
        try:
            authority = make_authority(root, at=NOW)
            make_server(root, authority, at=NOW)
            port = free_port()
            settings = make_broker(
                root, Door(port=port), authority=authority, user="mosquitto", at=NOW
            )
            with running(settings) as broker:
                status = Path(f"/proc/{broker.process.pid}/status").read_text(encoding="ascii")
                assert f"Uid:\t{user.pw_uid}\t{user.pw_uid}" in status
                assert answer_at_the_door(port, Papers(root / "server", "ingest")) == ACCEPTED
            assert (root / "broker" / "data" / "mosquitto.db").stat().st_uid == user.pw_uid
            assert (root / "broker" / "broker.key.pem").stat().st_uid == user.pw_uid
        finally:
            shutil.rmtree(root)


def fresh_papers(house: House, folder: Path, *, days: int) -> Papers:
    """Papers for a terminal that were made so many days ago."""
    keys, name = TerminalKeys(), f"papers-{days}"
    at = NOW - timedelta(days=days)
    with new_folder(folder, name) as made:
        certificate = house.authority.certify_terminal(keys.request().csr, "Q33-0009", at=at)
        write_public(made / "terminal.crt.pem", certificate)
        write_private(made / "terminal.key.pem", private_pem(keys.tls))
    return Papers(folder / name, "terminal")
