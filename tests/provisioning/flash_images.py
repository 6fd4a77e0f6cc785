"""Small images like the real one, and what they consist of."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioning.flash.block_map import BlockMap, Mapped
from provisioning.flash.image import Image
from provisioning.flash.tools import MissingToolError, tool

MIB = 1024 * 1024
BLOCK = 4096
NEEDS = ("sfdisk", "mkfs.vfat", "mke2fs", "mcopy")


@dataclass(frozen=True)
class Layout:
    """Where the small image's parts begin and how long they are, in MiB."""

    firmware: tuple[int, int] = (1, 9)
    root_a: tuple[int, int] = (11, 6)
    root_b: tuple[int, int] = (18, 10)
    data: tuple[int, int] = (30, 6)
    size: int = 37


LAYOUT = Layout()
ROOT = hashlib.shake_128(b"root").digest(5 * MIB + 1000)
"""What root A holds."""


def need_tools() -> None:
    missing = [name for name in NEEDS if not _has(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def make_image(file: Path) -> Path:
    """An image as terminals get it: FAT, root A, an empty slot B, ext4 inside an extended part."""
    with file.open("wb") as opened:
        opened.truncate(LAYOUT.size * MIB)
    table = f"""label: dos
    start={LAYOUT.firmware[0] * 2048}, size={LAYOUT.firmware[1] * 2048}, type=c
    start={LAYOUT.root_a[0] * 2048}, size={LAYOUT.root_a[1] * 2048}, type=83
    start={LAYOUT.root_b[0] * 2048}, size={LAYOUT.root_b[1] * 2048}, type=83
    start={LAYOUT.data[0] * 2048 - 2048}, size={LAYOUT.data[1] * 2048 + 2048}, type=f
    start={LAYOUT.data[0] * 2048}, size={LAYOUT.data[1] * 2048}, type=83
    """
    _do("sfdisk", "--quiet", str(file), given=table)
    first, length = LAYOUT.firmware
    _do("mkfs.vfat", "-F", "16", "--offset", str(first * 2048), str(file), str(length * 1024))
    first, length = LAYOUT.data
    options = f"offset={first * MIB}"
    _do("mke2fs", "-q", "-F", "-t", "ext4", "-E", options, str(file), f"{length}M")
    with file.open("r+b") as opened:
        opened.seek(LAYOUT.root_a[0] * MIB)
        opened.write(ROOT)
    return file


def map_of(file: Path) -> Image:
    """The image with a map of its non-zero blocks: the thriftiest there can be."""
    content = file.read_bytes()
    held = [at for at in range(0, len(content), BLOCK) if content[at : at + BLOCK].strip(b"\0")]
    starts = [at for at in held if at == 0 or not content[at - BLOCK : at].strip(b"\0")]
    runs: list[Mapped] = []
    for start in starts:
        end = start
        while end < len(content) and content[end : end + BLOCK].strip(b"\0"):
            end = min(end + BLOCK, len(content))
        sha256 = hashlib.sha256(content[start:end]).hexdigest()
        runs.append(Mapped(offset=start, length=end - start, sha256=sha256))
    known = BlockMap(image_bytes=len(content), mapped=tuple(runs))
    changed_ns = file.stat().st_mtime_ns
    return Image(file=file, block_map=known, is_mapped=True, changed_ns=changed_ns)


def write_map(file: Path) -> Path:
    """Leave a block map beside an image, by bmap-tools."""
    if shutil.which("bmaptool") is None:
        pytest.skip("bmap-tools is not installed")
    made = file.with_name(f"{file.name}.bmap")
    _do("bmaptool", "create", str(file), "-o", str(made))
    return made


def write_sum(file: Path) -> Path:
    made = file.with_name(f"{file.name}.sha256")
    made.write_text(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")
    return made


def _has(name: str) -> bool:
    try:
        tool(name)
    except MissingToolError:
        return False
    return True


def _do(name: str, *arguments: str, given: str = "") -> None:
    subprocess.run(
        [tool(name), *arguments], input=given, text=True, check=True, capture_output=True
    )
