"""What the camera process writes to its standard output: one JSON object in a line."""

import msgspec


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The camera sees."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The camera sees nothing; it will be tried again."""

    reason: str


class Read(msgspec.Struct, frozen=True, tag="read"):
    """A code came before the camera."""

    symbology: str
    data: bytes

    def __repr__(self) -> str:
        return f"Read({len(self.data)} bytes, symbology={self.symbology!r})"


Line = Ready | Failed | Read

_decoder = msgspec.json.Decoder(Line)


def write_line(line: Line) -> bytes:
    """Return the line with its end."""
    return msgspec.json.encode(line) + b"\n"


def read_line(line: bytes) -> Line:
    """Raises `msgspec.DecodeError` (or its kind `ValidationError`)."""
    read: Line = _decoder.decode(line)
    return read
