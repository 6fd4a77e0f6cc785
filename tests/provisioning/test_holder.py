"""Certificates of the server's side: exchanged when proven, kept until seen at work."""

import os
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from provisioning import broker
from provisioning.authority import Authority, make_authority, open_authority, read_certificate
from provisioning.broker import Door, make_broker
from provisioning.certificate import LIFE
from provisioning.enrolment_door import make_enrolment_door
from provisioning.errors import MissingError, RefusedError
from provisioning.holder import (
    Holder,
    broker_of,
    certify_anew,
    drop_former,
    enrolment_of,
    holders,
    program_of,
    take_back,
)
from provisioning.keys import make_tls_key, read_tls_key
from provisioning.proof import NotProvenError, prove_client, prove_server
from provisioning.renewal import renew_due
from provisioning.sighting import NotSeenError, read_address, see_client, see_server
from tests.provisioning.conftest import NOW
from tests.provisioning.mosquitto import (
    Client,
    Papers,
    connected,
    free_port,
    needs_mosquitto,
    running,
)
from tests.provisioning.test_program import run

SOON = NOW + timedelta(days=60)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def whole(root: Path, office: Authority, port: int) -> Authority:
    """An office with broker and door too."""
    make_broker(root, Door(port=port), authority=office, at=NOW)
    make_enrolment_door(root, office, names=["tram.example", "192.0.2.7"], at=NOW)
    return office


def papers(one: Holder) -> tuple[bytes, bytes]:
    return one.key.read_bytes(), one.certificate.read_bytes()


class TestProving:
    def test_what_is_good_is_proven(self, office: Authority) -> None:
        key = make_tls_key()
        hosts = ["tram.example", "192.0.2.7", "2001:db8::7"]
        server = office.certify_broker(key.public_key(), hosts, at=NOW)
        prove_server(server, key, root=office.certificate, hosts=hosts)
        client = office.certify_program(key.public_key(), "ingest", at=NOW)
        prove_client(client, key, root=office.certificate)

    def test_what_would_not_hold_is_found_before_anybody_depends_on_it(
        self, office: Authority, tmp_path: Path
    ) -> None:
        key, stranger = make_tls_key(), make_authority(tmp_path / "other", at=NOW)
        public, root = key.public_key(), office.certificate
        good = office.certify_program(public, "ingest", at=NOW)
        for chain, shown_by, why in (
            (good, make_tls_key(), "KEY_VALUES_MISMATCH"),
            (good.replace(office.behind, b""), key, "unable to get local issuer"),
            (stranger.certify_program(public, "ingest", at=NOW), key, "certificate"),
            (office.certify_program(public, "ingest", at=NOW - LIFE * 1.1), key, "expired"),
            (office.certify_program(public, "ingest", at=NOW + LIFE / 9), key, "not yet valid"),
            (office.certify_broker(public, ["localhost"], at=NOW), key, "purpose"),
            (b"", key, "SSLError"),
        ):
            with pytest.raises(NotProvenError, match=why):
                prove_client(chain, shown_by, root=root)
        server = office.certify_broker(public, ["tram.example"], at=NOW)
        with pytest.raises(NotProvenError, match="mismatch"):
            prove_server(server, key, root=root, hosts=["tram.example", "other.example"])


