import fcntl
import os
import select
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware import ports
from hardware.errors import PrinterFault
from hardware.ports import FilePort
from hardware.printer import EscposPrinter
from tests.hardware.far_end import FarEnd
from tests.hardware.listening import PATIENCE
from tests.hardware.printer_promises import (
    PrinterPromises,
    TwoWayPromises,
    draw_ticket,
    fault_of,
)


class PipeBench(FarEnd):
    """A printer behind a device that only takes: a named pipe."""

    def __init__(self, path: Path, width: int) -> None:
        super().__init__(width)
        self.path = path
        self.printer = EscposPrinter(FilePort(path), width)
        self._reader: threading.Thread | None = None
        self.plug_in()

    def plug_in(self) -> None:
        if self.path.exists():
            return
        os.mkfifo(self.path)
        # Read and write, so that the pipe does not end between two tickets.
        link = os.open(self.path, os.O_RDWR)
        # What a pipe has taken in counts as printed, so that it must not take in much.
        fcntl.fcntl(link, fcntl.F_SETPIPE_SZ, 4096)
        self._reader = threading.Thread(target=self._read, args=(link,), daemon=True)
        self._reader.start()

    def unplug(self) -> None:
        writer = os.open(self.path, os.O_WRONLY)
        self.path.unlink()
        self.break_after = 1
        os.write(writer, bytes(1))
        os.close(writer)
        self.join()

    def break_off(self, *, after_bytes: int) -> None:
        self.break_after = after_bytes

    def join(self) -> None:
        if self._reader:
            self._reader.join(PATIENCE)
            assert not self._reader.is_alive()

    def close(self) -> None:
        if self.path.exists():
            self.unplug()
        self.join()

    def _read(self, link: int) -> None:
        while self.take(os.read(link, 1000)) is not None:
            pass
        self.path.unlink(missing_ok=True)
        os.close(link)


class TerminalBench(FarEnd):
    """A printer behind a device that answers: a pseudo-terminal."""

    def __init__(self, path: Path, width: int) -> None:
        super().__init__(width)
        self.path = path
        self.printer = EscposPrinter(FilePort(path), width)
        self._thread: threading.Thread | None = None
        self.plug_in()

    def plug_in(self) -> None:
        if self.path.is_symlink():
            return
        master, slave = os.openpty()
        tty.setraw(slave)
        self.path.symlink_to(os.ttyname(slave))
        self._stop, stop = os.pipe()
        self._thread = threading.Thread(target=self._serve, args=(master, slave, stop), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        os.close(self._stop)
        self.join()

    def break_off(self, *, after_bytes: int) -> None:
        self.break_after = after_bytes

    def join(self) -> None:
        if self._thread:
            self._thread.join(PATIENCE)
            assert not self._thread.is_alive()

    def close(self) -> None:
        if self.path.is_symlink():
            self.unplug()

    def _serve(self, master: int, slave: int, stop: int) -> None:

        while True:
            ready, _, _ = select.select([master, stop], [], [])
            if stop in ready:
                break
            answer = self.take(os.read(master, 1000))
            if answer is None:
                os.close(self._stop)
                break
            os.write(master, answer)
        self.path.unlink()
        for file in (slave, master, stop):
            os.close(file)


@pytest.fixture(params=[384, 576])
def pipe(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PipeBench]:
    bench = PipeBench(tmp_path / "lp0", request.param)
    yield bench
    bench.close()


@pytest.fixture(params=[384, 576])
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TerminalBench]:
    bench = TerminalBench(tmp_path / "lp0", request.param)
    yield bench
    bench.close()


class TestOneWayFilePrinter(PrinterPromises):
    @pytest.fixture
    def bench(self, pipe: PipeBench) -> PipeBench:
        return pipe


class TestTwoWayFilePrinter(TwoWayPromises):
    @pytest.fixture
    def bench(self, terminal: TerminalBench) -> TerminalBench:
        return terminal

    @pytest.fixture
    def two_way(self, terminal: TerminalBench) -> TerminalBench:
        return terminal


def test_a_device_that_takes_nothing_in_any_more_is_in_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "STALL_SECONDS", 0.05)
    os.mkfifo(tmp_path / "lp0")
    link = os.open(tmp_path / "lp0", os.O_RDWR)
    printer = EscposPrinter(FilePort(tmp_path / "lp0"), 576)
    assert fault_of(printer, draw_ticket(576, 2000)) is PrinterFault.IN_DOUBT
    os.close(link)


def test_a_device_that_may_not_be_opened_is_not_connected(tmp_path: Path) -> None:
    printer = EscposPrinter(FilePort(tmp_path), 384)
    assert fault_of(printer, draw_ticket(384)) is PrinterFault.NOT_CONNECTED
