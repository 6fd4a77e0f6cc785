"""The far end of a printer: ESC/POS bytes become paper again."""

from PIL import Image

_LEAD_INS = frozenset({b"\x1b", b"\x1c", b"\x1d", b"\x10"})
"""Bytes that begin a command of several."""
_NAMES = {0x1B: "ESC", 0x1D: "GS", 0x10: "DLE", 0x1C: "FS", 0x0A: "LF", 0x0D: "CR", 0x09: "HT"}
LINE_ROWS = 30
"""Rows of a line feed after ESC @."""
_SHORT = 3
"""Bytes of a command with one parameter."""
_RASTER_HEADER = 8
_FIRST_PRINTABLE, _LAST_PRINTABLE = 0x21, 0x7E


class UnknownCommandError(ValueError):
    """Bytes that this printer does not know."""

    def __init__(self, command: bytes) -> None:
        named = command[:2] if command[:1] in _LEAD_INS else command[:1]
        self.name = " ".join(_NAMES.get(byte) or _printable(byte) for byte in named)
        super().__init__(f"unknown printer command {self.name}")


class PaperRoll:
    """Parses ESC @, ESC d, ESC J, GS v 0, GS V and DLE EOT, and refuses anything else by name.

    Bytes may come in any portions. Between commands zero bytes are ignored.
    """

    def __init__(self, width_dots: int) -> None:
        self._width_bytes = width_dots // 8
        self._received = bytearray()
        self._printed = bytearray()
        self.tickets: list[Image.Image] = []
        """What was cut off, black on white, with the feed to the cutter."""
        self.scraps: list[Image.Image] = []
        """Pieces of tickets that broke off."""
        self.rows_left: int | None = None
        """Paper on the roll; None: plenty."""
        self.cover_is_open = False
        self.is_starved = False
        """Whether rows were lost for want of paper, or of a closed cover."""
        self.answers = bytearray()
        """What the printer sends back."""
        self._commands = {
            b"\x1b@": self._initialise,
            b"\x1bd": self._feed_lines,
            b"\x1bJ": self._feed_rows,
            b"\x1dv": self._raster,
            b"\x1dV": self._cut,
            b"\x10\x04": self._answer,
        }

    @property
    def is_empty(self) -> bool:
        """Whether the paper has run out."""
        return self.rows_left == 0

    def feed(self, received: bytes) -> None:
        """Take in bytes. Raises `UnknownCommandError`."""
        if len(received) == _SHORT and received.startswith(b"\x10\x04"):
            # A real-time command is obeyed when it comes, even in the middle of another.
            self._answer(received)
            return
        self._received += received
        while self._received and (length := self._obey(bytes(self._received[:_RASTER_HEADER]))):
            del self._received[:length]

    def load(self) -> None:
        """Put in a new roll; what hung out of the printer is torn off."""
        self._break_off()
        self.rows_left = None

    def _obey(self, start: bytes) -> int:
        """Obey the first command; return its length, 0 while it is not complete."""
        if start[:1] == b"\x00":
            return len(self._received) - len(self._received.lstrip(b"\x00"))
        if start in _LEAD_INS:
            return 0
        obey = self._commands.get(start[:2])
        if obey is None:
            raise UnknownCommandError(start)
        return obey(start)

    def _initialise(self, _start: bytes) -> int:
        """ESC @."""
        self._break_off()
        return 2

    def _feed_lines(self, start: bytes) -> int:
        """ESC d n."""
        return self._feed(start, LINE_ROWS)

    def _feed_rows(self, start: bytes) -> int:
        """ESC J n."""
        return self._feed(start, 1)

    def _feed(self, start: bytes, rows: int) -> int:
        if len(start) < _SHORT:
            return 0
        self._print(bytes(start[2] * rows * self._width_bytes))
        return _SHORT

    def _answer(self, start: bytes) -> int:
        """DLE EOT 1 to 4: the bits as `hardware.ports` reads them."""
        if len(start) < _SHORT:
            return 0
        bits = {
            1: 0b0000_1000 * (self.is_empty or self.cover_is_open),
            2: 0b0000_0100 * self.cover_is_open | 0b0010_0000 * self.is_empty,
            3: 0,
            4: 0b0110_0000 * self.is_empty,
        }
        if start[2] not in bits:
            raise UnknownCommandError(start)
        self.answers.append(0b0001_0010 | bits[start[2]])
        return _SHORT

    def _raster(self, start: bytes) -> int:
        """GS v 0 m xL xH yL yH d1...dk."""
        if len(start) < _RASTER_HEADER:
            return 0
        width = int.from_bytes(start[4:6], "little")
        length = _RASTER_HEADER + width * int.from_bytes(start[6:8], "little")
        if start[2:4] not in {b"0\x00", b"00"} or not 0 < width <= self._width_bytes:
            raise UnknownCommandError(start)
        if len(self._received) < length:
            return 0
        margin = bytes(self._width_bytes - width)
        for row in range(_RASTER_HEADER, length, width):
            self._print(bytes(self._received[row : row + width]) + margin)
        return length

    def _cut(self, start: bytes) -> int:
        """GS V m, or GS V m n with a feed of n rows before the cut."""
        if len(start) < _SHORT:
            return 0
        if start[2] in b"\x00\x0101":
            self._cut_here()
            return _SHORT
        if start[2] not in b"AB":
            raise UnknownCommandError(start)
        if len(start) == _SHORT:
            return 0
        self._print(bytes(start[3] * self._width_bytes))
        self._cut_here()
        return _SHORT + 1

    def _print(self, rows: bytes) -> None:
        wanted = len(rows) // self._width_bytes
        if self.rows_left is None:
            printed = wanted
        else:
            printed = min(wanted, self.rows_left)
            self.rows_left -= printed
        if self.cover_is_open:
            printed = 0
        self._printed += rows[: printed * self._width_bytes]
        self.is_starved = self.is_starved or printed < wanted

    def _cut_here(self) -> None:
        if self.is_starved:
            self._break_off()
        elif self._printed:
            self.tickets.append(self._tear())

    def _break_off(self) -> None:
        """What hangs out uncut is a piece of a ticket, and somebody tears it off."""
        if self._printed:
            self.scraps.append(self._tear())
        self.is_starved = False

    def _tear(self) -> Image.Image:
        size = (self._width_bytes * 8, len(self._printed) // self._width_bytes)
        piece = Image.frombytes("1", size, bytes(self._printed), "raw", "1;I")
        self._printed.clear()
        return piece


def _printable(byte: int) -> str:
    return chr(byte) if _FIRST_PRINTABLE <= byte <= _LAST_PRINTABLE else f"{byte:02X}"
