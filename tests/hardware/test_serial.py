from collections.abc import Iterator
from pathlib import Path

import pytest

from codes import Scan
from hardware import plugged, serial
from hardware.framing import LONGEST
from hardware.serial import SerialScanner
from hardware.settings import SerialSettings
from hardware.usb_choice import UsbDevice
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises
from tests.hardware.serial_line import SerialLine


class Line(SerialLine):
    """A line with the driver at its near end."""

    def __init__(self, node: Path, suffix: bytes) -> None:
        super().__init__(node, suffix)
        self.scanner = SerialScanner(SerialSettings(port=node))

    def close(self) -> None:
        self.scanner.close()
        super().close()


@pytest.fixture(params=[b"\r", b"\n", b"\r\n", b"\t"], ids=["CR", "LF", "CRLF", "TAB"])
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    line = Line(tmp_path / "scanner", request.param)
    yield line
    line.close()


@pytest.fixture
def bench_with_plug(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path / "scanner", b"\r")
    yield line
    line.close()


class TestSerialScanner(PlugPromises):
    def test_the_gs1_separator_is_kept(self, bench_with_plug: Line) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay("01089385010001181027AB\x1d21SN0001")
        assert ear.next_scan().data == b"01089385010001181027AB\x1d21SN0001"

    def test_without_a_suffix_a_pause_ends_the_code(self, bench_with_plug: Line) -> None:
        ear = start(bench_with_plug)
        for code in (b"one", b"two"):
            bench_with_plug.send(code)
            assert ear.next_scan().data == code

    def test_half_a_code_at_unplugging_is_told_and_never_handed_over(
        self, bench_with_plug: Line
    ) -> None:
        line, ear = bench_with_plug, start(bench_with_plug)
        # In one portion: when the whole code is heard, the half one has been taken in too.
        line.send(b"whole\r01089385010001181027AB")
        assert ear.next_scan().data == b"whole"
        line.unplug()
        assert "middle of a code" in ear.next_fault().reason
        assert "not connected" in ear.next_fault().reason
        line.plug_in()
        ear.hears_that_it_works()
        line.lay("next")
        assert ear.next_scan().data == b"next"

    def test_endless_garbage_is_dropped_and_the_next_code_read(self, bench_with_plug: Line) -> None:
        line, ear = bench_with_plug, start(bench_with_plug)
        for _portion in range(10):
            line.send(b"\xff" * (LONGEST // 4))
        assert "longer" in ear.next_fault().reason
        line.send(b"\rgood\r")
        ear.hears_that_it_works()
        assert ear.next_scan().data == b"good"

    def test_a_port_that_somebody_else_holds_is_a_fault(self, bench_with_plug: Line) -> None:
        ear = start(bench_with_plug)
        other_ear, other = Ear(), SerialScanner(bench_with_plug.scanner._settings)
        other.start(other_ear)
        assert other_ear.next_fault().reason
        other.close()
        bench_with_plug.lay("mine")
        assert ear.next_scan().data == b"mine"

    def test_a_symbology_that_the_scanner_tells_is_told(self, bench_with_plug: Line) -> None:
        ear = start(bench_with_plug)
        bench_with_plug.lay("]Q1TRẦN HỒNG KHÁNH")
        assert ear.next_scan() == Scan("TRẦN HỒNG KHÁNH".encode(), "]Q1")

    def test_how_a_code_ended_is_known(self, bench_with_plug: Line) -> None:
        ear = start(bench_with_plug)
        for code, suffix in ((b"silent", ""), (b"tab\t", "\t"), (b"enter\r", "\r")):
            bench_with_plug.send(code)
            ear.next_scan()
            assert bench_with_plug.scanner.suffix == suffix


def test_a_scanner_is_found_by_its_usb_numbers_and_again_in_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[UsbDevice] = []
    monkeypatch.setattr(serial, "list_ports", lambda: list(there))
    scanner, ear = SerialScanner(SerialSettings(usb="auto")), Ear()
    scanner.start(ear)
    assert ear.next_fault().reason == "USB auto is not connected"
    for name in ("ttyACM0", "ttyACM1"):
        line = SerialLine(tmp_path / name)
        there.append(UsbDevice(path=line.node, vendor=0x1EAB, product=0x0C06))
        ear.hears_that_it_works()
        line.lay(name)
        assert ear.next_scan().data == name.encode()
        there.clear()
        line.unplug()
        assert ear.next_fault().reason
    scanner.close()


def test_a_port_that_goes_while_ports_are_listed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def vanishing() -> list[object]:
        raise TypeError("int() argument must be a string")

    monkeypatch.setattr("serial.tools.list_ports.comports", vanishing)
    assert plugged.list_ports() == []


def test_an_error_that_nobody_expected_is_told_and_the_scanner_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    line = SerialLine(tmp_path / "ttyACM0")
    found = UsbDevice(path=line.node, vendor=0x1EAB, product=0x0C06)
    errors = [TypeError("Nguyễn Văn Mẫu")]

    def list_ports() -> list[UsbDevice]:
        if errors:
            raise errors.pop()
        return [found]

    monkeypatch.setattr(serial, "list_ports", list_ports)
    scanner, ear = SerialScanner(SerialSettings(usb="auto")), Ear()
    scanner.start(ear)
    assert "TypeError" in ear.next_fault().reason
    ear.hears_that_it_works()
    line.lay("next")
    assert ear.next_scan().data == b"next"
    scanner.close()
    assert "TypeError" in caplog.text
    assert "Nguyễn" not in caplog.text


def start(line: Line) -> Ear:
    ear = Ear()
    line.scanner.start(ear)
    ear.hears_that_it_works()
    return ear
