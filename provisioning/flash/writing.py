"""One card: cleared, written, read back."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provisioning.flash.disk import Disk
from provisioning.flash.errors import MismatchError
from provisioning.flash.honest_size import check_size
from provisioning.flash.image import CHUNK, Image
from provisioning.flash.plan import MARGIN, Plan
from provisioning.flash.progress import Progress
from words import _

FLUSH_BYTES = 4 * CHUNK
"""The system is never further ahead of the card than this: else the bar would run to its end and
stand there for minutes."""
BLOCK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What was written in one go, and by what it is known again."""

    offset: int
    length: int
    sha256: bytes


Patches = Mapping[int, bytes]
"""Blocks of `BLOCK` bytes that differ from the image on this one card, by their place."""


def write_card(
    disk: Disk, image: Image, plan: Plan, patches: Patches, progress: Progress
) -> tuple[Piece, ...]:
    """Write one card and read it back; raise a `CardError`.

    The card's first part, with its partition table, comes last: a card that was pulled out midway
    does not look like a finished one.
    """
    check_size(disk, image.size_bytes)
    with progress.phase(_("Ghi thẻ"), plan.total_bytes) as advance:
        disk.write(0, bytes(min(MARGIN, disk.size_bytes)))
        disk.flush()
        pieces, waiting = [], 0
        for offset, data in _pieces(image, plan, patches):
            disk.write(offset, data)
            pieces.append(_piece(offset, data))
            waiting += len(data)
            if waiting >= FLUSH_BYTES:
                disk.flush()
                waiting = 0
            advance(len(data))
        disk.flush()
    verify(disk, pieces, progress)
    return tuple(pieces)


def verify(disk: Disk, pieces: list[Piece], progress: Progress) -> None:
    """Read back every piece from the medium; raise a `CardError`."""
    with progress.phase(_("Đọc lại"), sum(piece.length for piece in pieces)) as advance:
        for piece in pieces:
            if _piece(piece.offset, disk.read(piece.offset, piece.length)) != piece:
                raise MismatchError(disk.name, piece.offset)
            advance(piece.length)


def _piece(offset: int, data: bytes) -> Piece:
    return Piece(offset=offset, length=len(data), sha256=hashlib.sha256(data).digest())


def _pieces(image: Image, plan: Plan, patches: Patches) -> Iterator[tuple[int, bytes]]:
    """Everything but the card's first part, then that."""
    first: list[tuple[int, bytes]] = []
    for offset, data in image.chunks(iter(plan.copied)):
        patched = _patch(offset, data, patches)
        early = max(0, MARGIN - offset)
        if early:
            first.append((offset, patched[:early]))
        if patched[early:]:
            yield offset + early, patched[early:]
    for run in plan.cleared:
        for at in range(run.offset, run.end, CHUNK):
            yield at, bytes(min(CHUNK, run.end - at))
    yield from reversed(first)


def _patch(offset: int, data: bytes, patches: Patches) -> bytes:
    inside = [at for at in patches if offset <= at < offset + len(data)]
    if not inside:
        return data
    changed = bytearray(data)
    for at in inside:
        changed[at - offset : at - offset + BLOCK] = patches[at]
    return bytes(changed[: len(data)])
