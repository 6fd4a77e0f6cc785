"""One card: cleared, written, read back."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from provisioning.flash.disk import Disk
from provisioning.flash.errors import CardError, MismatchError, VanishedError
from provisioning.flash.honest_size import check_size
from provisioning.flash.image import CHUNK, Advance, Image
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

    The card's first part, with its partition table, is zero until all else has been read back, and
    is made zero again where anything goes wrong: only a good card looks like a finished one.
    """
    try:
        check_size(disk, image.size_bytes)
        return _write(disk, image, plan, patches, progress)
    except BaseException:
        _clear_first(disk)
        raise


def _write(
    disk: Disk, image: Image, plan: Plan, patches: Patches, progress: Progress
) -> tuple[Piece, ...]:
    first_bytes = sum(max(0, min(run.end, MARGIN) - run.offset) for run in plan.runs)
    with progress.phase(_("Ghi thẻ"), plan.total_bytes - first_bytes) as advance:
        disk.write(0, bytes(min(MARGIN, disk.size_bytes)))
        disk.flush()
        first: list[tuple[int, bytes]] = []
        pieces = _write_body(disk, _pieces(image, plan, patches), first, advance)
    with progress.phase(_("Đọc lại"), plan.total_bytes) as advance:
        verify(disk, pieces, advance)
        for offset, data in reversed(first):
            disk.write(offset, data)
        disk.flush()
        last = [_piece(offset, data) for offset, data in reversed(first)]
        verify(disk, last, advance)
    return (*pieces, *last)


def _write_body(
    disk: Disk,
    pieces: Iterable[tuple[int, bytes]],
    first: list[tuple[int, bytes]],
    advance: Advance,
) -> list[Piece]:
    """Write what lies behind the card's first part; that is put into `first`."""
    written, waiting = [], 0
    for offset, data in pieces:
        if offset < MARGIN:
            first.append((offset, data))
            continue
        disk.write(offset, data)
        written.append(_piece(offset, data))
        waiting += len(data)
        if waiting >= FLUSH_BYTES:
            disk.flush()
            waiting = 0
        advance(len(data))
    disk.flush()
    return written


def _clear_first(disk: Disk) -> None:
    """Make the card's first part zero, block by block, as far as the card takes it."""
    for offset in range(0, min(MARGIN, disk.size_bytes), BLOCK):
        try:
            disk.write(offset, bytes(min(BLOCK, disk.size_bytes - offset)))
        except VanishedError:
            return
        except (CardError, OSError):
            continue
    with suppress(CardError, OSError):
        disk.flush()


def verify(disk: Disk, pieces: Iterable[Piece], advance: Advance) -> None:
    """Read back every piece from the medium; raise a `CardError`."""
    for piece in pieces:
        if _piece(piece.offset, disk.read(piece.offset, piece.length)) != piece:
            raise MismatchError(disk.name, piece.offset)
        advance(piece.length)


def _piece(offset: int, data: bytes) -> Piece:
    return Piece(offset=offset, length=len(data), sha256=hashlib.sha256(data).digest())


def _pieces(image: Image, plan: Plan, patches: Patches) -> Iterator[tuple[int, bytes]]:
    """Everything in order; what reaches out of the card's first part is cut there."""
    for offset, data in image.chunks(iter(plan.copied)):
        yield from _cut(offset, _patch(offset, data, patches))
    for run in plan.cleared:
        for at in range(run.offset, run.end, CHUNK):
            yield from _cut(at, bytes(min(CHUNK, run.end - at)))


def _cut(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    early = max(0, MARGIN - offset)
    if data[:early]:
        yield offset, data[:early]
    if data[early:]:
        yield offset + early, data[early:]


def _patch(offset: int, data: bytes, patches: Patches) -> bytes:
    inside = [at for at in patches if offset <= at < offset + len(data)]
    if not inside:
        return data
    changed = bytearray(data)
    for at in inside:
        changed[at - offset : at - offset + BLOCK] = patches[at]
    return bytes(changed[: len(data)])
