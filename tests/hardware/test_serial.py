import contextlib
import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.framing import LONGEST
from hardware.serial import SerialScanner
from hardware.settings import SerialSettings
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises


class Line:
    """A serial line: a pseudo-terminal behind a link, as udev makes one."""

    def __init__(self, node: Path, suffix: bytes) -> None:
        self._node, self._suffix = node, suffix
        self._master = -1
        self.scanner = SerialScanner(SerialSettings(port=node))
        self.plug_in()

    def lay(self, text: str) -> None:
        self.send(text.encode() + self._suffix)

    def send(self, data: bytes) -> None:
        # Once the scanner is closed nobody takes in what is sent.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, True)
        self._node.symlink_to(os.ttyname(slave))
        # The master would report a hang-up before the scanner comes.
        self._slave = slave

    def unplug(self) -> None:
        self._node.unlink()
        os.close(self._slave)
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        self.scanner.close()
        if self._master >= 0:
            self.unplug()


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


def start(line: Line) -> Ear:
    ear = Ear()
    line.scanner.start(ear)
    ear.hears_that_it_works()
    return ear
