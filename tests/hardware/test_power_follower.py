"""The thread that follows the supply tells every change once, and nothing after it was closed."""

import queue
import threading
from collections.abc import Iterator

import pytest

from hardware.power.api import Power, Source
from hardware.power.fake import FakeSupply
from hardware.power.follower import PowerFollower
from hardware.power.policy import Advice, Deed
from hardware.power.settings import PowerSettings

EVERY = 0.001


class Ear:
    def __init__(self, *, breaks: bool = False) -> None:
        self.heard: queue.Queue[Advice] = queue.Queue()
        self._breaks = breaks

    def power(self, advice: Advice) -> None:
        self.heard.put(advice)
        if self._breaks:
            self._breaks = False
            raise RuntimeError("not my day")

    def hears(self, deed: Deed) -> Advice:
        """Wait for an advice of this kind."""
        while True:
            advice = self.heard.get(timeout=10)
            if advice.deed is deed:
                return advice


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


@pytest.fixture
def supply() -> FakeSupply:
    return FakeSupply()


@pytest.fixture
def follower(supply: FakeSupply) -> Iterator[PowerFollower]:
    made = PowerFollower(supply, PowerSettings(gauge="fake"), monotonic=Clock())
    yield made
    made.close()


def test_it_says_how_it_is_and_then_every_change(
    follower: PowerFollower, supply: FakeSupply
) -> None:
    ear = Ear()
    follower.start(ear, EVERY)
    assert ear.hears(Deed.NOTHING).percent == 100
    supply.cut_mains()
    ear.hears(Deed.TELL)
    ear.hears(Deed.DIM)
    supply.set_percent(9)
    assert ear.hears(Deed.END_AFTER_SALE).percent == 9
    ear.hears(Deed.END_NOW)
    supply.restore_mains()
    ear.hears(Deed.NOTHING)


def test_what_does_not_change_is_said_once(follower: PowerFollower, supply: FakeSupply) -> None:
    looks = threading.Semaphore(0)
    really = supply.look

    def look() -> Power:
        looks.release()
        return really()

    supply.look = look  # type: ignore[method-assign]  # counts
    ear = Ear()
    follower.start(ear, EVERY)
    for _look in range(20):
        assert looks.acquire(timeout=10)
    told = [ear.heard.get_nowait().source for _advice in range(ear.heard.qsize())]
    assert told == [Source.UNKNOWN, Source.MAINS], "at the start, and when it has settled"


def test_a_listener_that_breaks_is_told_again(follower: PowerFollower) -> None:
    ear = Ear(breaks=True)
    follower.start(ear, EVERY)
    assert ear.hears(Deed.NOTHING) == ear.hears(Deed.NOTHING)


def test_after_it_was_closed_nothing_is_heard(follower: PowerFollower, supply: FakeSupply) -> None:
    ear = Ear()
    follower.start(ear, EVERY)
    while ear.hears(Deed.NOTHING).source is not Source.MAINS:
        pass
    follower.close()
    supply.weaken()
    assert ear.heard.empty()
    assert not any(thread.name == "power" for thread in threading.enumerate())
    follower.close()


def test_one_that_never_began_is_closed_too(follower: PowerFollower) -> None:
    follower.close()
