"""Opening an image: found, checked, and unpacked if it is compressed."""

import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import BinaryIO

from provisioning.errors import MissingError
from provisioning.flash.block_map import BlockMap
from provisioning.flash.errors import CorruptImageError, UnknownImageError
from provisioning.flash.image import (
    CHUNK,
    Image,
    check_map,
    check_sum,
    find_block_map,
    find_sum,
    plain_image,
    require_check,
)
from provisioning.flash.progress import Progress
from words import _

_PACKERS: dict[str, ModuleType] = {".xz": lzma, ".gz": gzip}
_NOT_OURS = {".zst", ".bz2", ".zip", ".7z"}
_HOLE = 64 * 1024
"""Bytes of zeros that are left out of the unpacked file."""


@contextmanager
def opened_image(file: Path, progress: Progress) -> Iterator[Image]:
    """Yield an image that is what was made, as a plain file; raise an `ImageError`.

    A compressed one is unpacked beside nothing else, into the folder for temporary files.
    """
    if not file.exists():
        raise MissingError(file)
    if file.suffix in _NOT_OURS:
        raise UnknownImageError(file, _("ảnh .img, .img.xz hoặc .img.gz"))
    block_map, sha256 = find_block_map(file), find_sum(file)
    require_check(file, block_map, sha256)
    is_packed = file.suffix in _PACKERS
    if is_packed:
        _check_whole(file, sha256, progress)
    with _as_plain_file(file, block_map, progress) as plain:
        image = plain_image(plain, block_map)
        if not is_packed:  # what changes from here on is noticed before each card
            _check_whole(file, sha256, progress)
        if image.is_mapped:
            with progress.phase(_("Kiểm tra khối"), image.block_map.mapped_bytes) as advance:
                check_map(image, advance)
        yield image


def _check_whole(file: Path, sha256: str, progress: Progress) -> None:
    if sha256:
        with progress.phase(_("Kiểm tra ảnh"), file.stat().st_size) as advance:
            check_sum(file, sha256, advance)


@contextmanager
def _as_plain_file(file: Path, block_map: BlockMap | None, progress: Progress) -> Iterator[Path]:
    if file.suffix not in _PACKERS:
        yield file
        return
    with TemporaryDirectory(prefix="quay-flash-") as folder:
        plain = Path(folder) / file.with_suffix("").name
        _unpack(file, plain, block_map.image_bytes if block_map else 0, progress)
        yield plain


def _unpack(file: Path, plain: Path, size: int, progress: Progress) -> None:
    try:
        with (
            progress.phase(_("Giải nén ảnh"), size) as advance,
            _PACKERS[file.suffix].open(file) as packed,
            plain.open("wb") as opened,
        ):
            while data := packed.read(CHUNK):
                _write_with_holes(opened, data)
                advance(len(data))
            opened.truncate(opened.tell())
    except (lzma.LZMAError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorruptImageError(file, _("không giải nén được")) from error


def _write_with_holes(opened: BinaryIO, data: bytes) -> None:
    for at in range(0, len(data), _HOLE):
        piece = data[at : at + _HOLE]
        if piece.strip(b"\0"):
            opened.write(piece)
        else:
            opened.seek(len(piece), 1)
