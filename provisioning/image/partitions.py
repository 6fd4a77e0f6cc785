"""The card's partitions: an MBR, for the Raspberry Pi 3 and Zero 2 W start from nothing else."""

from dataclasses import dataclass
from typing import Final

SECTOR: Final = 512
_MB: Final = 2**20
_ALIGNED: Final = 4 * _MB
"""The erase block of common cards: no two partitions share one."""
DISK_ID: Final = 0x51554159
""""QUAY"; the first start gives the card one of its own."""

_FAT, _RAW, _EXTENDED, _LINUX = "c", "da", "f", "83"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """One partition, by the number and the name that everybody uses for it."""

    number: int
    name: str
    kind: str
    """The MBR's type, in hexadecimal."""
    size: int
    """In bytes."""


FIRMWARE: Final = Partition(number=1, name="firmware", kind=_FAT, size=64 * _MB)
BOOTSTATE: Final = Partition(number=2, name="bootstate", kind=_RAW, size=4 * _MB)
BOOT_A: Final = Partition(number=3, name="bootA", kind=_FAT, size=96 * _MB)
ROOT_A: Final = Partition(number=5, name="rootA", kind=_LINUX, size=448 * _MB)
BOOT_B: Final = Partition(number=6, name="bootB", kind=_FAT, size=96 * _MB)
ROOT_B: Final = Partition(number=7, name="rootB", kind=_LINUX, size=448 * _MB)
DATA: Final = Partition(number=8, name="data", kind=_LINUX, size=64 * _MB)

PARTITIONS: Final = (FIRMWARE, BOOTSTATE, BOOT_A, ROOT_A, BOOT_B, ROOT_B, DATA)
EXTENDED: Final = 4
"""The number of the partition that holds those from the fifth on; it ends with the card."""


def starts() -> dict[str, int]:
    """Return where each partition begins, in bytes from the start of the card, by name."""
    at = _ALIGNED
    found: dict[str, int] = {}
    for one in PARTITIONS:
        if one.number > EXTENDED:
            at += _ALIGNED  # the link to a partition inside the extended one lies before it
        found[one.name] = at
        at += one.size
    return found


def card_size() -> int:
    """Return the size of the image in bytes."""
    return starts()[DATA.name] + DATA.size


def table() -> str:
    """Return the partition table as sfdisk reads it."""
    at = starts()
    inside = at[ROOT_A.name] - _ALIGNED
    lines = [f"label: dos\nlabel-id: {DISK_ID:#010x}\nunit: sectors\n"]
    for one in PARTITIONS:
        if one is ROOT_A:
            size = (card_size() - inside) // SECTOR
            lines.append(f"{EXTENDED} : start={inside // SECTOR}, size={size}, type={_EXTENDED}")
        start, size = at[one.name] // SECTOR, one.size // SECTOR
        lines.append(f"{one.number} : start={start}, size={size}, type={one.kind}")
    return "\n".join(lines) + "\n"
