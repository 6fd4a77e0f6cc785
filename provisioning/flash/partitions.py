"""The partitions of an image, as sfdisk reads them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import msgspec

from provisioning.flash.tools import tool

_EXTENDED = {"5", "f", "85"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Where a partition lies, in bytes."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.offset + self.length


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    start: int
    size: int
    type: str


class _Table(msgspec.Struct, frozen=True, kw_only=True):
    sectorsize: int = 512
    partitions: tuple[_Entry, ...] = ()


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    partitiontable: _Table


def read_partitions(image: Path) -> tuple[Partition, ...]:
    """Return the partitions of an image in their order; none: it has no table.

    Raises `MissingToolError`. An extended partition holds others and is none itself.
    """
    command = [tool("sfdisk"), "--json", str(image)]
    told = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed command
    if told.returncode != 0:
        return ()
    table = msgspec.json.decode(told.stdout, type=_Told, strict=False).partitiontable
    return tuple(
        Partition(offset=entry.start * table.sectorsize, length=entry.size * table.sectorsize)
        for entry in table.partitions
        if entry.type not in _EXTENDED
    )
