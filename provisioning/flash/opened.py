"""The two drivers of `Disk`: a block device, and a plain file in its place."""

import errno
import fcntl
import os
import stat
import struct
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from provisioning.flash.disk import write_all
from provisioning.flash.drive_words import drive_words
from provisioning.flash.drives import Drive
from provisioning.flash.errors import (
    BusyDriveError,
    DiskFaultError,
    ExchangedDriveError,
    VanishedError,
)
from provisioning.flash.past_the_cache import DirectReader

# linux/fs.h
_BLKRRPART = 0x125F
_BLKGETSIZE64 = 0x80081272
_GONE = {errno.ENODEV, errno.ENXIO, errno.ENOMEDIUM, errno.EBADF, errno.ESTALE, errno.ENOENT}


class _Opened(ABC):
    """A descriptor with what both drivers have in common."""

    def __init__(self, path: Path, name: str, flags: int) -> None:
        self.name = name
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC | flags)
        self._reader = DirectReader(str(path), self._file)
        self.size_bytes = self._measure()

    def write(self, offset: int, data: bytes) -> None:
        """Put bytes in their place."""
        try:
            write_all(self._file, offset, data)
        except OSError as error:
            self._fail(error, offset)
        self._check_presence()

    def flush(self) -> None:
        """Wait for the medium."""
        try:
            os.fsync(self._file)
        except OSError as error:
            self._fail(error, 0)
        self._check_presence()

    def read(self, offset: int, length: int) -> bytes:
        """Return what the medium holds."""
        try:
            data = self._reader.read(offset, length)
        except OSError as error:
            self._fail(error, offset)
        self._check_presence()
        if len(data) < length:
            raise DiskFaultError(self.name, offset + len(data))
        return data

    def close(self) -> None:
        """Let go of it."""
        if self._file >= 0:
            self._reader.close()
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def _measure(self) -> int:
        """Return how much it holds; raise `OSError`."""

    @abstractmethod
    def _is_there(self) -> bool:
        """Whether the medium is still the one that was opened."""

    def _check_presence(self) -> None:
        if not self._is_there():
            raise VanishedError(self.name)

    def _fail(self, error: OSError, offset: int) -> NoReturn:
        """Say whether the medium is gone or broken; what is neither is the system's own trouble."""
        if error.errno in _GONE or not self._is_there():
            raise VanishedError(self.name) from error
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} and stat.S_ISREG(
            os.fstat(self._file).st_mode
        ):
            raise error
        raise DiskFaultError(self.name, offset) from error


class FileDisk(_Opened):
    """A file of the size that a card would have."""

    def __init__(self, path: Path) -> None:
        """Open an existing file; raise `OSError`."""
        super().__init__(path, str(path), 0)

    def _measure(self) -> int:
        return os.fstat(self._file).st_size

    def _is_there(self) -> bool:
        with suppress(OSError):
            found = os.fstat(self._file)
            return found.st_nlink > 0 and found.st_size >= self.size_bytes
        return False


class BlockDisk(_Opened):
    """A drive, held for this program alone until it is closed."""

    def __init__(self, drive: Drive) -> None:
        """Open a drive; raise `BusyDriveError`, `ExchangedDriveError` or `OSError`."""
        name = drive_words(drive)
        try:
            # Exclusive: the kernel refuses what is mounted or built upon, whatever was listed.
            super().__init__(drive.path, name, os.O_EXCL)
        except OSError as error:
            if error.errno == errno.EBUSY:
                raise BusyDriveError(name) from error
            if error.errno in _GONE:
                raise VanishedError(name) from error
            raise
        try:
            self._check_identity(drive)
            # While it is locked, udev neither reads the new partitions nor has them mounted
            # (systemd, "Locking Block Device Access").
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise BusyDriveError(name) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the system look at the new partitions, and let go of it."""
        if self._file >= 0:
            # A reader without partitions, or one that is gone: nobody needs to know.
            with suppress(OSError):
                fcntl.ioctl(self._file, _BLKRRPART)
        super().close()

    def _check_identity(self, drive: Drive) -> None:
        found = os.fstat(self._file)
        number = f"{os.major(found.st_rdev)}:{os.minor(found.st_rdev)}"
        is_block = stat.S_ISBLK(found.st_mode)
        if not is_block or number != drive.number or self.size_bytes != drive.size_bytes:
            raise ExchangedDriveError(self.name)

    def _measure(self) -> int:
        size: int = struct.unpack("Q", fcntl.ioctl(self._file, _BLKGETSIZE64, bytes(8)))[0]
        return size

    def _is_there(self) -> bool:
        # A card that was pulled from its reader leaves a drive of size 0 behind.
        with suppress(OSError):
            return self._measure() == self.size_bytes
        return False
