"""Two images side by side: the same to the byte, or which partition and which file differs."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from errno import ENXIO
from pathlib import Path
from typing import BinaryIO

from provisioning.errors import MissingError
from provisioning.image.errors import ProgramFailedError
from provisioning.image.partitions import (
    BOOT_A,
    BOOT_B,
    FIRMWARE,
    PARTITIONS,
    ROOT_A,
    ROOT_B,
    Partition,
    card_size,
    starts,
)
from provisioning.image.program import run
from provisioning.image.trees import compare_trees
from words import _

_CHUNK = 2**22
_FATS = {FIRMWARE.name, BOOT_A.name, BOOT_B.name}
_SQUASHFS = {ROOT_A.name, ROOT_B.name}


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an image: a partition, or what lies before and between them."""

    name: str
    start: int
    """In bytes from the image's beginning."""
    size: int
    """In bytes."""


def compare(one: Path, other: Path) -> list[str]:
    """Return a line for everything in which two images differ; nothing if they are the same.

    Raises `MissingError`.
    """
    for file in (one, other):
        if not file.is_file():
            raise MissingError(file)
    lines: list[str] = []
    if one.stat().st_size != other.stat().st_size:
        sizes = _("{one} byte và {other} byte")
        lines.append(
            _line(
                _("cả ảnh"),
                sizes.format(one=one.stat().st_size, other=other.stat().st_size),
            )
        )
    for region in regions():
        at = first_difference(one, other, region)
        if at is not None:
            lines += [_line(region.name, line) for line in _explain(one, other, region, at)]
    return lines


def regions() -> Iterator[Region]:
    """Return every stretch of an image in order, without a gap."""
    at = starts()
    end = 0
    for one in PARTITIONS:
        yield Region(
            _("bảng phân vùng trước {name}").format(name=one.name), end, at[one.name] - end
        )
        yield _region(one)
        end = at[one.name] + one.size
    if card_size() > end:
        yield Region(_("cuối ảnh"), end, card_size() - end)


def _region(partition: Partition) -> Region:
    return Region(partition.name, starts()[partition.name], partition.size)


def first_difference(one: Path, other: Path, region: Region) -> int | None:
    """Return the first byte of a region that differs, from its beginning; None if none does."""
    end = region.start + region.size
    with one.open("rb") as left, other.open("rb") as right:
        at = region.start
        while (at := min(_next_data(left, at), _next_data(right, at))) < end:
            size = min(_CHUNK, end - at)
            left.seek(at)
            right.seek(at)
            a, b = left.read(size), right.read(size)
            if a != b:
                same = (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
                return at - region.start + next(same, min(len(a), len(b)))
            at += size
    return None


def _next_data(opened: BinaryIO, at: int) -> int:
    """Return where a file next holds something: an empty slot is a hole of half a gigabyte."""
    try:
        return os.lseek(opened.fileno(), at, os.SEEK_DATA)
    except OSError as error:
        if error.errno == ENXIO:  # nothing more
            return sys.maxsize
        raise


def _explain(one: Path, other: Path, region: Region, at: int) -> list[str]:
    """Return a line for each file that differs, or where no file does the first byte's place."""
    by_byte = _("khác từ byte {at}").format(at=at)
    opening = _opening(region)
    if opening is None:
        return [by_byte]
    with tempfile.TemporaryDirectory(dir=one.parent) as made:
        opened = [Path(made) / name for name in ("a", "b")]
        try:
            for image, folder in zip((one, other), opened, strict=True):
                opening(image, region, folder)
        except ProgramFailedError as error:  # cut short, or overwritten
            return [f"{by_byte}; {error}"]
        lines = compare_trees(*opened)
    return lines or [_("các tệp như nhau; {byte} (thời gian hoặc thứ tự)").format(byte=by_byte)]


def _opening(region: Region) -> Callable[[Path, Region, Path], None] | None:
    if region.name in _SQUASHFS:
        return _open_squashfs
    return _open_fat if region.name in _FATS else None


def _open_squashfs(image: Path, region: Region, folder: Path) -> None:
    offset = ("-offset", str(region.start))
    run(["unsquashfs", "-quiet", "-no-progress", "-no-xattrs", *offset, "-dest", folder, image])


def _open_fat(image: Path, region: Region, folder: Path) -> None:
    folder.mkdir()
    run(
        ["mcopy", "-s", "-m", "-n", "-i", f"{image}@@{region.start}", "::*", folder],
        surroundings={"MTOOLS_SKIP_CHECK": "1"},
    )


def _line(name: str, said: str) -> str:
    return f"{name}: {said}"
