import threading
from pathlib import Path

import pytest
from msgspec import UNSET

from device.clock import ClockTrust
from device.health import write_health
from device.link.vitals import (
    STALE_SECONDS,
    Vitals,
    VitalsWatch,
    read_system,
    read_temperature,
    read_under_voltage,
    read_vitals,
)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="ascii")


def test_the_temperature_is_the_processors(tmp_path: Path) -> None:
    zones = tmp_path / "class/thermal"
    write(zones / "thermal_zone0/type", "battery\n")
    write(zones / "thermal_zone0/temp", "20000\n")
    write(zones / "thermal_zone1/type", "cpu-thermal\n")
    write(zones / "thermal_zone1/temp", "48312\n")
    assert read_temperature(tmp_path) == 48.3


@pytest.mark.parametrize("text", ["", "hot", "4 8"])
def test_a_temperature_that_cannot_be_read_is_left_out(tmp_path: Path, text: str) -> None:
    assert read_temperature(tmp_path) is UNSET
    write(tmp_path / "class/thermal/thermal_zone0/temp", text)
    assert read_temperature(tmp_path) is UNSET


@pytest.mark.parametrize(
    ("told", "is_weak"),
    [("0\n", False), ("1", True), ("10000", True), ("50005\n", True), ("40004", False)],
)
def test_a_raspberry_pi_tells_of_weak_power(tmp_path: Path, told: str, is_weak: bool) -> None:  # noqa: FBT001
    write(tmp_path / "devices/platform/soc/soc:firmware/get_throttled", told)
    assert read_under_voltage(tmp_path) is is_weak


def test_a_newer_kernel_tells_of_it_as_a_monitor(tmp_path: Path) -> None:
    write(tmp_path / "class/hwmon/hwmon0/name", "cpu_thermal\n")
    write(tmp_path / "class/hwmon/hwmon1/name", "rpi_volt\n")
    write(tmp_path / "class/hwmon/hwmon1/in0_lcrit_alarm", "1\n")
    assert read_under_voltage(tmp_path) is True


def test_other_computers_do_not_tell(tmp_path: Path) -> None:
    assert read_under_voltage(tmp_path) is UNSET


def test_everything_is_read_at_once(tmp_path: Path) -> None:
    write_health(tmp_path / "run", printer="cover-open", scanner="absent")
    found = read_vitals(
        tmp_path / "ledger.sqlite",
        tmp_path / "run",
        ClockTrust(tmp_path / "run", kernel=lambda: False),
    )
    assert (found.printer, found.scanner, found.clock) == ("cover-open", "absent", "untrusted")
    assert found.disk_free_bytes
    assert found.system == read_system()


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    trust = ClockTrust(tmp_path, kernel=lambda: True)
    found = read_vitals(tmp_path / "none" / "ledger.sqlite", tmp_path, trust)
    assert (found.disk_free_bytes, found.printer, found.scanner) == (UNSET, UNSET, UNSET)
    assert found.clock == "trusted"


def test_nobody_waits_for_a_disk_that_hangs() -> None:
    hangs, begun = threading.Event(), threading.Event()

    def read() -> Vitals:
        begun.set()
        hangs.wait(30)
        return Vitals(disk_free_bytes=1)

    watch = VitalsWatch(read)
    watch.start()
    assert begun.wait(30)
    assert watch.latest() == Vitals()
    watch.stop()
    hangs.set()


def test_what_was_read_long_ago_is_not_told() -> None:
    now, is_read = 0.0, threading.Event()

    def monotonic() -> float:
        is_read.set()
        return now

    watch = VitalsWatch(lambda: Vitals(disk_free_bytes=1), monotonic=monotonic)
    watch.start()
    assert is_read.wait(30)
    watch.stop()
    watch._thread.join(30)
    assert watch.latest() == Vitals(disk_free_bytes=1)
    now = STALE_SECONDS
    assert watch.latest() == Vitals()
