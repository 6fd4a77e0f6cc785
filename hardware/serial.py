"""A scanner on a serial port: USB-CDC ("virtual COM") or RS-232.

Raw bytes arrive as they stand in the code, Vietnamese as UTF-8 and the GS1 separator as 0x1D; that
is why this way is preferred to a scanner that types. A code that itself holds CR, LF or TAB is
read as several: set the scanner to send no such codes. Tried over pseudo-terminals, not yet with a
scanner.
"""

import logging
import termios
import time
from pathlib import Path

import serial

from hardware.aim import scan_of
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import ScannerError
from hardware.framing import Dropped, Framer, Piece
from hardware.plugged import list_ports
from hardware.scanner_thread import ScannerThread
from hardware.settings import SerialSettings
from hardware.usb_choice import choose

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.5
_WAKE_SECONDS = 0.1
_CHUNK = 4096
# termios.error is no OSError; pyserial lets it through when the device vanishes at a bad moment.
_UNPLUGGED = (OSError, termios.error)


class SerialScanner:
    """Reads codes from a serial port, and finds it again after it was unplugged."""

    def __init__(self, settings: SerialSettings) -> None:
        self._settings = settings
        self._thread = ScannerThread("serial scanner", self._run)
        self._closing = self._thread.closing
        self._framer = Framer()

    @property
    def suffix(self) -> str:
        """The character that ended the last code; "" where a silence did."""
        return self._framer.suffix

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen."""
        self._thread.start(listener)

    def close(self) -> None:
        """Release the port."""
        self._thread.close()

    def _run(self, announcer: Announcer) -> None:
        while not self._closing.is_set():
            framer = self._framer = Framer()
            try:
                with self._open() as port:
                    log.info("serial scanner: %s is open", port.name)
                    announcer.works()
                    self._read(port, framer, announcer)
            except _UNPLUGGED:
                half_a_code = bool(framer.lost())
                announcer.broken(self._fault(half_a_code=half_a_code))
                self._closing.wait(RETRY_SECONDS)

    def _open(self) -> serial.Serial:
        path = find_port(self._settings)
        if path is None:
            raise FileNotFoundError("no such scanner")
        return serial.Serial(str(path), self._settings.baud, timeout=_WAKE_SECONDS, exclusive=True)

    def _read(self, port: serial.Serial, framer: Framer, announcer: Announcer) -> None:
        heard = time.monotonic()
        while not self._closing.is_set():
            received = port.read(min(max(1, port.in_waiting), _CHUNK))
            now = time.monotonic()
            if received:
                heard = now
                self._hand_over(framer.feed(received), announcer)
            elif now - heard >= framer.patience:
                self._hand_over(framer.pause(), announcer)

    def _hand_over(self, pieces: list[Piece], announcer: Announcer) -> None:
        for piece in pieces:
            if isinstance(piece, Dropped):
                announcer.dropped(ScannerError("serial", piece.value))
            else:
                announcer.scanned(scan_of(piece))

    def _fault(self, *, half_a_code: bool) -> ScannerError:
        where = self._settings.where
        if half_a_code:
            return ScannerError("serial", f"{where} was unplugged in the middle of a code")
        return ScannerError("serial", f"{where} is not connected")


def find_port(settings: SerialSettings) -> Path | None:
    """Return the port that the settings mean; None where it is not plugged in."""
    if settings.port:
        return settings.port
    found = choose(list_ports(), settings.usb or "")
    return found.path if found else None
