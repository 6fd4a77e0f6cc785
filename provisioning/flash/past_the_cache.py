"""Reading what a medium holds, not what the system remembers of it."""

import mmap
import os
from contextlib import suppress

_ALIGNMENT = 4096
"""O_DIRECT wants offset, length and memory in whole blocks."""


class DirectReader:
    """Reads a file or device past the system's cache.

    By O_DIRECT; where a file system does not know it, the remembered pages are dropped first.
    """

    def __init__(self, path: str, file: int) -> None:
        """`file`: the open descriptor, for where O_DIRECT is not to be had."""
        self._file = file
        self._direct = -1
        with suppress(OSError):
            self._direct = os.open(path, os.O_RDONLY | os.O_DIRECT | os.O_CLOEXEC)
        self._memory: mmap.mmap | None = None

    def read(self, offset: int, length: int) -> bytes:
        """Return what is there; shorter at the end. Raises `OSError`."""
        if self._direct < 0:
            os.posix_fadvise(self._file, offset, length, os.POSIX_FADV_DONTNEED)
            return _whole(self._file, offset, length)
        start = offset - offset % _ALIGNMENT
        end = -(-(offset + length) // _ALIGNMENT) * _ALIGNMENT
        memory = self._room(end - start)
        got = os.preadv(self._direct, [memoryview(memory)[: end - start]], start)
        return bytes(memoryview(memory)[offset - start : min(got, offset - start + length)])

    def close(self) -> None:
        """Release it. Closing twice is fine."""
        if self._direct >= 0:
            os.close(self._direct)
            self._direct = -1

    def _room(self, length: int) -> mmap.mmap:
        # Anonymous memory begins at a page, as O_DIRECT wants it.
        if self._memory is None or len(self._memory) < length:
            self._memory = mmap.mmap(-1, length)
        return self._memory


def _whole(file: int, offset: int, length: int) -> bytes:
    read = b""
    while len(read) < length:
        more = os.pread(file, length - len(read), offset + len(read))
        if not more:
            break
        read += more
    return read
