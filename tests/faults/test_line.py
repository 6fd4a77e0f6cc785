"""The line does to bytes what the weather says, and counts it."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.certificates import make_pki
from tests.faults.line import HOST
from tests.faults.network import Network, Papers
from tests.faults.weather import ConnectionFate, Weather

SAID = bytes(range(256)) * 200


class Echo(socketserver.StreamRequestHandler):
    """Says everything again."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            while data := self.request.recv(4096):
                self.request.sendall(data)


class Fated(Weather):
    """A storm in which every connection has the same fate."""

    fate = ConnectionFate()

    def fate_of_connection(self, line: str) -> ConnectionFate:
        assert line == "line"
        return self.fate


@pytest.fixture
def echo() -> Iterator[int]:
    with socketserver.ThreadingTCPServer((HOST, 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def network(echo: int, tmp_path: Path) -> Iterator[Network]:
    pki = make_pki(tmp_path / "pki")
    papers = Papers(authority=pki.ca, certificate=pki.broker.certificate, key=pki.broker.key)
    found = Network(Fated(seed=1, storm=True), broker=echo, broker_papers=papers)
    yield found
    found.close()


def heard(port: int) -> bytes:
    """Return what comes back; raise `ConnectionResetError` where the line was cut."""
    with socket.create_connection((HOST, port), timeout=10) as line:
        got = bytearray()
        speaker = threading.Thread(target=speak, args=(line,))
        speaker.start()
        try:
            while len(got) < len(SAID) and (data := line.recv(65536)):
                got += data
        finally:
            speaker.join()
        return bytes(got)


def speak(line: socket.socket) -> None:
    try:
        line.sendall(SAID)
    except OSError:
        return


def through(network: Network, echo: int, fate: ConnectionFate) -> bytes:
    weather = network.weather
    assert isinstance(weather, Fated)
    weather.fate = fate
    return heard(network.open_line("line", target=echo))


def test_in_calm_weather_every_byte_arrives(network: Network, echo: int) -> None:
    network.weather.storm = False
    assert through(network, echo, ConnectionFate(kind="rst", at_byte=10)) == SAID
    assert network.weather.total == 0


def test_a_cut_line_is_reset(network: Network, echo: int) -> None:
    with pytest.raises(ConnectionResetError):
        through(network, echo, ConnectionFate(kind="rst", at_byte=9_000))
    assert network.weather.struck == {"line: cut (RST)": 1}


def test_a_truncated_record_breaks_off_at_the_byte(network: Network, echo: int) -> None:
    with pytest.raises(ConnectionResetError):
        through(network, echo, ConnectionFate(kind="truncate", direction="down", at_byte=9_001))
    assert network.weather.struck == {"line: truncated in a record": 1}


def test_a_closed_line_ends_early_without_a_reset(network: Network, echo: int) -> None:
    got = through(network, echo, ConnectionFate(kind="fin", direction="down", at_byte=9_001))
    assert got == SAID[:9_001]
    assert network.weather.struck == {"line: closed (FIN)": 1}


@pytest.mark.parametrize("kind", ["stall", "delays"])
def test_a_slow_line_loses_nothing(network: Network, echo: int, kind: str) -> None:
    fate = ConnectionFate(kind=kind, at_byte=5_000, seconds=0.1)  # type: ignore[arg-type]
    assert through(network, echo, fate) == SAID
    assert network.weather.total >= 1


def test_the_same_seed_draws_the_same_weather() -> None:
    def drawn(seed: int) -> list[object]:
        weather = Weather(seed=seed, storm=True)
        return [
            *(weather.fate_of_connection("one") for _ in range(50)),
            *(weather.fate_of_message("one", "up") for _ in range(200)),
        ]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_what_is_ordered_happens_in_calm_weather_too() -> None:
    weather = Weather(seed=1)
    weather.order("one", "up", "flip", "drop")
    assert weather.ordered("one")
    fates = [weather.fate_of_message("one", "up") for _ in range(3)]
    assert sorted(fates) == ["drop", "flip", "none"]
    assert not weather.ordered("one")
