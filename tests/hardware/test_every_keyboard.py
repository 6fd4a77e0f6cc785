"""Every keyboard is a scanner: whatever its name, however many, and whatever keys were lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.evdev_scanner import EvdevScanner
from hardware.every_keyboard import LOOK_SECONDS, EveryKeyboard, make_evdev
from hardware.framing import Dropped
from hardware.input_devices import InputDevice
from hardware.settings import EvdevSettings
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises
from tests.hardware.typist import (
    CAPS,
    ENTER,
    KEY,
    OVERFLOW,
    REPORT,
    SHIFT,
    Event,
    KeyPipe,
    OpenPipe,
    Typist,
    tap,
)

BADGE = "QUAY:N/NV01"


class Bench:
    """Keyboards of no name that anybody knows."""

    def __init__(self, folder: Path, count: int = 1) -> None:
        self.typist = Typist()
        self.pipes = {
            folder / f"event{number}": KeyPipe(folder / f"event{number}") for number in range(count)
        }
        self.scanner = EveryKeyboard(EvdevSettings(usb="every"), self._open, self._list)

    def lay(self, text: str, number: int = 0) -> None:
        self._pipe(number).send(self.typist.type(text))

    def send(self, *events: Event, number: int = 0) -> None:
        self._pipe(number).send(events)

    def unplug(self, number: int = 0) -> None:
        self._pipe(number).unplug()

    def plug_in(self, number: int = 0) -> None:
        self._pipe(number).plug_in()

    @property
    def grabs(self) -> list[int]:
        return [pipe.grabs for pipe in self.pipes.values()]

    @property
    def handles(self) -> int:
        return sum(pipe.handles for pipe in self.pipes.values())

    def _pipe(self, number: int) -> KeyPipe:
        return list(self.pipes.values())[number]

    def _open(self, path: Path) -> OpenPipe:
        return self.pipes[path].open(path)

    def _list(self) -> list[InputDevice]:
        return [
            InputDevice(path=path, vendor=0x0627, product=0x0001, name="QEMU USB Keyboard")
            for path in self.pipes
            if path.exists()
        ]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.scanner.close()


@pytest.fixture
def bench_with_plug(bench: Bench) -> Bench:
    return bench


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path, 2)
    yield bench
    bench.scanner.close()


def start(bench: Bench) -> Ear:
    ear = Ear()
    bench.scanner.start(ear)
    ear.hears_that_it_works()
    return ear


class TestEveryKeyboard(PlugPromises):
    def test_a_shift_whose_release_was_lost_spoils_one_code_and_no_more(
        self, bench_with_plug: Bench
    ) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.send(Event(KEY, SHIFT, 1), REPORT, OVERFLOW, REPORT)
        assert ear.next_fault().reason == Dropped.GAP.value
        bench_with_plug.lay("the rest of it")
        assert ear.next_fault().reason == Dropped.GAP.value
        for _ in range(3):
            bench_with_plug.lay(BADGE)
        ear.hears_that_it_works()
        for _ in range(3):
            assert ear.next_scan().data.decode() == BADGE

    def test_a_code_behind_a_lost_enter_is_told_to_be_lost_too(
        self, bench_with_plug: Bench
    ) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.send(OVERFLOW, REPORT)
        assert ear.next_fault().reason == Dropped.GAP.value
        bench_with_plug.lay(BADGE)
        assert ear.next_fault().reason == Dropped.GAP.value, "nobody waits for it in silence"
        bench_with_plug.lay(BADGE)
        ear.hears_that_it_works()
        assert ear.next_scan().data.decode() == BADGE

    @pytest.mark.parametrize("rest", [[], list(tap(CAPS))], ids=["lost", "came"])
    def test_a_caps_lock_that_was_lost_spoils_one_code_and_no_more(
        self, bench_with_plug: Bench, rest: list[Event]
    ) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.send(*tap(CAPS), OVERFLOW, REPORT, *rest, *tap(ENTER))
        assert ear.next_fault().reason == Dropped.GAP.value
        bench_with_plug.lay(BADGE)
        ear.hears_that_it_works()
        assert ear.next_scan().data.decode() == BADGE

    def test_one_of_two_that_another_program_holds_is_no_fault(self, two: Bench) -> None:
        list(two.pipes.values())[1].is_held_by_another = True
        ear = start(two)
        two.lay(BADGE)
        assert ear.next_scan().data.decode() == BADGE
        time.sleep(2 * LOOK_SECONDS)
        assert ear.has_heard_nothing()
        two.unplug(0)
        assert "held by another" in ear.next_fault().reason
        list(two.pipes.values())[1].is_held_by_another = False
        ear.hears_that_it_works()

    def test_a_code_that_one_of_two_did_not_end_is_lost_and_the_scanner_is_not(
        self, two: Bench
    ) -> None:
        ear = start(two)
        two.lay("both", number=1)
        assert ear.next_scan().data == b"both"
        two.send(*Typist(end=None).type("begun"), number=1)
        time.sleep(0.3)
        two.unplug(1)
        assert ear.next_fault().reason == Dropped.UNFINISHED.value
        time.sleep(2 * LOOK_SECONDS)
        assert ear.has_heard_nothing()

    def test_codes_of_two_keyboards_do_not_mix(self, two: Bench) -> None:
        ear = start(two)
        halves = list(two.typist.type("0108938501000118"))
        two.send(*halves[:20], number=0)
        two.lay(BADGE, number=1)
        assert ear.next_scan().data.decode() == BADGE
        two.send(*halves[20:], number=0)
        assert ear.next_scan().data == b"0108938501000118"
        assert two.scanner.suffix == "\r"
        assert two.grabs == [1, 1], "the screen gets none of their keys"

    def test_one_of_two_that_goes_is_no_fault(self, two: Bench) -> None:
        ear = start(two)
        two.lay("both", number=1)
        assert ear.next_scan().data == b"both"
        two.unplug(1)
        two.lay("one", number=0)
        assert ear.next_scan().data == b"one"
        two.unplug(0)
        assert ear.next_fault().reason == "keyboard or scanner is not connected"
        two.plug_in(1)
        ear.hears_that_it_works()

    def test_a_keyboard_that_another_program_holds_is_told(self, tmp_path: Path) -> None:
        bench, ear = Bench(tmp_path), Ear()
        next(iter(bench.pipes.values())).is_held_by_another = True
        bench.scanner.start(ear)
        assert "held by another" in ear.next_fault().reason
        next(iter(bench.pipes.values())).is_held_by_another = False
        ear.hears_that_it_works()
        bench.scanner.close()
        assert bench.handles == 0


def test_the_settings_say_whether_it_is_one_or_all() -> None:
    assert isinstance(make_evdev(EvdevSettings(usb="every")), EveryKeyboard)
    assert isinstance(make_evdev(EvdevSettings(usb="auto")), EvdevScanner)
