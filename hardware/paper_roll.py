"""The far end of a printer: ESC/POS bytes become paper again."""

from PIL import Image

_LEAD_INS = frozenset({b"\x1b", b"\x1c", b"\x1d", b"\x10"})
"""Bytes that begin a command of several."""
_NAMES = {0x1B: "ESC", 0x1D: "GS", 0x10: "DLE", 0x1C: "FS", 0x0A: "LF", 0x0D: "CR", 0x09: "HT"}
LINE_ROWS = 30
"""Rows of a line feed after ESC @."""
_SHORT = 3
"""Bytes of a command with one parameter."""
_PULSE = 5
"""Bytes of a command that opens the drawer."""
_AT_ONCE = {b"\x10\x04": _SHORT, b"\x10\x14": _PULSE}
"""Real-time commands and their length."""
_RASTER_HEADER = 8
_FIRST_PRINTABLE, _LAST_PRINTABLE = 0x21, 0x7E


class UnknownCommandError(ValueError):
    """Bytes that this printer does not know."""

    def __init__(self, command: bytes) -> None:
        named = command[:2] if command[:1] in _LEAD_INS else command[:1]
        self.name = " ".join(_NAMES.get(byte) or _printable(byte) for byte in named)
        super().__init__(f"unknown printer command {self.name}")


class PaperRoll:
    """Parses ESC @, ESC d, ESC J, GS v 0, GS V, ESC p, DLE EOT and DLE DC4; refuses all else.

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
        self.cutter_is_jammed = False
        self.is_hot = False
        self.is_broken = False
        self.nonsense = b""
        """What it answers to every question, instead of a status."""
        self.pulses = 0
        """How often the drawer was opened."""
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
            b"\x1bp": self._open_drawer,
            b"\x10\x04": self._answer,
            b"\x10\x14": self._open_drawer,
        }

    @property
    def is_empty(self) -> bool:
        """Whether the paper has run out."""
        return self.rows_left == 0

    def feed(self, received: bytes) -> None:
        """Take in bytes. Raises `UnknownCommandError`."""
        if _AT_ONCE.get(received[:2]) == len(received):
            # A real-time command is obeyed when it comes, even in the middle of another.
            self._commands[received[:2]](received)
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
        if start[2] not in range(1, 5):
            raise UnknownCommandError(start)
        self.answers += self.nonsense or bytes([0b0001_0010 | self._bits(start[2])])
        return _SHORT

    def _bits(self, question: int) -> int:
        is_wrong = self.cutter_is_jammed or self.is_hot or self.is_broken
        return {
            1: 0b0000_1000 * (self.is_empty or self.cover_is_open or is_wrong),
            2: 0b0000_0100 * self.cover_is_open
            | 0b0010_0000 * self.is_empty
            | 0b0100_0000 * is_wrong,
            3: 0b0000_1000 * self.cutter_is_jammed
            | 0b0010_0000 * self.is_broken
            | 0b0100_0000 * self.is_hot,
            4: 0b0110_0000 * self.is_empty,
        }[question]

    def _open_drawer(self, start: bytes) -> int:
        """ESC p m t1 t2, or DLE DC4 1 m t."""
        if len(start) < _PULSE:
            return 0
        if start[:1] == b"\x10" and start[2] != 1:
            raise UnknownCommandError(start)
        self.pulses += 1
        return _PULSE

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
        if self.cover_is_open or self.is_broken or self.is_hot:
            printed = 0
        self._printed += rows[: printed * self._width_bytes]
        self.is_starved = self.is_starved or printed < wanted

    def _cut_here(self) -> None:
        if self.is_starved or self.cutter_is_jammed:
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
