"""What must be written to a card that has been used before, so that it is as good as the image.

A block map tells where the image holds something. A block of zeros is not in it, and yet may
matter: the free entries of a FAT, the empty end of a journal. On a used card something else would
stand there, and an older life of the card could come back: a journal replayed, a boot slot that
the image leaves empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provisioning.flash.block_map import Mapped
from provisioning.flash.image import Image
from provisioning.flash.partitions import Partition

MARGIN = 1024 * 1024
"""So much at either end of a card, a partition and the image can hold a signature: partition
tables and the second GPT, md, LVM, btrfs, ZFS."""
SHORT_HOLE = 4 * 1024 * 1024
"""A shorter hole costs nothing to write, and could be zeros in the midst of a file system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What comes from the image, and what becomes zero behind it."""

    copied: tuple[Mapped, ...]
    cleared: tuple[Mapped, ...]

    @property
    def runs(self) -> tuple[Mapped, ...]:
        """Everything that is written."""
        return (*self.copied, *self.cleared)

    @property
    def total_bytes(self) -> int:
        """How much is written."""
        return sum(run.length for run in self.runs)


def make_plan(image: Image, partitions: Iterable[Partition], card_bytes: int) -> Plan:
    """Return what to write to a card of this size."""
    written = _written(image, tuple(partitions))
    return Plan(
        copied=tuple(_join([*image.block_map.mapped, *written])),
        cleared=tuple(_behind(image.size_bytes, card_bytes)),
    )


def _written(image: Image, partitions: tuple[Partition, ...]) -> Iterator[Mapped]:
    """The holes, or parts of holes, that must be zero on the card as well."""
    kept_whole = [part for part in partitions if _is_rewritten_in_place(image, part)]
    edges = [_edge for part in partitions for _edge in _edges(part.offset, part.end)]
    edges += _edges(0, image.size_bytes)
    wanted = [*edges, *(_run(part.offset, part.end) for part in kept_whole)]
    for hole in image.block_map.holes():
        if hole.length < SHORT_HOLE:
            yield hole
        else:
            yield from (part for want in wanted if (part := _overlap(hole, want)))


def _is_rewritten_in_place(image: Image, part: Partition) -> bool:
    """Whether it holds a file system that trusts its own zeros: FAT, ext2 to ext4."""
    if part.end > image.size_bytes or part.length < 2048:  # noqa: PLR2004 - up to ext's magic
        return False
    head = image.read(part.offset, 2048)
    is_fat = head[510:512] == b"\x55\xaa" and (head[54:57] == b"FAT" or head[82:85] == b"FAT")
    # fs/ext4/ext4.h: the superblock begins at 1024, its magic number at 0x38.
    return is_fat or head[1024 + 0x38 : 1024 + 0x3A] == b"\x53\xef"


def _edges(start: int, end: int) -> list[Mapped]:
    first = _run(start, min(start + MARGIN, end))
    last = _run(max(end - MARGIN, start), end)
    return [first, last]


def _behind(image_bytes: int, card_bytes: int) -> Iterator[Mapped]:
    if card_bytes > image_bytes:
        yield from _join(_edges(image_bytes, card_bytes))


def _run(start: int, end: int) -> Mapped:
    return Mapped(offset=start, length=end - start)


def _overlap(one: Mapped, other: Mapped) -> Mapped | None:
    start, end = max(one.offset, other.offset), min(one.end, other.end)
    return _run(start, end) if start < end else None


def _join(runs: Iterable[Mapped]) -> Iterator[Mapped]:
    """Put runs in order, and make one of those that touch."""
    current: Mapped | None = None
    for run in sorted(runs, key=lambda each: each.offset):
        if current and run.offset <= current.end:
            current = _run(current.offset, max(current.end, run.end))
            continue
        if current:
            yield current
        current = run
    if current:
        yield current
