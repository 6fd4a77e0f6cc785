from collections.abc import Iterator
from pathlib import Path

import pytest

from codes import Scan
from hardware import evdev_scanner
from hardware.evdev_scanner import EvdevScanner, find_device
from hardware.framing import Dropped
from hardware.input_devices import list_keyboards
from hardware.keymap import LAYOUTS
from hardware.settings import EvdevSettings
from tests.hardware.input_tree import make_input_device
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises
from tests.hardware.typist import ENTER, KEY, OVERFLOW, REPORT, SHIFT, Event, KeyPipe, Typist

PACK = "01089385010001181727123110AB123\x1d21SN0001"


class Bench:
    """A scanner that types, and sends what its layout lacks by Alt numbers."""

    def __init__(self, folder: Path, typist: Typist, **settings: str) -> None:
        self.typist = typist
        self.pipe = KeyPipe(folder / "event5")
        self.scanner = EvdevScanner(
            EvdevSettings(device=folder / "event5", **settings),  # type: ignore[arg-type]  # words
            self.pipe.open,
        )

    def lay(self, text: str) -> None:
        self.pipe.send(self.typist.type(text))

    def unplug(self) -> None:
        self.pipe.unplug()

    def plug_in(self) -> None:
        self.pipe.plug_in()


@pytest.fixture(params=["us", "fr", "de", "vi"])
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(tmp_path, Typist(layout=LAYOUTS[request.param]), layout=request.param)
    yield bench
    bench.scanner.close()


@pytest.fixture
def bench_with_plug(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path, Typist())
    yield bench
    bench.scanner.close()


def start(bench: Bench) -> Ear:
    ear = Ear()
    bench.scanner.start(ear)
    ear.hears_that_it_works()
    return ear


