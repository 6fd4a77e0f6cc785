"""The card: partitions where everybody expects them, and the same bytes for the same content."""

import json
import subprocess
from pathlib import Path

import pytest

from provisioning.image.card import assemble, map_blocks, write_hash
from provisioning.image.compare import compare
from provisioning.image.errors import TooLargeError
from provisioning.image.partitions import BOOTSTATE, PARTITIONS, ROOT_A, SECTOR, card_size, starts

MB = 2**20


def test_partitions_follow_each_other_on_whole_blocks_of_the_card() -> None:
    end = 0
    for one in PARTITIONS:
        start = starts()[one.name]
        assert start >= end
        assert start % (4 * MB) == 0
        end = start + one.size
    assert end == card_size()


def test_both_systems_have_the_same_room() -> None:
    sizes = {one.name: one.size for one in PARTITIONS}
    assert sizes["bootA"] == sizes["bootB"]
    assert sizes["rootA"] == sizes["rootB"]


def small(tmp_path: Path) -> dict[str, Path]:
    state, system = tmp_path / "state", tmp_path / "system"
    state.write_bytes(b"state" * 100)
    system.write_bytes(b"hsqs" + bytes(1000))
    return {BOOTSTATE.name: state, ROOT_A.name: system}


def test_sfdisk_reads_the_partitions_that_we_meant(tmp_path: Path) -> None:
    image = tmp_path / "quay.img"
    assemble(image, small(tmp_path))
    told = subprocess.run(
        ["/usr/sbin/sfdisk", "--json", image], check=True, capture_output=True, timeout=60
    ).stdout
    table = json.loads(told)["partitiontable"]
    assert (table["label"], table["id"]) == ("dos", "0x51554159")
    found = {int(one["node"].removeprefix(str(image))): one for one in table["partitions"]}
    for one in PARTITIONS:
        assert found[one.number]["start"] * SECTOR == starts()[one.name]
        assert found[one.number]["size"] * SECTOR == one.size
    data = found[8]
    assert found[4]["start"] + found[4]["size"] == data["start"] + data["size"]


def test_content_lies_at_the_beginning_of_its_partition(tmp_path: Path) -> None:
    image = tmp_path / "quay.img"
    content = small(tmp_path)
    assemble(image, content)
    with image.open("rb") as opened:
        for name, file in content.items():
            opened.seek(starts()[name])
            assert opened.read(file.stat().st_size) == file.read_bytes()
    assert image.stat().st_size == card_size()
    assert image.stat().st_blocks * 512 < 8 * MB  # an empty slot takes no room


def test_the_same_content_gives_the_same_image(tmp_path: Path) -> None:
    images = [tmp_path / "a.img", tmp_path / "b.img"]
    for image in images:
        assemble(image, small(tmp_path))
    assert compare(*images) == []


def test_the_hash_beside_an_image_is_what_sha256sum_checks(tmp_path: Path) -> None:
    image = tmp_path / "quay.img"
    image.write_bytes(b"card")
    command = ["sha256sum", "--check", write_hash(image).name]
    checked = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert checked.stdout == b"quay.img: OK\n"


def test_what_does_not_fit_is_named_and_no_image_is_left(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as opened:
        opened.truncate(BOOTSTATE.size + 1)
    with pytest.raises(TooLargeError, match="bootstate chỉ có 4 MB, cần 5 MB"):
        assemble(tmp_path / "quay.img", {BOOTSTATE.name: large})
    assert not (tmp_path / "quay.img").exists()


def test_flashing_is_told_which_blocks_hold_something(tmp_path: Path) -> None:
    image = tmp_path / "quay.img"
    assemble(image, small(tmp_path))
    told = map_blocks(image).read_text()
    assert f"<ImageSize> {card_size()} </ImageSize>" in told
    assert "<BmapFileSHA256" in told or "<BmapFileChecksum>" in told
