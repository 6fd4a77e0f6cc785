"""A USB scanner that types, read from the kernel's input device instead of from the window.

The device is grabbed, so nothing that it types reaches the screen or the console, and its layout is
its own, whatever the terminal's keyboard is. Tried with key events of the kernel's form over a
pipe, not yet with a scanner.
"""

import contextlib
import errno
import logging
import select
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from hardware.aim import scan_of
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import ScannerError
from hardware.framing import Dropped, Piece
from hardware.input_devices import list_keyboards
from hardware.keymap import LAYOUTS
from hardware.keystrokes import Keystrokes
from hardware.scanner_thread import ScannerThread
from hardware.settings import EvdevSettings
from hardware.usb_choice import AUTO, choose

log = logging.getLogger(__name__)

BY_ID = Path("/dev/input/by-id")
RETRY_SECONDS = 0.5
STALE_SECONDS = 5.0
"""A silence after which the end of a code is not expected any more. It never ends a code."""
BROKE_OFF = "was unplugged in the middle of a code"
_WAKE_SECONDS = 0.1
# From linux/input-event-codes.h and linux/input.h.
_EV_SYN, _EV_KEY, _SYN_REPORT, _SYN_DROPPED = 0, 1, 0, 3
_UP, _DOWN = 0, 1
_CAPS_LOCK_LIGHT = 1


class KeyEvent(Protocol):
    """An event as the kernel gives it, such as `evdev.InputEvent`."""

    @property
    def type(self) -> int:
        """What kind: EV_KEY, EV_SYN or another."""

    @property
    def code(self) -> int:
        """Which key."""

    @property
    def value(self) -> int:
        """0: it came up; 1: it went down; 2: it is held."""


class KeyDevice(Protocol):
    """What is asked of an input device, such as `evdev.InputDevice`. All raise `OSError`."""

    def fileno(self) -> int:
        """Readable when there are events."""

    def grab(self) -> None:
        """Keep the events from everybody else."""

    def read(self) -> Iterable[KeyEvent]:
        """Return what has come; raise `BlockingIOError` for nothing."""

    def close(self) -> None:
        """Let go."""


def open_input(path: Path) -> KeyDevice:
    """Open an input device, its Caps Lock light off: some scanners shift their letters by it."""
    import evdev  # noqa: PLC0415 - on Linux only, and only where such a scanner is set up

    device = evdev.InputDevice(str(path))
    with contextlib.suppress(OSError, evdev.EvdevError):
        device.set_led(_CAPS_LOCK_LIGHT, 0)
    return device


class EvdevScanner:
    """Reads codes from one input device, and finds it again after it was unplugged."""

    def __init__(
        self, settings: EvdevSettings, open_device: Callable[[Path], KeyDevice] = open_input
    ) -> None:
        self._settings, self._open = settings, open_device
        self._thread = ScannerThread("evdev scanner", self._run)
        self._closing = self._thread.closing
        self._keys = Keystrokes()
        self._is_resyncing = False

    @property
    def suffix(self) -> str:
        """The character that ended the last code."""
        return self._keys.suffix

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen."""
        self._thread.start(listener)

    def close(self) -> None:
        """Release the device."""
        self._thread.close()

    def _run(self, announcer: Announcer) -> None:
        while not self._closing.is_set():
            self._keys = Keystrokes(LAYOUTS[self._settings.layout], self._settings.separator)
            self._is_resyncing = False
            try:
                with contextlib.closing(self._open_grabbed()) as device:
                    announcer.works()
                    self._listen(device, announcer)
            except OSError as error:
                announcer.broken(ScannerError("evdev", self._reason(error)))
                self._closing.wait(RETRY_SECONDS)

    def _open_grabbed(self) -> KeyDevice:
        path = find_device(self._settings)
        if path is None:
            raise FileNotFoundError(errno.ENOENT, "no such scanner")
        device = self._open(path)
        try:
            device.grab()
        except OSError:
            device.close()
            raise
        log.info("evdev scanner: %s is grabbed", path)
        return device

    def _listen(self, device: KeyDevice, announcer: Announcer) -> None:
        heard = time.monotonic()
        while not self._closing.is_set():
            ready, _writable, _broken = select.select([device.fileno()], [], [], _WAKE_SECONDS)
            now = time.monotonic()
            if ready:
                heard = now
                with contextlib.suppress(BlockingIOError):
                    for event in device.read():
                        self._hand_over(self._take(event), announcer)
            elif now - heard >= STALE_SECONDS:
                heard = now
                self._hand_over(self._keys.forget(Dropped.UNFINISHED), announcer)

    def _take(self, event: KeyEvent) -> list[Piece]:
        if event.type == _EV_SYN and event.code == _SYN_DROPPED:
            # The kernel's buffer ran over. What comes up to the next report belongs to the gap.
            self._is_resyncing = True
            return self._keys.lose(Dropped.GAP)
        if self._is_resyncing:
            self._is_resyncing = not (event.type == _EV_SYN and event.code == _SYN_REPORT)
        elif event.type == _EV_KEY and event.value == _DOWN:
            return self._keys.press(event.code)
        elif event.type == _EV_KEY and event.value == _UP:
            return self._keys.release(event.code)
        return []

    def _hand_over(self, pieces: list[Piece], announcer: Announcer) -> None:
        for piece in pieces:
            if isinstance(piece, Dropped):
                announcer.dropped(ScannerError("evdev", piece.value))
            else:
                announcer.scanned(scan_of(piece, typed=True))

    def _reason(self, error: OSError) -> str:
        where = self._settings.where
        if self._keys.has_begun:
            return f"{where} {BROKE_OFF}"
        if isinstance(error, PermissionError):
            return f"{where} may not be opened by this account"
        if error.errno == errno.EBUSY:
            return f"{where} is held by another program"
        return f"{where} is not connected"


def find_device(settings: EvdevSettings) -> Path | None:
    """Return the device that the settings mean; None where it is not plugged in."""
    if settings.device:
        return settings.device
    if settings.by_id:
        return BY_ID / settings.by_id
    keyboards = list_keyboards()
    if settings.usb == AUTO:
        return next((found.path for found in keyboards if found.looks_like_a_scanner), None)
    found = choose(keyboards, settings.usb or "")
    return found.path if found else None
