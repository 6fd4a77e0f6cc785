"""File systems on plain files: the same for the same content, whatever the clock says."""

import os
import subprocess
from pathlib import Path

import pytest

from provisioning.image.errors import TooLargeError
from provisioning.image.filesystems import make_data, make_fat
from provisioning.image.partitions import BOOT_A, FIRMWARE
from provisioning.image.squash import squash

MADE_AT = 1_790_000_000


def folder(tmp_path: Path, name: str, changed_at: int) -> Path:
    made = tmp_path / name
    (made / "usr/bin").mkdir(parents=True)
    for path in ("usr/bin/b", "usr/bin/a", "config.txt"):
        (made / path).write_text(path)
        os.utime(made / path, (changed_at, changed_at))
    return made


def test_a_fat_is_the_same_whenever_it_is_made_and_holds_its_files(tmp_path: Path) -> None:
    made = []
    for name, at in (("one", 1_000_000_000), ("two", 1_700_000_000)):
        file = tmp_path / f"{name}.vfat"
        make_fat(file, FIRMWARE, folder(tmp_path, name, at), made_at=MADE_AT)
        made.append(file)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert made[0].stat().st_size == FIRMWARE.size
    read = subprocess.run(
        ["mtype", "-i", made[0], "::/usr/bin/a"],  # noqa: S607
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert read.stdout == b"usr/bin/a"


def test_what_does_not_fit_into_its_fat_is_refused(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    with (content / "Image").open("wb") as opened:
        opened.truncate(BOOT_A.size)
    with pytest.raises(TooLargeError, match="bootA"):
        make_fat(tmp_path / "boot.vfat", BOOT_A, content, made_at=MADE_AT)


def test_the_data_partition_is_whole_empty_and_always_the_same(tmp_path: Path) -> None:
    made = [tmp_path / "one.ext4", tmp_path / "two.ext4"]
    for file in made:
        make_data(file, made_at=MADE_AT)
    assert made[0].read_bytes() == made[1].read_bytes()
    checked = subprocess.run(
        ["/usr/sbin/e2fsck", "-f", "-n", made[0]], check=False, capture_output=True, timeout=60
    )
    assert checked.returncode == 0, checked.stdout


def test_a_system_is_the_same_whenever_it_is_packed_and_belongs_to_root(tmp_path: Path) -> None:
    packed = []
    for name, at in (("one", 1_000_000_000), ("two", 1_700_000_000)):
        root = folder(tmp_path, name, at)
        (root / "boot").mkdir()
        (root / "boot/vmlinuz-6").write_text("in the slot's own partition")
        file = tmp_path / f"{name}.squashfs"
        size = squash(root, file, made_at=MADE_AT)
        assert size == file.stat().st_size
        packed.append(file)
    assert packed[0].read_bytes() == packed[1].read_bytes()
    listed = subprocess.run(
        ["unsquashfs", "-lln", packed[0]],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "TZ": "UTC"},
    ).stdout.splitlines()
    entries = [line for line in listed if "squashfs-root" in line]
    assert {line.split()[1] for line in entries} == {"0/0"}
    assert {line.split()[3] for line in entries} == {"2026-09-21"}
    assert any(line.endswith("/boot") for line in entries)
    assert not any("vmlinuz" in line for line in entries)
