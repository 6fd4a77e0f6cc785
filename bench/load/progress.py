"""A figure that two processes share: a file of eight bytes, mapped into both."""

import mmap
import struct
from pathlib import Path

_FORM = struct.Struct("<q")


class Progress:
    """How many there are; one process writes it, others read."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(bytes(_FORM.size))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), _FORM.size)

    @property
    def count(self) -> int:
        """The figure."""
        return int(_FORM.unpack_from(self._map)[0])

    @count.setter
    def count(self, number: int) -> None:
        _FORM.pack_into(self._map, 0, number)
