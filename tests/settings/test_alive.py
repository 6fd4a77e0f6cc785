import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from settings.alive import Pulse, Supervisor


@dataclass
class Ear:
    """What systemd would hear."""

    line: socket.socket
    clock: list[float] = field(default_factory=lambda: [100.0])

    def heard(self) -> list[list[str]]:
        said = []
        while True:
            try:
                said.append(self.line.recv(4096).decode().splitlines())
            except BlockingIOError:
                return said

    def now(self) -> float:
        return self.clock[0]


@pytest.fixture(params=["path", "abstract"])
def ear_and_name(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Ear, str]]:
    name = str(tmp_path / "notify") if request.param == "path" else f"@quay-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(name.replace("@", "\0"))
        line.settimeout(0)
        yield Ear(line), name


def supervisor(ear: Ear, name: str, seconds: int = 40, **more: str) -> Supervisor:
    surroundings = {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": str(seconds * 1_000_000), **more}
    return Supervisor(surroundings, ear.now)


def test_ready_is_said_once_and_the_end_too(ear_and_name: tuple[Ear, str]) -> None:
    ear, name = ear_and_name
    one = supervisor(ear, name)
    one.starting("waiting for the database")
    one.ready("serving")
    one.ready("serving")
    one.stopping()
    assert ear.heard() == [
        ["EXTEND_TIMEOUT_USEC=90000000", "STATUS=waiting for the database"],
        ["READY=1", "STATUS=serving"],
        ["STOPPING=1"],
    ]


def test_a_beat_is_sent_four_times_in_the_watchdogs_interval(
    ear_and_name: tuple[Ear, str],
) -> None:
    ear, name = ear_and_name
    one = supervisor(ear, name, 40)
    for tenth in range(400):
        ear.clock[0] = 100 + tenth / 10
        one.beat()
    assert ear.heard() == [["WATCHDOG=1"]] * 4


def test_nobody_is_sent_beats_who_waits_for_none(ear_and_name: tuple[Ear, str]) -> None:
    ear, name = ear_and_name
    Supervisor({"NOTIFY_SOCKET": name}, ear.now).beat()
    supervisor(ear, name, WATCHDOG_PID="1").beat()
    supervisor(ear, name, WATCHDOG_USEC="soon").beat()
    assert ear.heard() == []
    supervisor(ear, name, WATCHDOG_PID=str(os.getpid())).beat()
    assert ear.heard() == [["WATCHDOG=1"]]


def test_the_same_status_is_not_said_again(ear_and_name: tuple[Ear, str]) -> None:
    ear, name = ear_and_name
    one = supervisor(ear, name)
    for text in ("well", "well", "ill", "well"):
        one.status(text)
    assert ear.heard() == [["STATUS=well"], ["STATUS=ill"], ["STATUS=well"]]


def test_no_program_stops_because_nobody_hears(tmp_path: Path) -> None:
    for address in ("", "relative", str(tmp_path / "gone"), "@gone", "/" + "x" * 200):
        one = Supervisor({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1000000"})
        one.ready("serving")
        one.beat()


def test_no_program_waits_for_a_supervisor_that_does_not_read(tmp_path: Path) -> None:
    name = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(name)
        one = Supervisor({"NOTIFY_SOCKET": name})
        for number in range(2000):
            one.status(str(number))


def pulse_at(seconds: float) -> tuple[Pulse, Callable[[float], None]]:
    clock = [0.0]

    def wait(more: float) -> None:
        clock[0] += more

    return Pulse(seconds, lambda: clock[0]), wait


def test_a_thread_without_work_is_well_for_ever() -> None:
    pulse, wait = pulse_at(10)
    wait(1e9)
    assert pulse.is_well
    assert pulse.is_at_rest


def test_a_thread_that_stays_in_one_piece_of_work_is_not_well() -> None:
    pulse, wait = pulse_at(10)
    pulse.works()
    wait(10)
    assert pulse.is_well
    wait(0.1)
    assert not pulse.is_well


def test_a_thread_that_goes_on_is_well_again() -> None:
    pulse, wait = pulse_at(10)
    pulse.works()
    wait(11)
    pulse.works()
    assert pulse.is_well
    wait(11)
    pulse.rests()
    assert pulse.is_well
