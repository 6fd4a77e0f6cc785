"""Words in the registers of a chip on an I2C bus, through the kernel's own device.

linux/i2c-dev.h and linux/i2c.h: one I2C_RDWR call writes the register's number and reads its
content without letting go of the bus in between.
"""

import ctypes
import fcntl
import os
from pathlib import Path
from typing import Protocol

_I2C_RDWR = 0x0707
_READ = 0x0001


class Registers(Protocol):
    """A chip with registers of 16 bits, the upper byte first."""

    def read(self, register: int) -> int:
        """Return a register, 0 to 65,535; raise `OSError` where the chip does not answer."""

    def close(self) -> None:
        """Release the bus. Closing twice is fine."""


class Message(ctypes.Structure):
    """struct i2c_msg."""

    _fields_ = (
        ("addr", ctypes.c_uint16),
        ("flags", ctypes.c_uint16),
        ("len", ctypes.c_uint16),
        ("buf", ctypes.POINTER(ctypes.c_uint8)),
    )


class Exchange(ctypes.Structure):
    """struct i2c_rdwr_ioctl_data."""

    _fields_ = (("msgs", ctypes.POINTER(Message)), ("nmsgs", ctypes.c_uint32))


class BusChip:
    """A chip at an address of a bus such as /dev/i2c-1. Opened when it is asked, and again."""

    def __init__(self, bus: Path, address: int) -> None:
        self._bus, self._address, self._file = bus, address, -1

    def read(self, register: int) -> int:
        """Write the register's number, read two bytes."""
        if self._file < 0:
            self._file = os.open(self._bus, os.O_RDWR | os.O_CLOEXEC)
        number, answer = (ctypes.c_uint8 * 1)(register), (ctypes.c_uint8 * 2)()
        messages = (Message * 2)(
            Message(self._address, 0, 1, ctypes.cast(number, ctypes.POINTER(ctypes.c_uint8))),
            Message(self._address, _READ, 2, ctypes.cast(answer, ctypes.POINTER(ctypes.c_uint8))),
        )
        exchange = Exchange(messages, 2)
        try:
            fcntl.ioctl(self._file, _I2C_RDWR, exchange)
        except OSError:
            self.close()
            raise
        return answer[0] << 8 | answer[1]

    def close(self) -> None:
        """Close the bus."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class FakeChip:
    """A chip in memory."""

    def __init__(self, registers: dict[int, int] | None = None) -> None:
        self.registers = dict(registers or {})
        self.answers = True

    def read(self, register: int) -> int:
        """Return what was put there."""
        if not self.answers:
            raise OSError(121, "Remote I/O error")
        return self.registers.get(register, 0)

    def close(self) -> None:
        """Nothing is open."""


def signed(word: int) -> int:
    """Return a register's content as a number with a sign.

    >>> signed(0xFFFF), signed(0x7FFF)
    (-1, 32767)
    """
    return word - 0x10000 if word & 0x8000 else word
