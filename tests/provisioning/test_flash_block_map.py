"""Block maps: ours beside those of bmap-tools."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from provisioning.flash.block_map import BlockMapError, everything, read_block_map

BLOCK = 4096
NEEDS_BMAPTOOL = pytest.mark.skipif(
    shutil.which("bmaptool") is None, reason="bmap-tools is not installed"
)


def draw_map(ranges: str, *, size: int = 40 * BLOCK - 100, version: str = "2.0") -> bytes:
    """A map with the right checksum of its own."""
    text = (
        f'<?xml version="1.0" ?>\n<bmap version="{version}">'
        f"<ImageSize> {size} </ImageSize><BlockSize> {BLOCK} </BlockSize>"
        "<ChecksumType> sha256 </ChecksumType>"
        f"<BmapFileChecksum> {'0' * 64} </BmapFileChecksum>"
        f"<BlockMap>{ranges}</BlockMap></bmap>"
    )
    return seal(text.encode())


def seal(blank: bytes) -> bytes:
    return blank.replace(b"0" * 64, hashlib.sha256(blank).hexdigest().encode(), 1)


def run(blocks: str, sha256: str = "ab" * 32) -> str:
    return f'<Range chksum="{sha256}"> {blocks} </Range>'


@NEEDS_BMAPTOOL
def test_what_bmaptool_writes_is_read_range_for_range(tmp_path: Path) -> None:
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(20_000_000)
        for at in (0, 5_000_000, 5_000_000 + 3 * BLOCK, 19_999_000):
            file.seek(at)
            file.write(b"something" * 400)
        file.truncate(20_000_000)
    said = subprocess.run(
        ["bmaptool", "create", str(image)],  # noqa: S607 - Debian's
        check=True,
        capture_output=True,
    ).stdout
    found = read_block_map(said)
    assert found.image_bytes == 20_000_000
    content = image.read_bytes()
    for part in found.mapped:
        assert hashlib.sha256(content[part.offset : part.end]).hexdigest() == part.sha256
    for hole in found.holes():
        assert not content[hole.offset : hole.end].strip(b"\0")
    together = [*found.mapped, *found.holes()]
    assert sum(part.length for part in together) == found.image_bytes
    blocks = re.search(r"<MappedBlocksCount>\s*(\d+)", said.decode())
    assert blocks
    assert -(-found.mapped_bytes // BLOCK) == int(blocks[1])


def test_ranges_single_blocks_and_the_cut_last_block_are_read() -> None:
    found = read_block_map(draw_map(run("0-1") + run("7") + run("39")))
    assert [(part.offset, part.length) for part in found.mapped] == [
        (0, 2 * BLOCK),
        (7 * BLOCK, BLOCK),
        (39 * BLOCK, BLOCK - 100),
    ]
    assert [(hole.offset, hole.end) for hole in found.holes()] == [
        (2 * BLOCK, 7 * BLOCK),
        (8 * BLOCK, 39 * BLOCK),
    ]


def test_a_map_of_nothing_is_one_hole() -> None:
    found = read_block_map(draw_map(""))
    assert found.mapped == ()
    assert [hole.length for hole in found.holes()] == [found.image_bytes]


def test_an_image_without_a_map_is_one_range() -> None:
    found = everything(123)
    assert found.mapped_bytes == 123
    assert list(found.holes()) == []


def test_every_changed_letter_of_a_map_is_noticed() -> None:
    sound = draw_map(run("0-3"))
    read_block_map(sound)
    for at in range(0, len(sound), 7):
        broken = bytearray(sound)
        broken[at] ^= 1
        with pytest.raises(BlockMapError):
            read_block_map(bytes(broken))


_ENTITY = draw_map(run("0")).replace(b"<bmap ", b'<!DOCTYPE b [<!ENTITY a "1">]><bmap ', 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a map",
        draw_map(run("0"), version="1.4"),
        draw_map(run("0"), version=""),
        draw_map(run("0")).replace(b"sha256 <", b"sha1 <"),
        draw_map(run("40")),
        draw_map(run("5-3")),
        draw_map(run("5") + run("3")),
        draw_map(run("5-6") + run("6-7")),
        draw_map(run("five")),
        draw_map(run("-1")),
        draw_map(run("1", sha256="")),
        draw_map(run("1", sha256="zz" * 32)),
        seal(_ENTITY.replace(re.findall(rb"[0-9a-f]{64} </Bm", _ENTITY)[0][:64], b"0" * 64)),
        draw_map(run("0"))[:-20],
    ],
)
def test_what_is_no_sound_map_is_refused(content: bytes) -> None:
    with pytest.raises(BlockMapError):
        read_block_map(content)
