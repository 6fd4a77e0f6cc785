"""What is written to: a drive, or a file that stands in for one. Drivers keep these promises."""

import os
from types import TracebackType
from typing import Protocol, Self


class Disk(Protocol):
    """Bytes in their places. Everything raises `CardError` where the medium fails.

    `VanishedError`: it is not there any more. `DiskFaultError`: it does not take or give.
    """

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def size_bytes(self) -> int:
        """How much it holds, or says that it holds."""

    def write(self, offset: int, data: bytes) -> None:
        """Put bytes in their place, perhaps only into the system's memory yet."""

    def flush(self) -> None:
        """Return when everything is on the medium."""

    def read(self, offset: int, length: int) -> bytes:
        """Return what the medium itself holds: nothing that is only remembered of it."""

    def close(self) -> None:
        """Let go of it. Closing twice is fine."""

    def __enter__(self) -> Self:
        """Return itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let go of it."""


def write_all(file: int, offset: int, data: bytes) -> None:
    """Write every byte at its place; raise `OSError`."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(file, rest, offset)
        rest, offset = rest[written:], offset + written
