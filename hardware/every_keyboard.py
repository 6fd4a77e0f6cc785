"""Every keyboard as a scanner: where nobody types, and the scanner may have any name.

A keyboard that is left to the screen loses keys while the screen is busy, and a Shift whose release
was among them stays down in SDL for good: each later code is misread. Here each keyboard has a
thread and a grab of its own, and what the kernel lost is noticed.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from codes import Scan
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import HardwareError, ScannerError
from hardware.evdev_scanner import EvdevScanner, KeyDevice, open_input
from hardware.input_devices import InputDevice, list_keyboards
from hardware.scanner_thread import ScannerThread
from hardware.settings import EvdevSettings

log = logging.getLogger(__name__)

EVERY = "every"
LOOK_SECONDS = 1.0
"""Between two looks for keyboards that came or went."""


class EveryKeyboard:
    """Reads codes from all keyboards at once, those that are plugged in later too."""

    def __init__(
        self,
        settings: EvdevSettings,
        open_device: Callable[[Path], KeyDevice] = open_input,
        keyboards: Callable[[], Sequence[InputDevice]] = list_keyboards,
    ) -> None:
        self._settings, self._open, self._keyboards = settings, open_device, keyboards
        self._thread = ScannerThread("every keyboard", self._run)
        self._readers: dict[Path, EvdevScanner] = {}
        self._last: EvdevScanner | None = None

    @property
    def suffix(self) -> str:
        """The character that ended the last code."""
        return self._last.suffix if self._last else ""

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen."""
        self._thread.start(listener)

    def close(self) -> None:
        """Release all of them."""
        self._thread.close()

    def read(self, reader: EvdevScanner) -> None:
        """Take note which one has read last."""
        self._last = reader

    def _run(self, announcer: Announcer) -> None:
        try:
            while not self._thread.closing.is_set():
                self._look(announcer)
                self._thread.closing.wait(LOOK_SECONDS)
        finally:
            while self._readers:
                self._readers.popitem()[1].close()

    def _look(self, announcer: Announcer) -> None:
        there = {keyboard.path for keyboard in self._keyboards()}
        for path in self._readers.keys() - there:
            self._readers.pop(path).close()
        for path in sorted(there - self._readers.keys()):
            self._readers[path] = reader = EvdevScanner(self._of(path), self._open)
            reader.start(_Relay(self, reader, announcer))
        if not self._readers:
            where = self._settings.where
            announcer.broken(ScannerError("evdev", f"{where} is not connected"))

    def _of(self, path: Path) -> EvdevSettings:
        layout, separator = self._settings.layout, self._settings.separator
        return EvdevSettings(device=path, layout=layout, separator=separator)


class _Relay:
    """Hears one keyboard."""

    def __init__(self, every: EveryKeyboard, reader: EvdevScanner, announcer: Announcer) -> None:
        self._every, self._reader, self._announcer = every, reader, announcer

    def scanned(self, scan: Scan) -> None:
        """Hand on what was read."""
        self._every.read(self._reader)
        self._announcer.scanned(scan)

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """Hand on a fault; that one keyboard of several has gone is none."""
        if fault is None:
            self._announcer.works()
        elif isinstance(fault, ScannerError) and not fault.reason.endswith("is not connected"):
            self._announcer.dropped(fault)


def make_evdev(settings: EvdevSettings) -> "EvdevScanner | EveryKeyboard":
    """Return the scanner that the settings mean."""
    return EveryKeyboard(settings) if settings.usb == EVERY else EvdevScanner(settings)