class TestEvdevScanner(PlugPromises):
    def test_the_device_is_kept_from_everybody_else(self, bench_with_plug: Bench) -> None:
        start(bench_with_plug)
        assert bench_with_plug.pipe.grabs == 1

    def test_a_device_that_somebody_else_holds_is_a_fault(self, bench_with_plug: Bench) -> None:
        bench, ear = bench_with_plug, Ear()
        bench.pipe.is_held_by_another = True
        bench.scanner.start(ear)
        assert "held by another" in ear.next_fault().reason
        bench.pipe.is_held_by_another = False
        ear.hears_that_it_works()
        assert bench.pipe.handles == 1
        bench.scanner.close()
        assert bench.pipe.handles == 0

    def test_a_device_that_may_not_be_opened_is_told(self, tmp_path: Path) -> None:
        def refuse(path: Path) -> evdev_scanner.KeyDevice:
            raise PermissionError(13, "no", str(path))

        scanner, ear = EvdevScanner(EvdevSettings(device=tmp_path), refuse), Ear()
        scanner.start(ear)
        assert "may not be opened" in ear.next_fault().reason
        scanner.close()

    def test_an_error_that_nobody_expected_does_not_end_it(self, tmp_path: Path) -> None:
        errors: list[Exception] = [ValueError("no number")]
        bench = Bench(tmp_path, Typist())

        def open_device(path: Path) -> evdev_scanner.KeyDevice:
            if errors:
                raise errors.pop()
            return bench.pipe.open(path)

        scanner, ear = EvdevScanner(EvdevSettings(device=tmp_path / "event5"), open_device), Ear()
        scanner.start(ear)
        assert "ValueError" in ear.next_fault().reason
        ear.hears_that_it_works()
        bench.lay("next")
        assert ear.next_scan().data == b"next"
        scanner.close()

    def test_the_gs1_separator_is_kept(self, bench_with_plug: Bench) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay(PACK)
        assert ear.next_scan() == Scan(PACK.encode())

    def test_a_symbology_that_the_scanner_tells_is_told(self, bench_with_plug: Bench) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay("]d2" + PACK)
        assert ear.next_scan() == Scan(PACK.encode(), "]d2")

    def test_a_text_that_was_typed_counts_as_such_whatever_symbology_is_told(
        self, bench_with_plug: Bench
    ) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay("]Q1TRẦN HỒNG KHÁNH")
        assert ear.next_scan() == Scan("TRẦN HỒNG KHÁNH".encode(), "")

    def test_half_a_code_at_unplugging_is_told_and_never_handed_over(
        self, bench_with_plug: Bench
    ) -> None:
        bench, ear = bench_with_plug, start(bench_with_plug)
        half = Typist(end=None).type("01089385010001181027AB")
        bench.pipe.send([*bench.typist.type("whole"), *half])
        assert ear.next_scan().data == b"whole"
        bench.unplug()
        assert "middle of a code" in ear.next_fault().reason
        assert "not connected" in ear.next_fault().reason
        bench.plug_in()
        ear.hears_that_it_works()
        bench.lay("next")
        assert ear.next_scan().data == b"next"

    def test_a_code_of_which_the_kernel_lost_keys_is_dropped_whole(
        self, bench_with_plug: Bench
    ) -> None:
        bench, ear = bench_with_plug, start(bench_with_plug)
        # What stands between the overflow and the next report is part of the gap: this Enter too.
        gap = [Event(KEY, SHIFT, 1), REPORT, OVERFLOW, Event(KEY, ENTER, 1), REPORT]
        lost = [*gap, *bench.typist.type("rest")]
        bench.pipe.send([*Typist(end=None).type("begun"), *lost])
        assert ear.next_fault().reason == Dropped.GAP.value
        assert ear.next_fault().reason == Dropped.GAP.value, "what follows may be another code"
        bench.lay("next")
        ear.hears_that_it_works()
        assert ear.next_scan().data == b"next"

    def test_a_scanner_without_enter_is_told_and_nothing_is_made_of_its_codes(
        self, bench_with_plug: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(evdev_scanner, "STALE_SECONDS", 0.0)
        ear = start(bench_with_plug)
        bench_with_plug.pipe.send(Typist(end=None).type("893"))
        assert ear.next_fault().reason == Dropped.UNFINISHED.value
        bench_with_plug.lay("8938501000118")
        ear.hears_that_it_works()
        assert ear.next_scan().data == b"8938501000118"

    def test_how_a_code_ended_is_known(self, bench_with_plug: Bench) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay("1")
        ear.next_scan()
        assert bench_with_plug.scanner.suffix == "\r"


class TestWhichDevice:
    def test_a_path_is_taken_as_it_is(self) -> None:
        assert find_device(EvdevSettings(device=Path("/dev/x"))) == Path("/dev/x")

    def test_a_name_is_looked_up_by_id(self) -> None:
        found = find_device(EvdevSettings(by_id="usb-Newland-event-kbd"))
        assert found == Path("/dev/input/by-id/usb-Newland-event-kbd")

    @pytest.mark.parametrize(
        ("usb", "event"),
        [("auto", "event4"), ("1eab", "event4"), ("046d:c31c", "event2"), ("0c2e", None)],
    )
    def test_numbers_are_looked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usb: str, event: str | None
    ) -> None:
        make_input_device(tmp_path, 2, vendor="046d", product="c31c", name="Logitech Keyboard")
        make_input_device(tmp_path, 4, vendor="1eab", product="1303", name="HID KBW")
        listed = list_keyboards(tmp_path, Path("/dev/input"))
        monkeypatch.setattr(evdev_scanner, "list_keyboards", lambda: listed)
        found = find_device(EvdevSettings(usb=usb))
        assert found == (Path("/dev/input") / event if event else None)

    def test_no_keyboard_of_a_person_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(evdev_scanner, "list_keyboards", list)
        scanner, ear = EvdevScanner(EvdevSettings(usb="auto")), Ear()
        scanner.start(ear)
        assert ear.next_fault().reason == "USB auto is not connected"
        scanner.close()
