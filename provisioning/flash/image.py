"""The image that is written: the file, its block map, and whether it is still what was made."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from provisioning.errors import MissingError
from provisioning.flash.block_map import (
    BlockMap,
    BlockMapError,
    Mapped,
    everything,
    read_block_map,
)
from provisioning.flash.errors import CorruptImageError, UncheckedImageError, UnknownImageError
from words import _

CHUNK = 4 * 1024 * 1024
"""Bytes that are read, written and compared at once."""
_SUM_LINE = re.compile(r"(?P<sum>[0-9a-fA-F]{64})(?:[ \t]+\*?(?P<name>.+))?")

Advance = Callable[[int], None]
"""Is told how many more bytes are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image as a plain file, with holes where it holds nothing."""

    file: Path
    block_map: BlockMap
    is_mapped: bool
    """Whether it came with a block map, whose ranges have checksums."""
    changed_ns: int = 0
    """When the file was last written to, as it was found before it was checked."""

    @property
    def size_bytes(self) -> int:
        """What a card must hold at least."""
        return self.block_map.image_bytes

    def require_unchanged(self) -> None:
        """Raise `CorruptImageError` where the file was written to since it was found."""
        if self.file.stat().st_mtime_ns != self.changed_ns:
            raise CorruptImageError(self.file, _("tệp vừa bị thay đổi"))

    def read(self, offset: int, length: int) -> bytes:
        """Return a part; raise `CorruptImageError` where the file is too short."""
        with self.file.open("rb") as opened:
            return self._read(opened, offset, length)

    def chunks(self, runs: Iterator[Mapped]) -> Iterator[tuple[int, bytes]]:
        """Return runs in pieces of at most `CHUNK`, each with its offset."""
        with self.file.open("rb") as opened:
            for run in runs:
                for at in range(run.offset, run.end, CHUNK):
                    yield at, self._read(opened, at, min(CHUNK, run.end - at))

    def _read(self, opened: BinaryIO, offset: int, length: int) -> bytes:
        opened.seek(offset)
        data = opened.read(length)
        if len(data) != length:
            raise CorruptImageError(self.file, _("thiếu phần cuối"))
        return data


def find_block_map(file: Path) -> BlockMap | None:
    """Return the map beside an image (x.img.bmap, x.bmap); raise `CorruptImageError`."""
    # A compressed image's map may be named for either file.
    stems = [file, file.with_suffix(""), file.with_suffix("").with_suffix("")]
    for stem in stems:
        beside = stem.with_name(f"{stem.name}.bmap")
        try:
            return read_block_map(beside.read_bytes())
        except FileNotFoundError:
            continue
        except BlockMapError as error:
            raise CorruptImageError(beside, str(error)) from error
    return None


def find_sum(file: Path) -> str:
    """Return the SHA-256 beside a file (x.sha256, SHA256SUMS); empty: there is none.

    Raises `CorruptImageError` for a file of sums that holds none.
    """
    own = file.with_name(f"{file.name}.sha256")
    for beside, must_name in ((own, False), (file.with_name("SHA256SUMS"), True)):
        try:
            lines = beside.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise CorruptImageError(beside, _("không phải tệp chữ")) from error
        found = _sum_in(lines, file.name, must_name=must_name)
        if found:
            return found
        if beside == own:
            raise CorruptImageError(own, _("không có mã SHA-256"))
    return ""


def _sum_in(lines: list[str], name: str, *, must_name: bool) -> str:
    for line in lines:
        found = _SUM_LINE.fullmatch(line.strip())
        if not found:
            continue
        # sha256sum writes the path that it was given; in another folder it is another.
        named = PurePath(found["name"] or "").name
        if named == name or not (must_name or named):
            return found["sum"].lower()
    return ""


def plain_image(file: Path, block_map: BlockMap | None) -> Image:
    """Return the image in a plain file; raise `MissingError` or an `ImageError`."""
    try:
        found = file.stat()
    except FileNotFoundError as error:
        raise MissingError(file) from error
    size = found.st_size
    if not file.is_file() or not size:
        raise UnknownImageError(file, _("một tệp ảnh không rỗng"))
    known = block_map or everything(size)
    if known.image_bytes != size:
        raise CorruptImageError(file, _("kích thước không khớp với tệp .bmap"))
    return Image(
        file=file,
        block_map=known,
        is_mapped=block_map is not None,
        changed_ns=found.st_mtime_ns,
    )


def check_sum(file: Path, wanted: str, advance: Advance) -> None:
    """Compare a file with its SHA-256; raise `CorruptImageError`."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while data := opened.read(CHUNK):
            digest.update(data)
            advance(len(data))
    if digest.hexdigest() != wanted:
        raise CorruptImageError(file, _("mã SHA-256 không khớp"))


def check_map(image: Image, advance: Advance) -> None:
    """Compare every mapped range with its checksum; raise `CorruptImageError`."""
    for run in image.block_map.mapped:
        digest = hashlib.sha256()
        for _at, data in image.chunks(iter((run,))):
            digest.update(data)
            advance(len(data))
        if digest.hexdigest() != run.sha256:
            blocks = _("khối dữ liệu tại byte {at}").format(at=run.offset)
            raise CorruptImageError(image.file, blocks)


def require_check(file: Path, block_map: BlockMap | None, sha256: str) -> None:
    """Raise `UncheckedImageError` where nothing could tell a broken image from a sound one."""
    if block_map is None and not sha256:
        raise UncheckedImageError(file)
