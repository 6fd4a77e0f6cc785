"""Two images side by side: which partition and which file differs."""

from pathlib import Path

import pytest

from provisioning.errors import MissingError
from provisioning.image.card import assemble
from provisioning.image.compare import compare, regions
from provisioning.image.filesystems import make_fat
from provisioning.image.partitions import BOOTSTATE, FIRMWARE, ROOT_A, card_size, starts
from provisioning.image.squash import squash

MADE_AT = 1_790_000_000
DEFAULT = {"firmware": "device_tree=auto", "system": "program", "state": "A"}


def image(tmp_path: Path, name: str, **changed: str) -> Path:
    """Build a small card, with some of its content changed."""
    content = {**DEFAULT, **changed}
    made = tmp_path / name
    firmware, system = made / "firmware", made / "system"
    firmware.mkdir(parents=True)
    (system / "usr/bin").mkdir(parents=True)
    (firmware / "config.txt").write_text(content["firmware"])
    (system / "usr/bin/counter").write_text(content["system"])
    (made / "state").write_text(content["state"])
    make_fat(made / "firmware.vfat", FIRMWARE, firmware, made_at=int(changed.get("at", MADE_AT)))
    squash(system, made / "root.squashfs", made_at=MADE_AT)
    assemble(
        made / "quay.img",
        {
            FIRMWARE.name: made / "firmware.vfat",
            BOOTSTATE.name: made / "state",
            ROOT_A.name: made / "root.squashfs",
        },
    )
    return made / "quay.img"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return image(tmp_path, "one")


def test_every_byte_of_an_image_is_looked_at() -> None:
    end = 0
    for region in regions():
        assert region.start == end
        end += region.size
    assert end == card_size()


def test_two_builds_of_the_same_input_are_the_same(one: Path, tmp_path: Path) -> None:
    assert compare(one, image(tmp_path, "two")) == []


def test_a_program_that_differs_is_named_with_its_place(one: Path, tmp_path: Path) -> None:
    other = image(tmp_path, "two", system="progrem")
    assert compare(one, other) == ["rootA: usr/bin/counter: nội dung khác từ byte 5 (7 và 7 byte)"]


def test_a_file_of_the_firmware_that_differs_is_named(one: Path, tmp_path: Path) -> None:
    other = image(tmp_path, "two", firmware="device_tree=none")
    assert compare(one, other) == ["firmware: config.txt: nội dung khác từ byte 12 (16 và 16 byte)"]


def test_raw_bytes_are_named_by_their_place(one: Path, tmp_path: Path) -> None:
    assert compare(one, image(tmp_path, "two", state="B")) == ["bootstate: khác từ byte 0"]


def test_the_same_files_at_another_time_are_told_apart(one: Path, tmp_path: Path) -> None:
    lines = compare(one, image(tmp_path, "two", at=str(MADE_AT + 60)))
    assert lines
    assert all(line.startswith("firmware: config.txt: thời gian") for line in lines)


def test_a_partition_table_that_differs_is_told(one: Path, tmp_path: Path) -> None:
    other = image(tmp_path, "two")
    with other.open("r+b") as opened:
        opened.seek(440)
        opened.write(b"\0\0\0\0")
    assert compare(one, other) == ["bảng phân vùng trước firmware: khác từ byte 440"]


def test_an_image_that_was_cut_short_is_told(one: Path, tmp_path: Path) -> None:
    other = image(tmp_path, "two")
    with other.open("r+b") as opened:
        opened.truncate(starts()[FIRMWARE.name])
    assert compare(one, other)[0].startswith("cả ảnh: ")


def test_an_image_that_is_not_there_is_named(one: Path) -> None:
    with pytest.raises(MissingError, match="nowhere"):
        compare(one, Path("/nowhere/quay.img"))
