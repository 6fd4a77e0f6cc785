import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from device.enrolment.door import Door
from device.enrolment.errors import DoorError, DoorFault, RefusedByDoorError
from device.enrolment.keys import TerminalKeys
from tests.device.enrolment.office import FakeDoor, Office
from wire.enrolment import AUTHORITY_PATH, ENROL_PATH, EnrolAnswer, EnrolRequest, Label


def _ask(label: Label, *, trusts_clock: bool = True) -> EnrolAnswer:
    door = Door(host=label.host, port=label.port, is_clock_trusted=lambda: trusts_clock)
    return door.enrol(label, _request(label))


def _request(label: Label) -> EnrolRequest:
    return TerminalKeys.new().request(label.code, board="", version="1")


def _fault(label: Label) -> DoorFault:
    with pytest.raises(DoorError) as raised:
        _ask(label)
    assert label.code not in str(raised.value)
    return raised.value.fault


def test_the_root_is_asked_for_before_anything_is_said(office: Office, door: FakeDoor) -> None:
    _ask(office.label(door.port))
    assert door.paths == [AUTHORITY_PATH, ENROL_PATH]


def test_a_door_of_another_authority_gets_no_code(office: Office, tmp_path: Path) -> None:
    with FakeDoor(Office(tmp_path / "other")) as foreign:
        assert _fault(office.label(foreign.port)) is DoorFault.FOREIGN
        assert foreign.paths == [AUTHORITY_PATH]


def test_a_door_that_only_shows_the_right_root_gets_no_code(office: Office, tmp_path: Path) -> None:
    """Anybody can show a root: it is no secret. Whoever has no certificate of it is turned away."""
    with FakeDoor(Office(tmp_path / "other"), shows=office.answer.authority) as foreign:
        assert _fault(office.label(foreign.port)) is DoorFault.FOREIGN
        assert foreign.paths == [AUTHORITY_PATH]
        assert foreign.asked == []


def test_a_door_under_another_name_gets_no_code(office: Office, door: FakeDoor) -> None:
    assert _fault(office.label(door.port, host="127.0.0.1")) is DoorFault.FOREIGN
    assert door.asked == []


@pytest.mark.parametrize(
    "shown", ["", "-----BEGIN CERTIFICATE-----\nxx\n", "<html>", "\0" * 90_000]
)
def test_what_is_no_root_is_nobodys(office: Office, door: FakeDoor, shown: str) -> None:
    door.before = lambda path: shown.encode() or b"-" if path == AUTHORITY_PATH else None
    assert _fault(office.label(door.port)) in {DoorFault.FOREIGN, DoorFault.OUT_OF_ORDER}
    assert door.asked == []


def test_the_issuing_certificate_is_not_taken_for_the_root(office: Office, door: FakeDoor) -> None:
    door.shows = office.issuing.public_bytes(Encoding.PEM).decode()
    assert _fault(office.label(door.port)) is DoorFault.FOREIGN


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"reason":"because"}', b"\xff\xfe", b"[" * 9000]
)
def test_an_answer_that_is_none_is_the_doors_fault(
    office: Office, door: FakeDoor, body: bytes
) -> None:
    door.before = lambda path: body if path == ENROL_PATH else None
    assert _fault(office.label(door.port)) is DoorFault.OUT_OF_ORDER


def test_a_refusal_is_told_with_its_reason(office: Office, door: FakeDoor) -> None:
    door.refuses = "stolen-code"
    with pytest.raises(RefusedByDoorError) as raised:
        _ask(office.label(door.port))
    assert raised.value.reason == "stolen-code"


@pytest.mark.parametrize("path", [AUTHORITY_PATH, ENROL_PATH])
def test_a_line_that_breaks_is_silence(office: Office, door: FakeDoor, path: str) -> None:
    def hang_up(asked: str) -> None:
        if asked == path:
            raise ConnectionError

    door.before = hang_up
    assert _fault(office.label(door.port)) is DoorFault.SILENT


def test_nobody_there_is_silence(office: Office) -> None:
    assert _fault(office.label(9)) is DoorFault.SILENT


def test_a_name_that_nobody_knows_is_told_apart(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("device.enrolment.door.has_way", lambda: True)
    assert _fault(office.label(1, host="nowhere.invalid")) is DoorFault.NO_NAME
    monkeypatch.setattr("device.enrolment.door.has_way", lambda: False)
    assert _fault(office.label(1, host="nowhere.invalid")) is DoorFault.NO_NETWORK


def test_an_impossible_host_is_a_name_that_nobody_knows(office: Office) -> None:
    assert _fault(office.label(1, host="a..b")) is DoorFault.NO_NAME


@contextmanager
def _cut_within_the_handshake() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def cut() -> None:
            with suppress(OSError):
                while True:
                    line, _address = listener.accept()
                    line.recv(100)
                    line.close()

        thread = threading.Thread(target=cut, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def test_a_line_cut_within_the_handshake_is_silence(office: Office) -> None:
    with _cut_within_the_handshake() as port:
        assert _fault(office.label(port)) is DoorFault.SILENT


def test_a_clock_that_nobody_set_turns_no_good_door_away(tmp_path: Path) -> None:
    """A card that was flashed last year starts at the time of its image."""
    later = Office(tmp_path / "later", now=datetime.now(UTC) + timedelta(days=90))
    with FakeDoor(later) as door:
        assert _fault(later.label(door.port)) is DoorFault.FOREIGN
        assert _ask(later.label(door.port), trusts_clock=False).settings


def test_a_clock_that_nobody_set_lets_no_foreign_door_in(office: Office, tmp_path: Path) -> None:
    with (
        FakeDoor(Office(tmp_path / "other"), shows=office.answer.authority) as foreign,
        pytest.raises(DoorError),
    ):
        _ask(office.label(foreign.port), trusts_clock=False)
    assert foreign.asked == []
