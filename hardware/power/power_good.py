"""A wire that says whether the mains is there: a UPS board's signal on one of the Pi's pins.

Read through the kernel's character device (linux/gpio.h, the second version of its calls).
"""

import errno
import fcntl
import os
import struct
from pathlib import Path
from typing import Protocol

from hardware.power.api import Power, Source

GET_LINE = 0xC250B407
"""GPIO_V2_GET_LINE_IOCTL: _IOWR(0xB4, 0x07, struct gpio_v2_line_request)."""
GET_VALUES = 0xC010B40E
"""GPIO_V2_LINE_GET_VALUES_IOCTL: _IOWR(0xB4, 0x0E, struct gpio_v2_line_values)."""
_INPUT, _PULL_UP, _PULL_DOWN = 1 << 2, 1 << 8, 1 << 9
_CONSUMER = b"quay power"
# offsets[64], consumer[32]; config: flags, num_attrs, padding[5], attrs[10] of 24 bytes;
# num_lines, event_buffer_size, padding[5], fd.
REQUEST = struct.Struct("=64I32sQI5I240sII5Ii")
VALUES = struct.Struct("=QQ")


class Line(Protocol):
    """A wire."""

    def is_high(self) -> bool:
        """Return its level; raise `OSError` where nobody knows."""

    def close(self) -> None:
        """Release it. Closing twice is fine."""


class ChipLine:
    """A line of a GPIO chip such as /dev/gpiochip0. Opened when it is asked, and again."""

    def __init__(self, chip: Path, offset: int, *, pulled_up: bool) -> None:
        """`pulled_up`: what a wire that came off reads as; it must mean that the mains is there."""
        self._chip, self._offset, self._file = chip, offset, -1
        self._bias = _PULL_UP if pulled_up else _PULL_DOWN

    def is_high(self) -> bool:
        """Ask the kernel."""
        if self._file < 0:
            self._file = self._request()
        values = bytearray(VALUES.pack(0, 1))
        try:
            fcntl.ioctl(self._file, GET_VALUES, values)
        except OSError:
            self.close()
            raise
        return bool(VALUES.unpack(values)[0] & 1)

    def close(self) -> None:
        """Give the line back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _request(self) -> int:
        chip = os.open(self._chip, os.O_RDWR | os.O_CLOEXEC)
        try:
            request = bytearray(request_for(self._offset, _INPUT | self._bias))
            fcntl.ioctl(chip, GET_LINE, request)
        finally:
            os.close(chip)
        line: int = REQUEST.unpack(request)[-1]
        return line


def request_for(offset: int, flags: int) -> bytes:
    """Return struct gpio_v2_line_request for one line."""
    offsets = [offset] + [0] * 63
    return REQUEST.pack(*offsets, _CONSUMER, flags, *[0] * 6, b"", 1, 0, *[0] * 5, 0)


class FakeLine:
    """A wire in memory."""

    def __init__(self, *, high: bool = True) -> None:
        self.high, self.is_there, self.is_taken = high, True, False

    def is_high(self) -> bool:
        """Return what was set."""
        if not self.is_there:
            raise OSError(errno.ENODEV, "No such device")
        if self.is_taken:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return self.high

    def close(self) -> None:
        """Nothing is open."""


class PowerGood:
    """Mains or battery, by the wire's level."""

    def __init__(self, line: Line, *, high_is_mains: bool) -> None:
        self._line, self._high_is_mains = line, high_is_mains

    def look(self) -> Power:
        """Read the level."""
        try:
            is_mains = self._line.is_high() is self._high_is_mains
        except OSError as error:
            # The kernel gives a line to one program at a time (GPIO_V2_GET_LINE_IOCTL).
            return Power(is_taken=error.errno == errno.EBUSY)
        return Power(source=Source.MAINS if is_mains else Source.BATTERY)

    def close(self) -> None:
        """Release the line."""
        self._line.close()
