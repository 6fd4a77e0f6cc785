"""What the camera sees, small and grey, in memory that two processes share.

The memory has no name and no file (memfd_create(2)): it is gone as soon as both sides are, however
they end. One side writes, one reads, neither waits for the other. A sequence number, odd while a
picture is being written, says what is new; a checksum says what is whole, because Python cannot
order its writes and an ARM processor may show them to the other side in another order.

Knows no numpy: the screen's process imports it.
"""

import fcntl
import mmap
import os
import struct
import time
import zlib
from collections.abc import Callable

WIDTH, HEIGHT = 240, 135
STALE_SECONDS = 2.0
"""A picture so old says nothing of what lies before the camera now."""

_SEQUENCE = struct.Struct("@Q")
_ABOUT = struct.Struct("@QQI")
"""Sequence number, nanoseconds of the monotonic clock, checksum."""
_PIXELS = 64
_BYTES = _PIXELS + WIDTH * HEIGHT

Clock = Callable[[], int]


class PreviewReader:
    """Makes the memory and reads it. Of one thread, which is also the one that closes it."""

    size = (WIDTH, HEIGHT)

    def __init__(self, clock: Clock = time.monotonic_ns) -> None:
        self.fd = os.memfd_create("preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        """For the writer's process to inherit."""
        os.ftruncate(self.fd, _BYTES)
        # Were it made smaller by the other side, reading it would kill this one.
        fcntl.fcntl(self.fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        self._memory = mmap.mmap(self.fd, _BYTES)
        self._clock, self._seen = clock, 0

    def latest(self) -> bytes | None:
        """Return the newest picture, rows from the top; None: nothing new, whole and fresh."""
        if self._memory.closed:
            return None
        sequence, at, checksum = _ABOUT.unpack_from(self._memory)
        if sequence == self._seen or sequence % 2:
            return None
        pixels = self._memory[_PIXELS:]
        if checksum != _checksum(sequence, at, pixels):
            return None
        self._seen = sequence
        return pixels if self._clock() - at < STALE_SECONDS * 1e9 else None

    def close(self) -> None:
        """Give the memory back. Closing twice is fine."""
        if not self._memory.closed:
            self._memory.close()
            os.close(self.fd)


class PreviewWriter:
    """Writes into the memory; one at a time."""

    def __init__(self, fd: int, clock: Clock = time.monotonic_ns) -> None:
        self._memory, self._clock = mmap.mmap(fd, _BYTES), clock
        # One that died may have left it odd.
        self._sequence = (_SEQUENCE.unpack_from(self._memory)[0] + 1) // 2 * 2

    def put(self, pixels: bytes) -> None:
        """Show these pixels, `WIDTH` times `HEIGHT`, rows from the top."""
        at, self._sequence = self._clock(), self._sequence + 2
        checksum = _checksum(self._sequence, at, pixels)
        _SEQUENCE.pack_into(self._memory, 0, self._sequence - 1)
        self._memory[_PIXELS:] = pixels
        _ABOUT.pack_into(self._memory, 0, self._sequence - 1, at, checksum)
        _SEQUENCE.pack_into(self._memory, 0, self._sequence)


def _checksum(sequence: int, at: int, pixels: bytes) -> int:
    return zlib.crc32(pixels, zlib.crc32(_ABOUT.pack(sequence, at, 0)))
