from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from device import clock
from device.clock import (
    TOLERANCE_SECONDS,
    ClockTrust,
    boot_seconds,
    kernel_is_synchronised,
    local_day,
    system_clock,
    write_sighting,
)

START = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)
NEAR = timedelta(seconds=TOLERANCE_SECONDS - 1)
FAR = timedelta(seconds=TOLERANCE_SECONDS + 1)


class Pi:
    """A terminal without a battery clock."""

    def __init__(self, run: Path) -> None:
        self.run, self.now, self.up = run, START, 100.0
        self.is_synchronised = False
        self.trust = self.new_program()

    def new_program(self) -> ClockTrust:
        return ClockTrust(
            self.run,
            clock=lambda: self.now,
            since_boot=lambda: self.up,
            kernel=lambda: self.is_synchronised,
        )

    def live(self, seconds: float) -> None:
        self.up += seconds
        self.now += timedelta(seconds=seconds)

    def receipt(self, at: datetime) -> None:
        write_sighting(self.run, at, clock=lambda: self.now, since_boot=lambda: self.up)


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    return Pi(tmp_path / "run")


def test_after_a_start_without_network_the_clock_is_a_guess(pi: Pi) -> None:
    assert not pi.trust.is_trusted()


def test_what_the_kernel_calls_synchronised_is_believed(pi: Pi) -> None:
    pi.is_synchronised = True
    assert pi.trust.is_trusted()


def test_a_clock_once_set_stays_good_when_the_network_goes(pi: Pi) -> None:
    """The kernel forgets after some hours without a time server (STA_UNSYNC)."""
    pi.is_synchronised = True
    assert pi.trust.is_trusted()
    pi.is_synchronised = False
    pi.live(30 * 24 * 3600)
    assert pi.trust.is_trusted()


@pytest.mark.parametrize("offset", [timedelta(0), NEAR, -NEAR])
def test_a_receipt_that_agrees_is_believed_by_every_program(pi: Pi, offset: timedelta) -> None:
    pi.receipt(pi.now + offset)
    pi.live(3600)
    assert pi.trust.is_trusted()
    assert pi.new_program().is_trusted()


@pytest.mark.parametrize("offset", [FAR, -FAR, timedelta(days=3650)])
def test_a_receipt_that_disagrees_shows_that_the_clock_is_wrong(pi: Pi, offset: timedelta) -> None:
    pi.receipt(pi.now + offset)
    assert not pi.trust.is_trusted()


@pytest.mark.parametrize("jump", [FAR, -FAR, timedelta(days=3650), timedelta(days=-3650)])
def test_a_clock_that_has_jumped_is_not_believed_until_something_agrees_again(
    pi: Pi, jump: timedelta
) -> None:
    pi.receipt(pi.now)
    assert pi.trust.is_trusted()
    pi.now += jump
    assert not pi.trust.is_trusted()
    pi.receipt(pi.now)
    assert pi.trust.is_trusted()


def test_a_jump_after_the_kernel_had_it_right_shows_too(pi: Pi) -> None:
    pi.is_synchronised = True
    assert pi.trust.is_trusted()
    pi.is_synchronised = False
    pi.now -= timedelta(days=400)
    assert not pi.trust.is_trusted()


def test_a_sighting_from_before_the_start_says_nothing(pi: Pi) -> None:
    pi.live(50_000)
    pi.receipt(pi.now)
    pi.up = 60.0  # switched off and on; the clock goes on where it stopped
    assert not pi.trust.is_trusted()
    pi.live(60_000)
    assert not pi.trust.is_trusted()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"null",
        b'{"at":"2026-11-22T03:45:00","clock":"2026-11-22T03:45:00","boot_seconds":1}',
    ],
)
def test_a_sighting_that_makes_no_sense_says_nothing(pi: Pi, content: bytes) -> None:
    pi.run.mkdir()
    (pi.run / "clock.json").write_bytes(content)
    assert not pi.trust.is_trusted()


def test_this_computers_kernel_answers() -> None:
    assert kernel_is_synchronised() in {True, False}


class NoKernel:
    """A system call that is forbidden, as under systemd's ProtectClock."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        """Any library."""

    def adjtimex(self, _timex: object) -> int:
        return -1


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    note = tmp_path / "synchronized"
    monkeypatch.setattr("ctypes.CDLL", NoKernel)
    monkeypatch.setattr(clock, "_TIMESYNCD", note)
    return note


def test_where_the_kernel_may_not_be_asked_the_time_service_is(forbidden: Path) -> None:
    assert not kernel_is_synchronised()
    forbidden.touch()
    assert kernel_is_synchronised()


def test_the_time_since_the_start_is_not_the_time_of_day() -> None:
    assert 0 < boot_seconds() < system_clock().timestamp() / 2


def test_a_day_at_the_counter_begins_seven_hours_before_utcs() -> None:
    assert local_day(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert local_day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