@pytest.mark.usefixtures("whole")
class TestExchanging:
    def test_everybody_on_the_servers_side_is_known(self, root: Path) -> None:
        assert [one.name for one in holders(root)] == ["broker", "ingest", "answers", "enrol"]

    @pytest.mark.parametrize("new_key", [False, True])
    def test_the_former_is_kept_until_the_new_has_been_seen(
        self, root: Path, whole: Authority, *, new_key: bool
    ) -> None:
        for one in holders(root):
            before = papers(one)
            assert certify_anew(one, whole, new_key=new_key, at=NOW) == one.certificate
            after = papers(one)
            assert (after[0] == before[0], after[1] == before[1]) == (not new_key, False)
            assert read_tls_key(one.key).public_key() == (
                read_certificate(one.certificate).public_key()
            )
            assert take_back(one, at=NOW)
            assert papers(one) == before
            assert not take_back(one, at=NOW)
            certify_anew(one, whole, new_key=new_key, at=NOW)
            drop_former(one)
            assert not take_back(one, at=NOW)
            assert list(one.folder.glob("*former*")) == []

    def test_what_nobody_has_seen_never_takes_the_place_of_what_worked(
        self, root: Path, whole: Authority
    ) -> None:
        ingest = program_of(root, "ingest")
        worked = papers(ingest)
        for _time in range(3):
            certify_anew(ingest, whole, new_key=True, at=NOW)
        take_back(ingest, at=NOW)
        assert papers(ingest) == worked

    def test_a_former_that_has_ended_is_nothing_to_go_back_to(
        self, root: Path, whole: Authority
    ) -> None:
        ingest = program_of(root, "ingest")
        certify_anew(ingest, whole, at=NOW)
        ended = whole.certify_program(make_tls_key().public_key(), "ingest", at=NOW - LIFE * 1.1)
        ingest.former.write_bytes(ended)
        at_work = papers(ingest)
        certify_anew(ingest, whole, at=NOW)
        take_back(ingest, at=NOW)
        assert papers(ingest) == at_work

    def test_what_does_not_hold_leaves_everything_in_its_place(
        self, root: Path, whole: Authority
    ) -> None:
        for one in holders(root):
            before = {file: file.read_bytes() for file in one.folder.iterdir() if file.is_file()}
            with pytest.raises(NotProvenError, match="chứng thư cũ vẫn ở nguyên chỗ"):
                certify_anew(one, whole, new_key=True, at=NOW + LIFE / 9)
            after = {file: file.read_bytes() for file in one.folder.iterdir() if file.is_file()}
            assert after == before

    def test_keys_stay_private_and_with_their_owner(self, root: Path, whole: Authority) -> None:
        one = broker_of(root)
        certify_anew(one, whole, new_key=True, at=NOW)
        kept = [file for file in one.folder.iterdir() if file.name.endswith(".key.pem")]
        assert len(kept) == 2
        assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}

    @pytest.mark.parametrize("new_key", [False, True])
    def test_a_cut_between_key_and_certificate_is_mended_either_way(
        self, root: Path, whole: Authority, *, new_key: bool
    ) -> None:
        one = broker_of(root)
        worked = papers(one)
        certify_anew(one, whole, new_key=True, at=NOW)
        one.certificate.write_bytes(worked[1])  # as if the plug had been pulled before it
        certify_anew(one, whole, new_key=new_key, at=NOW)
        public = read_certificate(one.certificate).public_key()
        assert read_tls_key(one.key).public_key() == public
        one.folder.joinpath("former-broker.key.pem").replace(one.key)  # the same, going back
        assert take_back(one, at=NOW)
        assert papers(one) == worked

    def test_only_what_ends_soon_is_renewed(self, root: Path, whole: Authority) -> None:
        assert renew_due(root, authority=whole, before=SOON, at=NOW) == []
        old = whole.certify_program(
            read_tls_key(program_of(root, "ingest").key).public_key(),
            "ingest",
            at=NOW - LIFE + timedelta(days=30),
        )
        program_of(root, "ingest").certificate.write_bytes(old)
        assert renew_due(root, authority=whole, before=SOON, at=NOW) == [
            program_of(root, "ingest").certificate
        ]
        assert program_of(root, "ingest").until > NOW + LIFE / 2

    def test_the_doors_certificate_names_what_the_labels_name(self, root: Path) -> None:
        found = read_certificate(enrolment_of(root).certificate)
        listed = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert [str(name.value) for name in listed] == ["tram.example", "192.0.2.7"]

    def test_a_door_without_a_name_is_refused(self, root: Path, whole: Authority) -> None:
        with pytest.raises(RefusedError):
            make_enrolment_door(root / "other", whole, names=[], at=NOW)
        assert not (root / "other" / "enrolment").exists()

    def test_a_holder_without_papers_is_named(self, root: Path, whole: Authority) -> None:
        broker_of(root).key.unlink()
        with pytest.raises(MissingError, match=r"broker\.key\.pem"):
            certify_anew(broker_of(root), whole, at=NOW)


