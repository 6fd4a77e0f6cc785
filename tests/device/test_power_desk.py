"""Between supply and counter: the word is passed on, and the switch waits for the mains."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.counter.event import PowerChanged
from device.counter.power import PowerNow, Supplied
from device.power_desk import POWER_OFF, PowerDesk, power_now
from hardware.power.api import Power, Source
from hardware.power.fake import FakeSupply
from hardware.power.follower import PowerFollower
from hardware.power.policy import Advice, Deed, PowerWatch
from hardware.power.settings import PowerSettings

SOON, NEVER = 0.01, 3600.0
WAIT = 10.0


class Heard:
    def __init__(self) -> None:
        self.events: list[PowerChanged] = []
        self.came = threading.Event()

    def __call__(self, event: PowerChanged) -> None:
        self.events.append(event)
        self.came.set()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def desk_of(folder: Path, heard: Heard, seconds: float) -> PowerDesk:
    return PowerDesk(folder, heard, reading_seconds=seconds)


@pytest.mark.parametrize(
    ("deed", "supplied", "is_dim"),
    [
        (Deed.NOTHING, Supplied.WELL, False),
        (Deed.TELL, Supplied.BATTERY, False),
        (Deed.DIM, Supplied.BATTERY, True),
        (Deed.END_AFTER_SALE, Supplied.ENDING, True),
        (Deed.END_NOW, Supplied.OVER, True),
    ],
)
def test_every_advice_means_something_at_the_counter(
    deed: Deed, supplied: Supplied, *, is_dim: bool
) -> None:
    told = power_now(Advice(deed=deed, minutes_left=5))
    assert told == PowerNow(supplied=supplied, minutes_left=5, is_dim=is_dim)


def test_what_the_follower_sees_reaches_the_counter(tmp_path: Path, heard: Heard) -> None:
    follower = PowerFollower(FakeSupply(), PowerSettings(gauge="fake"))
    desk = desk_of(tmp_path, heard, NEVER)
    follower.start(desk, every=SOON)
    assert heard.came.wait(WAIT)
    follower.close()
    assert heard.events == [PowerChanged(PowerNow())]
    assert desk.seen().percent == 100


@pytest.mark.parametrize(
    "told",
    [
        Power(source=Source.MAINS),
        Power(source=Source.MAINS, percent=80),
        Power(source=Source.BATTERY),
        Power(source=Source.BATTERY, percent=60),
        Power(percent=60),
        Power(),
    ],
    ids=["wire", "wire and gauge", "wire, cut", "gauge, cut", "a gauge that cannot tell", "nobody"],
)
def test_the_source_is_shown_as_it_was_told_with_or_without_a_charge(
    tmp_path: Path, heard: Heard, told: Power
) -> None:
    desk, watch = desk_of(tmp_path, heard, NEVER), PowerWatch(PowerSettings())
    for second in range(10):
        desk.power(watch.see(told, float(second)))
    assert desk.seen() == told


def test_word_to_switch_off_is_left_when_the_screen_has_been_read(
    tmp_path: Path, heard: Heard
) -> None:
    desk = desk_of(tmp_path, heard, SOON)
    desk.power(Advice(deed=Deed.END_AFTER_SALE))
    desk.off()
    desk.off()
    desk.wait(WAIT)
    assert (tmp_path / POWER_OFF).exists()


def test_the_mains_that_is_back_in_time_keeps_the_terminal_on(tmp_path: Path, heard: Heard) -> None:
    desk = desk_of(tmp_path, heard, NEVER)
    desk.power(Advice(deed=Deed.END_NOW))
    desk.off()
    desk.power(Advice())
    desk.wait(WAIT)
    assert not (tmp_path / POWER_OFF).exists()
    assert heard.events[-1] == PowerChanged(PowerNow())


def test_nobody_is_switched_off_on_the_mains(tmp_path: Path, heard: Heard) -> None:
    desk = desk_of(tmp_path, heard, SOON)
    desk.off()
    desk.wait(WAIT)
    assert not (tmp_path / POWER_OFF).exists()


def test_a_run_folder_that_is_not_there_ends_nothing(
    tmp_path: Path, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(tmp_path / "gone", heard, SOON)
    desk.power(Advice(deed=Deed.END_NOW))
    desk.off()
    desk.wait(WAIT)
    assert "switch off" in caplog.text


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() <= before
