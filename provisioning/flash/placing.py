"""The outlet's own files on the card: put into a copy of the FAT partition, then written with it.

Nothing touches the card for this: what differs from the image is written, and read back, like
everything else.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from provisioning.errors import ProvisioningError
from provisioning.flash.errors import UnknownImageError
from provisioning.flash.image import CHUNK, Image
from provisioning.flash.partitions import Partition
from provisioning.flash.tools import tool
from provisioning.flash.writing import BLOCK
from words import _

FOLDER = "quay"
"""Where the outlet's files lie on the card's first partition."""
_LONGEST_NAME = 100


class UnplaceableError(ProvisioningError):
    """The outlet's files do not go onto the card."""


@dataclass(frozen=True, slots=True)
class OutletFiles:
    """Files for one card, by their names."""

    files: tuple[Path, ...] = ()


def files_in(folder: Path) -> OutletFiles:
    """Return the files of a folder that go onto the card; raise `UnplaceableError`.

    Hidden ones do not, and the label does not: its code is for the paper alone.
    """
    files = tuple(
        sorted(
            path
            for path in folder.iterdir()
            if path.is_file() and not path.name.startswith((".", "label."))
        )
    )
    for file in files:
        if not file.name.isascii() or len(file.name) > _LONGEST_NAME:
            raise UnplaceableError(
                _("Tên tệp {name} không đặt lên thẻ được; chỉ dùng chữ không dấu.").format(
                    name=file.name
                )
            )
    return OutletFiles(files)


def patches_for(
    image: Image, partitions: tuple[Partition, ...], wanted: OutletFiles
) -> dict[int, bytes]:
    """Return the blocks of the image's first partition that the files change.

    Raises `UnknownImageError` where that is no FAT, and `UnplaceableError` where it is full.
    """
    if not wanted.files:
        return {}
    if not partitions or partitions[0].offset % BLOCK:
        raise UnknownImageError(image.file, _("phân vùng FAT đứng đầu ảnh"))
    first = partitions[0]
    with TemporaryDirectory(prefix="quay-flash-") as folder:
        copy = Path(folder) / "first.fat"
        _copy_out(image, first, copy)
        _place(copy, wanted, image.file)
        return dict(_changed(image, first, copy))


def _copy_out(image: Image, part: Partition, copy: Path) -> None:
    with image.file.open("rb") as opened, copy.open("wb") as out:
        opened.seek(part.offset)
        left = part.length
        while left:
            data = opened.read(min(CHUNK, left))
            if not data:
                break
            out.write(data)
            left -= len(data)


def _place(copy: Path, wanted: OutletFiles, image: Path) -> None:
    # A folder that is there already is fine; a file system that is none shows at the copying.
    _run("mmd", "-i", str(copy), "-D", "s", f"::/{FOLDER}")
    done = _run("mcopy", "-i", str(copy), "-o", *map(str, wanted.files), f"::/{FOLDER}/")
    if done.returncode == 0:
        return
    if b"full" in done.stderr.lower():
        raise UnplaceableError(_("Phân vùng đầu của thẻ không còn chỗ cho tệp của cơ sở."))
    raise UnknownImageError(image, _("phân vùng FAT đứng đầu ảnh"))


def _run(name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Geometry is for floppy disks; mtools must not ask anything at a terminal either.
    surroundings = {**os.environ, "MTOOLS_SKIP_CHECK": "1", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - the project's own arguments
        [tool(name), *arguments],
        capture_output=True,
        check=False,
        env=surroundings,
        stdin=subprocess.DEVNULL,
    )


def _changed(image: Image, part: Partition, copy: Path) -> Iterator[tuple[int, bytes]]:
    with image.file.open("rb") as before, copy.open("rb") as after:
        before.seek(part.offset)
        for at in range(0, part.length, BLOCK):
            size = min(BLOCK, part.length - at)
            was, now = before.read(size), after.read(size)
            if was != now:
                yield part.offset + at, now
