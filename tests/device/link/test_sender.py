"""The sender against brokers that misbehave: it never gives up, and never becomes a nuisance."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from device.link import connection, sender
from device.link.connection import Connection, ConnectionLostError
from device.link.report import Reporter
from device.link.sender import Sender
from device.link_state import read_link_state
from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    StaffSettings,
    TerminalSettings,
)
from hardware.settings import HardwareSettings
from tests.certificates import Pki, make_pki
from tests.device.ledger.books import AT, TERMINAL
from tests.device.link.bad_broker import (
    BadBroker,
    Play,
    fall_silent,
    refuse_connection,
    refuse_subscription,
    say_nothing,
    talk_nonsense,
    throw_out,
)
from tests.device.link.outpost import Outpost
from tests.device.link.province import TERMINAL_KEY

QUICK = 0.3
"""For what takes half a minute in a shop."""


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return make_pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "STEP_SECONDS", QUICK)
    monkeypatch.setattr(connection, "READY_SECONDS", QUICK)
    monkeypatch.setattr(sender, "LOOK_SECONDS", 0.02)


def broker_settings(pki: Pki, port: int, host: str = "127.0.0.1") -> BrokerSettings:
    pair = pki.issue(TERMINAL)
    return BrokerSettings(
        host=host,
        port=port,
        ca=pki.ca,
        certificate=pair.certificate,
        key=pair.key,
        longest_wait_seconds=QUICK,
    )


def terminal_settings(folder: Path, broker: BrokerSettings) -> TerminalSettings:
    nowhere = folder / "nowhere"
    return TerminalSettings(
        terminal=TERMINAL,
        province="33",
        ledger=folder / "ledger.sqlite",
        run=folder / "run",
        outlet=OutletSettings(name="Quầy", address="Xã", licence="0"),
        staff=StaffSettings(badge="NV-07", name="Cô Lan"),
        broker=broker,
        keys=KeySettings(signing=nowhere, server=nowhere, book=nowhere),
        hardware=HardwareSettings(kind="fake"),
    )


@contextmanager
def sending(outpost: Outpost, settings: TerminalSettings) -> Iterator[Sender]:
    """Run a sender until the block ends."""
    reporter = Reporter(key=TERMINAL_KEY, clock=lambda: AT, software="0.1.0", every_seconds=600)
    sends = Sender(settings, outpost.exchange, reporter, lambda: AT)

    def run() -> None:
        sends.run()
        outpost.ledger.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield sends
    finally:
        sends.stop()
        thread.join(30)
        assert not thread.is_alive()


PLAYS: dict[str, Play | None] = {
    "TLS hangs": None,
    "CONNACK refused": refuse_connection,
    "SUBACK refused": refuse_subscription,
    "no CONNACK": say_nothing,
    "nonsense": talk_nonsense,
    "thrown out at once": throw_out,
}


@pytest.mark.parametrize("play", PLAYS.values(), ids=PLAYS)
def test_it_calls_again_and_again_whatever_the_broker_does(
    outpost: Outpost, tmp_path: Path, pki: Pki, play: Play | None
) -> None:
    outpost.sell(1)
    with BadBroker(pki, play) as broker:
        settings = terminal_settings(tmp_path, broker_settings(pki, broker.port))
        with sending(outpost, settings):
            assert broker.wait_for_calls(4)
            assert read_link_state(settings.run) is not None
    assert outpost.unsent == 1


def test_one_that_throws_everybody_out_is_not_called_without_pause(
    outpost: Outpost, tmp_path: Path, pki: Pki
) -> None:
    """The wait grows though every connection stood for a moment."""
    outpost.sell(1)
    waits: list[float] = []
    with BadBroker(pki, throw_out) as broker:
        settings = terminal_settings(tmp_path, broker_settings(pki, broker.port))
        with sending(outpost, settings) as sends:

            def draw(_least: float, most: float) -> float:
                waits.append(most)
                return 0.01

            sends._backoff._draw, sends._backoff._most = draw, 1e9
            assert broker.wait_for_calls(5)
    assert waits == [2.0**failures for failures in range(len(waits))]


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".invalid", "a..b"])
def test_a_name_that_does_not_resolve_is_looked_up_again(
    outpost: Outpost, tmp_path: Path, pki: Pki, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    asked = threading.Semaphore(0)

    def fail(name: str, *_rest: object, **_options: object) -> None:
        asked.release()
        name.encode("idna")
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    settings = terminal_settings(tmp_path, broker_settings(pki, 8883, host))
    with sending(outpost, settings):
        for _time in range(3):
            assert asked.acquire(timeout=30)


def test_a_name_server_that_hangs_is_left_behind(
    outpost: Outpost, tmp_path: Path, pki: Pki, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, hangs = threading.Semaphore(0), threading.Event()

    def hang(*_rest: object, **_options: object) -> None:
        asked.release()
        hangs.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", hang)
    settings = terminal_settings(tmp_path, broker_settings(pki, 8883, "somewhere"))
    with sending(outpost, settings):
        for _time in range(3):
            assert asked.acquire(timeout=30)
        assert read_link_state(settings.run) is not None
    hangs.set()


def converse(link: Connection, until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline
        link.work(0.02)


def open_connection(pki: Pki, port: int) -> Connection:
    link = Connection(
        broker_settings(pki, port),
        client_id=TERMINAL,
        hears={"quay/v1/33/48/Q33-0001/receipt": lambda _message: None},
        on_left=lambda: None,
    )
    link.open()
    return link


def test_a_batch_that_does_not_leave_ends_the_connection(
    pki: Pki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READY_SECONDS", 30.0)
    monkeypatch.setattr(connection, "LEAVE_SECONDS", QUICK)
    with BadBroker(pki, fall_silent) as broker:
        link = open_connection(pki, broker.port)
        converse(link, lambda: link.ready)
        link.send("quay/v1/33/48/Q33-0001/entries", b"batch")
        with pytest.raises(ConnectionLostError, match="does not leave"):
            converse(link, lambda: False)
        link.close()


def test_a_line_that_is_dead_at_the_other_end_shows_by_its_silence(
    pki: Pki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READY_SECONDS", 30.0)
    monkeypatch.setattr(connection, "KEEPALIVE_SECONDS", 1)
    with BadBroker(pki, fall_silent) as broker:
        link = open_connection(pki, broker.port)
        converse(link, lambda: link.ready)
        with pytest.raises(ConnectionLostError):
            converse(link, lambda: False)
        link.close()


def test_a_handshake_that_hangs_ends_when_the_connection_is_closed(
    pki: Pki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "STEP_SECONDS", 60.0)
    monkeypatch.setattr(connection, "READY_SECONDS", 60.0)
    with BadBroker(pki, None) as broker:
        link = open_connection(pki, broker.port)
        assert broker.wait_for_calls(1)
        while link._door is None or link._door._line is None:
            link.work(0.01)
        link.close()
        assert link._dialling
        link._dialling.join(20)
        assert not link._dialling.is_alive()


def test_certificates_that_cannot_be_used_are_an_error_of_the_connection(
    pki: Pki, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("nothing", encoding="ascii")
    settings = broker_settings(pki, 8883)
    broken = BrokerSettings(
        host=settings.host,
        port=settings.port,
        ca=tmp_path / "ca.pem",
        certificate=settings.certificate,
        key=settings.key,
    )
    link = Connection(
        broken,
        client_id=TERMINAL,
        hears={"quay/v1/33/48/Q33-0001/receipt": lambda _message: None},
        on_left=lambda: None,
    )
    with pytest.raises(ConnectionLostError, match="certificates"):
        link.open()
    link.close()


def test_a_broker_of_another_authority_is_not_spoken_to(
    outpost: Outpost, tmp_path: Path, pki: Pki
) -> None:
    outpost.sell(1)
    with BadBroker(make_pki(tmp_path / "other"), fall_silent) as broker:
        settings = terminal_settings(tmp_path, broker_settings(pki, broker.port))
        with sending(outpost, settings):
            assert broker.wait_for_calls(3)
    assert outpost.is_silent() is False
