"""The first programs: an archive that the kernel takes, the same bytes for the same input."""

import gzip
import lzma
import subprocess
from pathlib import Path

import pytest

from provisioning.errors import MissingError, UnusableFileError
from provisioning.image.boot import cpio
from provisioning.image.boot.initrd import make_initrd
from provisioning.image.boot.modules import Modules, kernel_of

AT = 1_700_000_000
KERNEL = "6.12.1-test"


def module(*needs: str) -> bytes:
    return b"\x7fELF...\0license=GPL\0depends=" + ",".join(needs).encode() + b"\0name=x\0"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "usr/lib/modules" / KERNEL / "kernel/fs"
    folder.mkdir(parents=True)
    (folder / "squashfs.ko.xz").write_bytes(lzma.compress(module()))
    (folder / "ext4.ko.xz").write_bytes(lzma.compress(module("jbd2", "mb-cache")))
    (folder / "jbd2.ko").write_bytes(module("crc16"))
    (folder / "mb_cache.ko").write_bytes(module())
    (folder / "crc16.ko.gz").write_bytes(gzip.compress(module()))
    (folder / "reiserfs.ko").write_bytes(module())
    (tmp_path / "usr/bin").mkdir()
    (tmp_path / "usr/bin/busybox").write_bytes(b"\x7fELF busybox")
    return tmp_path


def unpacked(archive: bytes, folder: Path) -> Path:
    folder.mkdir()
    plain = gzip.decompress(archive)
    done = subprocess.run(
        ["cpio", "-idm", "--no-absolute-filenames", "--quiet"],  # noqa: S607
        input=plain, cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_modules_come_after_what_they_need_and_no_others(root: Path) -> None:
    found = list(Modules(root / "usr/lib/modules" / KERNEL).closure())
    assert set(found) == {"squashfs", "ext4", "jbd2", "mb_cache", "crc16"}
    assert found.index("crc16") < found.index("jbd2") < found.index("ext4")
    assert found.index("mb_cache") < found.index("ext4")


def test_the_archive_holds_what_the_script_runs(root: Path, tmp_path: Path) -> None:
    folder = unpacked(make_initrd(root, at=AT), tmp_path / "unpacked")
    assert (folder / "init").stat().st_mode & 0o777 == 0o755
    order = (folder / "modules/order").read_text().split()
    assert order[-1] == "ext4.ko"
    assert all((folder / "modules" / name).read_bytes().startswith(b"\x7fELF") for name in order)
    script = (folder / "init").read_text()
    for command in ("switch_root", "insmod", "chroot", "seq", "reboot", "umount", "ln"):
        assert command in script
        assert (folder / "bin" / command).readlink() == Path("busybox")
    assert int((folder / "init").stat().st_mtime) == AT


def test_the_same_input_gives_the_same_bytes(root: Path) -> None:
    assert make_initrd(root, at=AT) == make_initrd(root, at=AT)


def test_a_root_has_one_kernel(root: Path) -> None:
    assert kernel_of(root) == KERNEL
    (root / "usr/lib/modules/6.13").mkdir()
    with pytest.raises(UnusableFileError):
        kernel_of(root)


def test_without_busybox_or_modules_there_is_none(root: Path, tmp_path: Path) -> None:
    (root / "usr/bin/busybox").unlink()
    with pytest.raises(MissingError):
        make_initrd(root, at=AT)
    with pytest.raises(MissingError):
        Modules(tmp_path / "nowhere")


def test_names_are_sorted_and_every_member_ends_on_four_bytes() -> None:
    made = cpio.archive({"b": cpio.plain(b"12345"), "a": cpio.folder()}, at=AT)
    assert made.index(b"\0a\0"[1:]) < made.index(b"b\0")
    assert len(made) % 512 == 0
    assert made.count(b"070701") == 3
