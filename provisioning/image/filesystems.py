"""File systems made on plain files, the same for the same content: no mounts, no root."""

import os
from pathlib import Path

from provisioning.image.errors import TooLargeError
from provisioning.image.partitions import DATA, Partition
from provisioning.image.program import run

_DATA_ID = "51554159-0000-4000-8000-000000000008"
_BLOCK = 4096
_BYTES_PER_INODE = 32768
_KB = 1024
_SERIALS = 0x51554100
"""A FAT's serial number: this and the number of its partition."""


def make_fat(file: Path, partition: Partition, content: Path, *, made_at: int) -> None:
    """Make a FAT partition that holds the content of a folder; raise `TooLargeError`."""
    paths = sorted(content.rglob("*"))
    needed = sum(path.stat().st_size for path in paths if path.is_file())
    if needed > partition.size * 0.95:
        raise TooLargeError(partition.name, needed, partition.size)
    for path in [*paths, content]:
        os.utime(path, (made_at, made_at))
    surroundings = {"SOURCE_DATE_EPOCH": str(made_at), "MTOOLS_SKIP_CHECK": "1"}
    file.unlink(missing_ok=True)
    label = partition.name.upper()
    serial = f"{_SERIALS + partition.number:08x}"
    run(
        [
            *("mkfs.vfat", "-F", "32", "-s", "1", "--invariant", "-i", serial, "-n", label),
            *("-C", file, str(partition.size // _KB)),
        ],
        surroundings=surroundings,
    )
    entries = sorted(content.iterdir())
    if entries:
        run(["mcopy", "-s", "-m", "-Q", "-i", file, *entries, "::/"], surroundings=surroundings)


def make_data(file: Path, *, made_at: int) -> None:
    """Make the data partition: empty, for the first start fills it."""
    file.unlink(missing_ok=True)
    with file.open("wb") as opened:
        opened.truncate(DATA.size)
    run(
        [
            *("mkfs.ext4", "-q", "-F", "-L", DATA.name, "-U", _DATA_ID, "-m", "1"),
            *("-b", str(_BLOCK), "-i", str(_BYTES_PER_INODE), "-J", "size=8"),
            *("-E", f"hash_seed={_DATA_ID},lazy_itable_init=0,lazy_journal_init=0"),
            file,
        ],
        surroundings={"E2FSPROGS_FAKE_TIME": str(made_at)},
    )
