"""Whether an image is still what was made, and what is put onto it for one outlet."""

import gzip
import lzma
import subprocess
from pathlib import Path

import pytest

from provisioning.errors import MissingError
from provisioning.flash.errors import (
    CorruptImageError,
    ImageError,
    UncheckedImageError,
    UnknownImageError,
)
from provisioning.flash.partitions import read_partitions
from provisioning.flash.placing import OutletFiles, UnplaceableError, files_in, patches_for
from provisioning.flash.progress import Silence
from provisioning.flash.tools import tool
from provisioning.flash.unpack import opened_image
from tests.provisioning.flash_images import (
    LAYOUT,
    MIB,
    make_image,
    map_of,
    need_tools,
    write_map,
    write_sum,
)

PACK = {
    ".xz": lambda content: lzma.compress(content, preset=0),
    ".gz": lambda content: gzip.compress(content, 1),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need_tools()
    return make_image(tmp_path_factory.mktemp("image") / "quay.img")


@pytest.fixture
def image(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / made.name
    subprocess.run(["cp", "--sparse=always", made, copy], check=True)  # noqa: S607 - coreutils
    return copy


def check(file: Path) -> int:
    with opened_image(file, Silence()) as opened:
        return opened.block_map.mapped_bytes


def flip(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        was = opened.read(1)
        opened.seek(at)
        opened.write(bytes([was[0] ^ 1]))


def test_a_sound_image_passes_by_map_by_sum_and_by_both(image: Path) -> None:
    write_map(image)
    assert 5 * MIB < check(image) < image.stat().st_size
    write_sum(image)
    check(image)
    image.with_name("quay.img.bmap").unlink()
    assert check(image) == image.stat().st_size


def test_an_image_with_nothing_beside_it_is_refused(image: Path) -> None:
    with pytest.raises(UncheckedImageError):
        check(image)


def test_an_image_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        check(tmp_path / "quay.img")


@pytest.mark.parametrize("at", [0, MIB, LAYOUT.root_a[0] * MIB + 12345])
def test_one_flipped_bit_is_found_by_the_map(image: Path, at: int) -> None:
    write_map(image)
    flip(image, at)
    with pytest.raises(CorruptImageError):
        check(image)


@pytest.mark.parametrize("at", [0, MIB, LAYOUT.root_b[0] * MIB, LAYOUT.size * MIB - 1])
def test_one_flipped_bit_anywhere_is_found_by_the_sum(image: Path, at: int) -> None:
    write_sum(image)
    flip(image, at)
    with pytest.raises(CorruptImageError, match="SHA-256"):
        check(image)


@pytest.mark.parametrize("size", [0, 1, LAYOUT.size * MIB - 4096, LAYOUT.size * MIB + 4096])
def test_an_image_of_another_length_is_refused(image: Path, size: int) -> None:
    write_map(image)
    with image.open("r+b") as opened:
        opened.truncate(size)
    with pytest.raises(ImageError):
        check(image)


def test_a_broken_map_is_named_as_broken(image: Path) -> None:
    flip(write_map(image), 2000)
    with pytest.raises(CorruptImageError, match=r"quay\.img\.bmap"):
        check(image)


def test_the_sums_of_a_whole_folder_count_for_their_own_file_only(image: Path) -> None:
    own = write_sum(image)
    line = own.read_text()
    own.rename(image.with_name("SHA256SUMS")).write_text(f"{'0' * 64}  other.img\n{line}")
    check(image)
    image.with_name("SHA256SUMS").write_text(f"{'0' * 64}  other.img\n")
    with pytest.raises(UncheckedImageError):
        check(image)


@pytest.mark.parametrize("form", ["{sum}", "{sum}  {name}", "{sum} *{name}", "{sum}  /x/y/{name}"])
def test_a_sum_counts_in_every_form_that_sha256sum_knows(image: Path, form: str) -> None:
    own = write_sum(image)
    own.write_text(form.format(sum=own.read_text().split()[0].upper(), name=image.name) + "\n")
    check(image)
    flip(image, 5)
    with pytest.raises(CorruptImageError):
        check(image)


def test_a_file_of_sums_that_holds_none_is_no_sum(image: Path) -> None:
    write_sum(image).write_text("<html>404</html>\n")
    with pytest.raises(CorruptImageError, match=r"quay\.img\.sha256"):
        check(image)


@pytest.mark.parametrize("suffix", [".xz", ".gz"])
def test_a_packed_image_is_unpacked_byte_for_byte_and_cleared_away(
    image: Path, suffix: str
) -> None:
    write_map(image)
    packed = image.with_name(image.name + suffix)
    content = image.read_bytes()
    packed.write_bytes(PACK[suffix](content))
    image.unlink()
    with opened_image(packed, Silence()) as opened:
        assert opened.file.read_bytes() == content
        assert opened.file.stat().st_blocks * 512 < len(content) // 2
        where = opened.file.parent
    assert not where.exists()


@pytest.mark.parametrize("suffix", [".xz", ".gz"])
def test_a_packed_image_that_broke_off_is_refused(image: Path, suffix: str) -> None:
    write_map(image)
    packed = image.with_name(image.name + suffix)
    packed.write_bytes(PACK[suffix](image.read_bytes()[: 8 * MIB])[:-40])
    with pytest.raises(CorruptImageError):
        check(packed)


def test_a_packing_that_is_not_ours_is_refused_with_those_that_are(image: Path) -> None:
    with pytest.raises(UnknownImageError, match=r"img\.xz"):
        check(image.rename(image.with_name("quay.img.zst")))


def test_an_outlets_files_lie_on_the_first_partition(image: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Q33-0001"
    folder.mkdir()
    (folder / "wifi.conf").write_text("network={}\n")
    (folder / "ssh-permit.cms").write_bytes(b"x" * 9000)
    (folder / ".hidden").write_text("no")
    opened = map_of(image)
    patches = patches_for(opened, read_partitions(image), files_in(folder))
    assert 3 < len(patches) < 20
    with image.open("r+b") as file:
        for at, block in patches.items():
            file.seek(at)
            file.write(block)
    listed = subprocess.run(
        [tool("mdir"), "-b", "-i", f"{image}@@{LAYOUT.firmware[0] * MIB}", "::/quay"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert sorted(listed.split()) == ["::/quay/ssh-permit.cms", "::/quay/wifi.conf"]
    back = tmp_path / "back"
    where = f"{image}@@{LAYOUT.firmware[0] * MIB}"
    subprocess.run([tool("mcopy"), "-i", where, "::/quay/ssh-permit.cms", back], check=True)
    assert back.read_bytes() == b"x" * 9000


def test_making_patches_leaves_the_image_alone(image: Path, tmp_path: Path) -> None:
    before = image.read_bytes()
    (tmp_path / "wifi.conf").write_text("network={}\n")
    files = OutletFiles((tmp_path / "wifi.conf",))
    assert patches_for(map_of(image), read_partitions(image), files)
    assert image.read_bytes() == before


def test_without_files_there_is_nothing_to_patch(image: Path) -> None:
    assert patches_for(map_of(image), (), OutletFiles()) == {}


def test_files_that_do_not_fit_are_refused(image: Path, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(LAYOUT.firmware[1] * MIB))
    with pytest.raises(UnplaceableError):
        patches_for(map_of(image), read_partitions(image), OutletFiles((tmp_path / "large",)))


def test_a_name_that_fat_would_spoil_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cài đặt.toml").write_text("")
    with pytest.raises(UnplaceableError, match="cài đặt"):
        files_in(tmp_path)


def test_an_image_whose_first_partition_is_no_fat_takes_no_files(
    image: Path, tmp_path: Path
) -> None:
    (tmp_path / "wifi.conf").write_text("network={}\n")
    files = OutletFiles((tmp_path / "wifi.conf",))
    with pytest.raises(UnknownImageError, match="FAT"):
        patches_for(map_of(image), read_partitions(image)[1:], files)
    with pytest.raises(UnknownImageError, match="FAT"):
        patches_for(map_of(image), (), files)
