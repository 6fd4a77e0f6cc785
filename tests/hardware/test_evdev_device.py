"""The evdev driver on devices of the kernel, made through /dev/uinput where that is there."""

import os
from collections.abc import Iterator
from pathlib import Path

import evdev
import pytest
from evdev import ecodes

from hardware.evdev_scanner import EvdevScanner
from hardware.settings import EvdevSettings
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises
from tests.hardware.typist import Typist

UINPUT = Path("/dev/uinput")

if not os.access(UINPUT, os.W_OK):
    pytest.skip("no device: /dev/uinput (virtual keyboards)", allow_module_level=True)


class VirtualScanner:
    """A keyboard of the kernel's, behind a link, as udev makes one."""

    def __init__(self, node: Path) -> None:
        self._node = node
        self._keyboard: evdev.UInput | None = None
        self.scanner = EvdevScanner(EvdevSettings(device=node))
        self.plug_in()

    def plug_in(self) -> None:
        keys = sorted(code for code in ecodes.KEY if code < ecodes.BTN_MISC)
        self._keyboard = evdev.UInput({ecodes.EV_KEY: keys}, name="Quay barcode scanner")
        self._node.symlink_to(self._keyboard.device.path)

    def unplug(self) -> None:
        self._node.unlink()
        if self._keyboard:
            self._keyboard.close()
        self._keyboard = None

    def lay(self, text: str) -> None:
        if self._keyboard:
            for event in Typist().type(text):
                self._keyboard.write(event.type, event.code, event.value)

    def close(self) -> None:
        self.scanner.close()
        if self._keyboard:
            self.unplug()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[VirtualScanner]:
    scanner = VirtualScanner(tmp_path / "scanner")
    yield scanner
    scanner.close()


@pytest.fixture
def bench_with_plug(bench: VirtualScanner) -> VirtualScanner:
    return bench


class TestEvdevScannerOnTheKernel(PlugPromises):
    def test_nobody_else_gets_what_is_typed(self, bench: VirtualScanner) -> None:
        ear = Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        bystander = evdev.InputDevice(str(bench._node))
        bench.lay("893")
        assert ear.next_scan().data == b"893"
        assert bystander.read_one() is None
        bystander.close()
