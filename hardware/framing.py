"""Cutting a scanner's stream of bytes into codes."""

from enum import Enum

LONGEST = 4096
"""Bytes in a code: more than any QR code holds (2953, ISO/IEC 18004)."""
PAUSE_SECONDS = 0.1
"""A silence that ends a code of a scanner that sends no suffix."""
STALE_SECONDS = 1.0
"""A silence after which the rest of a code is not expected any more from one that does."""
_ENDS = b"\r\n\t"


class Dropped(Enum):
    """A code that is not handed over, and why."""

    TOO_LONG = "a code longer than 4096 bytes was dropped"
    UNFINISHED = "a code without its end was dropped"
    GAP = "a code of which a part was lost was dropped"


Piece = bytes | Dropped


class Framer:
    """Ends a code at CR, LF, CRLF or TAB, or at a silence where the scanner sends no suffix.

    Whether it sends one is learned from the stream. Once it has, a silence in the middle of a code
    means that a part was lost, and half a code must never pass for a whole one: cut short in its
    batch number, a GS1 element string is still valid.
    """

    def __init__(self) -> None:
        self._code = bytearray()
        self._overflowing = False
        self._has_suffix = False
        self.suffix = ""
        """What ended the last code: CR, LF or TAB; "" was a silence."""

    @property
    def patience(self) -> float:
        """Seconds of silence after which `pause` is due."""
        return STALE_SECONDS if self._has_suffix else PAUSE_SECONDS

    def feed(self, received: bytes) -> list[Piece]:
        """Take in bytes; return what is complete, in order."""
        pieces: list[Piece] = []
        for byte in received:
            if byte in _ENDS:
                self._has_suffix = True
                pieces += self._end(chr(byte))
            elif self._overflowing:
                continue
            elif len(self._code) == LONGEST:
                self.clear()
                self._overflowing = True
                pieces.append(Dropped.TOO_LONG)
            else:
                self._code.append(byte)
        return pieces

    def pause(self) -> list[Piece]:
        """Nothing came for `patience` seconds."""
        if not self._has_suffix:
            return self._end("")
        lost = self.lost()
        if lost:
            # Perhaps the suffix was switched off: the next code may end with a silence.
            self._has_suffix = False
        return lost

    def lost(self) -> list[Piece]:
        """The connection broke: drop what was begun, and say so."""
        had_begun = bool(self._code)
        self.clear()
        return [Dropped.UNFINISHED] if had_begun else []

    def clear(self) -> None:
        """Forget what was begun."""
        self._code.clear()
        self._overflowing = False

    def _end(self, suffix: str) -> list[Piece]:
        code = bytes(self._code)
        self.clear()
        if code:
            self.suffix = suffix
        return [code] if code else []
