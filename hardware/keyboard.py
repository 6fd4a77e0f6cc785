"""A scanner that types like a keyboard, or a person who types a code."""

import threading

from hardware.aim import scan_of
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import ScannerError
from hardware.framing import Dropped, Framer

_SEPARATOR = "\x1d"
_ENDS = frozenset({"enter", "return", "numpadenter", "tab"})


class KeyboardScanner:
    """Makes a scan of what is typed until Enter or Tab, however long that takes.

    The GS1 separator cannot be typed as a character. Scanners send it as Ctrl-] (0x1D of ASCII) or,
    where they are set so, as F8. Which symbology was read, nobody tells.
    """

    def __init__(self) -> None:
        self._framer, self._lock = Framer(), threading.Lock()
        self._announcer: Announcer | None = None

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen. What was typed before is not heard."""
        with self._lock:
            self._framer.clear()
            self._announcer = Announcer(listener)
        self._announcer.works()

    def close(self) -> None:
        """Listen no more."""
        if self._announcer:
            self._announcer.close()

    def text(self, characters: str) -> None:
        """Characters were typed."""
        # Half of a surrogate pair becomes bytes that are not UTF-8, rather than a wrong letter.
        self._feed(characters.encode("utf-8", "surrogatepass"))

    def key(self, name: str, *, ctrl: bool = False) -> None:
        """Press a key: ends the code, adds a separator, or (Esc) forgets what was typed."""
        if name in _ENDS:
            self._feed(b"\r")
        elif name == "f8" or (ctrl and name == "]"):
            self._feed(_SEPARATOR.encode())
        elif name in {"escape", "esc"}:
            with self._lock:
                self._framer.clear()

    def _feed(self, typed: bytes) -> None:
        announcer = self._announcer
        if announcer is None:
            return
        with self._lock:
            pieces = self._framer.feed(typed)
        for piece in pieces:
            if isinstance(piece, Dropped):
                announcer.dropped(ScannerError("keyboard", piece.value))
            else:
                announcer.scanned(scan_of(piece, typed=True))