@needs_mosquitto
@pytest.mark.usefixtures("whole")
class TestAtWork:
    @pytest.fixture
    def process(self, root: Path, whole: Authority) -> Iterator[int]:
        assert broker_of(root).until < whole.issuer.not_valid_after_utc
        with running(root / broker.FOLDER / broker.CONFIGURATION) as found:
            yield found.process.pid

    def test_the_running_broker_shows_the_new_one_after_it_was_told(
        self, root: Path, whole: Authority, process: int, port: int
    ) -> None:
        address, mosquitto = read_address(f"localhost:{port}"), broker_of(root)
        with connected(line := Client(Papers(root / "server", "ingest"), port)):
            certify_anew(mosquitto, whole, new_key=True, at=NOW)
            with pytest.raises(NotSeenError, match="nạp lại"):
                see_server_as_client(root, port)
            os.kill(process, signal.SIGHUP)
            _until_seen(root, port)
            line.subscribe("quay/v1/+/+/+/entries")
            assert not line.lost.is_set(), "who was there before is not put out"
        for program in ("ingest", "answers"):
            certify_anew(program_of(root, program), whole, new_key=True, at=NOW)
            see_client(program_of(root, program), mosquitto, address)

    @pytest.mark.usefixtures("process")
    def test_what_was_seen_at_work_needs_no_former(
        self, root: Path, whole: Authority, port: int
    ) -> None:
        for program in ("ingest", "answers"):
            certify_anew(program_of(root, program), whole, new_key=True, at=NOW)
        certify_anew(enrolment_of(root), whole, at=NOW)
        with serving(enrolment_of(root)) as door:
            proven = run(
                "ca", "prove", root, "--broker", f"localhost:{port}",
                "--enrolment", f"127.0.0.1:{door}",
            )  # fmt: skip
            assert (proven.returncode, proven.stdout) == (1, ""), "not the name on the labels"
            assert program_of(root, "ingest").former.exists()
        proven = run("ca", "prove", root, "--broker", f"localhost:{port}")
        assert (proven.returncode, "broker, ingest, answers" in proven.stdout) == (0, True)
        assert not program_of(root, "ingest").former.exists()
        assert enrolment_of(root).former.exists(), "nobody has seen that one"

    def test_a_door_shows_its_new_certificate_once_it_was_started_again(
        self, tmp_path: Path, office: Authority
    ) -> None:
        make_enrolment_door(tmp_path, office, names=["localhost"], at=NOW)
        door = enrolment_of(tmp_path)
        with serving(door) as there:
            see_server(door, read_address(f"localhost:{there}"))
            certify_anew(door, office, at=NOW)
            with pytest.raises(NotSeenError, match="nạp lại"):
                see_server(door, read_address(f"localhost:{there}"))
        with serving(door) as there:
            see_server(door, read_address(f"localhost:{there}"))

    @pytest.mark.usefixtures("process")
    def test_a_program_that_the_broker_refuses_is_found(
        self, root: Path, port: int, tmp_path: Path
    ) -> None:
        stranger = make_authority(tmp_path / "other", at=NOW)
        ingest = program_of(root, "ingest")
        public = read_tls_key(ingest.key).public_key()
        ingest.certificate.write_bytes(stranger.certify_program(public, "ingest", at=NOW))
        with pytest.raises(NotSeenError, match="không nhận kết nối"):
            see_server_as_client(root, port)

    def test_nobody_there_is_said(self, root: Path, port: int) -> None:
        with pytest.raises(NotSeenError, match=f"localhost:{port}"):
            see_server(broker_of(root), read_address(f"localhost:{port}"))

    @pytest.mark.parametrize("text", ["", "x", ":1", "x:0", "x:65536", "x:y", "x:"])
    def test_an_address_is_host_and_port(self, text: str) -> None:
        with pytest.raises(RefusedError):
            read_address(text)


def see_server_as_client(root: Path, port: int) -> None:
    see_client(program_of(root, "ingest"), broker_of(root), read_address(f"localhost:{port}"))


@contextmanager
def serving(one: Holder) -> Iterator[int]:
    """Serve TLS with a holder's papers until the block ends; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(one.certificate, one.key)
    with (
        socket.create_server(("127.0.0.1", 0)) as plain,
        context.wrap_socket(plain, server_side=True) as door,
    ):
        server = threading.Thread(target=_shake_every_hand, args=(door,))
        server.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            door.shutdown(socket.SHUT_RDWR)
            server.join()


def _shake_every_hand(door: ssl.SSLSocket) -> None:
    while True:
        try:
            line, _address = door.accept()
        except ssl.SSLError:
            continue  # the caller did not like what it was shown
        except OSError:
            return
        line.close()


def _until_seen(root: Path, port: int) -> None:
    """Wait until the broker has read its files again: it says nothing when it has."""
    for _try in range(200):
        try:
            see_server_as_client(root, port)
        except NotSeenError:
            continue
        return
    see_server_as_client(root, port)


def test_an_opened_authority_goes_on_where_it_was(root: Path, whole: Authority) -> None:
    assert open_authority(root).behind == whole.behind
