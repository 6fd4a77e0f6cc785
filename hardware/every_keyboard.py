"""Every keyboard as a scanner: where nobody types, and the scanner may have any name.

A keyboard that is left to the screen loses keys while the screen is busy, and a Shift whose release
was among them stays down in SDL for good: each later code is misread. Here each keyboard has a
thread and a grab of its own, and what the kernel lost is noticed.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from codes import Scan
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import HardwareError, ScannerError
from hardware.evdev_scanner import BROKE_OFF, EvdevScanner, KeyDevice, open_input
from hardware.framing import Dropped
from hardware.input_devices import InputDevice, list_keyboards
from hardware.scanner_thread import ScannerThread
from hardware.settings import EVERY_KEYBOARD, EvdevSettings

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""Between two looks for keyboards that came or went."""
_LOST_READS = frozenset(dropped.value for dropped in Dropped)


class EveryKeyboard:
    """Reads codes from all keyboards at once, those that are plugged in later too.

    It is broken where none of them works. That one of several has gone, or is held by another
    program, is no fault: nobody knows which of them is the scanner.
    """

    def __init__(
        self,
        settings: EvdevSettings,
        open_device: Callable[[Path], KeyDevice] = open_input,
        keyboards: Callable[[], Sequence[InputDevice]] = list_keyboards,
    ) -> None:
        self._settings, self._open, self._keyboards = settings, open_device, keyboards
        self._thread = ScannerThread("every keyboard", self._run)
        self._readers: dict[Path, _Reader] = {}
        self._telling = threading.local()
        self.suffix = ""
        """The character that ended the last code."""

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen."""
        self._thread.start(listener)

    def close(self) -> None:
        """Release all of them; from within a call of ours they are released after it."""
        if getattr(self._telling, "is_on", False):
            self._thread.end()
        else:
            self._thread.close()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell the listener something, which may close us meanwhile."""
        self._telling.is_on = True
        try:
            yield
        finally:
            self._telling.is_on = False

    def any_works(self) -> bool:
        """Whether codes can come."""
        return any(reader.works for reader in list(self._readers.values()))

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
            reader = EvdevScanner(self._of(path), self._open)
            self._readers[path] = _Reader(self, reader, announcer)
            self._readers[path].start()
        if all(reader.works is False for reader in self._readers.values()):
            faults = [reader.fault for reader in self._readers.values() if reader.fault]
            missing = ScannerError("evdev", f"{self._settings.where} is not connected")
            announcer.broken(faults[0] if faults else missing)

    def _of(self, path: Path) -> EvdevSettings:
        layout, separator = self._settings.layout, self._settings.separator
        return EvdevSettings(device=path, layout=layout, separator=separator)


class _Reader:
    """One keyboard, and how it is."""

    def __init__(self, every: EveryKeyboard, scanner: EvdevScanner, announcer: Announcer) -> None:
        self._every, self._scanner, self._announcer = every, scanner, announcer
        self.works: bool | None = None
        """None: it has not said yet."""
        self.fault: ScannerError | None = None
        """Why it does not work, where it is there."""

    def start(self) -> None:
        """Begin to listen."""
        self._scanner.start(self)

    def close(self) -> None:
        """Release it."""
        self._scanner.close()

    def scanned(self, scan: Scan) -> None:
        """Hand on what was read."""
        self._every.suffix = self._scanner.suffix
        with self._every.telling():
            self._announcer.scanned(scan)

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """Hand on that it works and that a code was lost; take note of a fault that lasts."""
        with self._every.telling():
            if not isinstance(fault, ScannerError):
                self.works, self.fault = True, None
                self._announcer.works()
            elif fault.reason in _LOST_READS:
                self._announcer.dropped(fault)
            else:
                self._fails(fault)

    def _fails(self, fault: ScannerError) -> None:
        self.works = False
        self.fault = None if fault.reason.endswith("is not connected") else fault
        if fault.reason.endswith(BROKE_OFF):
            is_lost_read = self._every.any_works()
            reason = Dropped.UNFINISHED.value if is_lost_read else fault.reason
            self._announcer.dropped(ScannerError(fault.scanner, reason))


def make_evdev(settings: EvdevSettings) -> EvdevScanner | EveryKeyboard:
    """Return the scanner that the settings mean."""
    if settings.usb == EVERY_KEYBOARD:
        return EveryKeyboard(settings)
    return EvdevScanner(settings)
