"""Both drivers keep the same promises: a file, and a block device behind a loop."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from provisioning.flash.block_map import everything
from provisioning.flash.drives import Drive, read_drives
from provisioning.flash.errors import BusyDriveError, ExchangedDriveError, VanishedError
from provisioning.flash.image import Image
from provisioning.flash.opened import BlockDisk, FileDisk
from provisioning.flash.plan import make_plan
from provisioning.flash.tools import MissingToolError, tool
from provisioning.flash.writing import write_card
from tests.provisioning.disk_promises import BLOCK, SIZE, DiskPromises


@dataclass
class FileBench:
    file: Path

    def open(self) -> FileDisk:
        return FileDisk(self.file)

    def medium(self, offset: int, length: int) -> bytes:
        return self.file.read_bytes()[offset : offset + length]

    def change(self, offset: int, data: bytes) -> None:
        with self.file.open("r+b") as opened:
            opened.seek(offset)
            opened.write(data)

    def pull_out(self) -> None:
        self.file.unlink()


@dataclass
class LoopBench:
    file: Path
    device: Path

    @property
    def drive(self) -> Drive:
        (found,) = (drive for drive in read_drives() if drive.path == self.device)
        return found

    def open(self) -> BlockDisk:
        return BlockDisk(self.drive)

    def medium(self, offset: int, length: int) -> bytes:
        return self.file.read_bytes()[offset : offset + length]

    def change(self, offset: int, data: bytes) -> None:
        with self.file.open("r+b") as opened:
            opened.seek(offset)
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())

    def pull_out(self) -> None:
        """Leave a drive of size 0, as a card reader does."""
        os.truncate(self.file, 0)
        _losetup("--set-capacity", str(self.device))


def _losetup(*arguments: str) -> str:
    done = subprocess.run([tool("losetup"), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "card"
    made.write_bytes(b"\x5a" * SIZE)
    return made


@pytest.fixture
def loop(file: Path) -> Iterator[LoopBench]:
    if os.geteuid() != 0:
        pytest.skip("loop devices are root's alone")
    try:
        device = _losetup("--find", "--show", str(file))
    except (MissingToolError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no loop device to be had here: {error}")
    try:
        yield LoopBench(file, Path(device))
    finally:
        _losetup("--detach", device)


class TestFileDisk(DiskPromises):
    @pytest.fixture
    def bench(self, file: Path) -> FileBench:
        return FileBench(file)

    def test_a_file_that_is_cut_short_midway_has_vanished_too(self, file: Path) -> None:
        with FileDisk(file) as disk:
            os.truncate(file, BLOCK)
            with pytest.raises(VanishedError):
                disk.read(SIZE - BLOCK, BLOCK)


class TestFileDiskWithoutDirectReading(DiskPromises):
    """On a file system that refuses O_DIRECT."""

    @pytest.fixture
    def bench(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> FileBench:
        def refusing(path: str, flags: int, mode: int = 0o777) -> int:
            if flags & os.O_DIRECT:
                raise OSError(errno.EINVAL, "Invalid argument")
            return really(path, flags, mode)

        really = os.open
        monkeypatch.setattr(os, "open", refusing)
        return FileBench(file)


class PullingOut:
    """Takes the medium away when so many bytes of the phase that is named are done."""

    def __init__(self, title: str, after_bytes: int, pull_out: Callable[[], None]) -> None:
        self._title, self._after, self._pull_out = title, after_bytes, pull_out

    @contextmanager
    def phase(self, title: str, _total_bytes: int, /) -> Iterator[Callable[[int], None]]:
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            if title == self._title and done - more < self._after <= done:
                self._pull_out()

        yield advance


class TestBlockDisk(DiskPromises):
    @pytest.fixture
    def bench(self, loop: LoopBench) -> LoopBench:
        return loop

    @pytest.mark.parametrize("title", ["Ghi thẻ", "Đọc lại"])
    def test_one_that_is_pulled_out_midway_is_called_vanished(
        self, loop: LoopBench, tmp_path: Path, title: str
    ) -> None:
        source = tmp_path / "image"
        source.write_bytes(b"\x01" * (SIZE - 4096))
        image = Image(file=source, block_map=everything(SIZE - 4096), is_mapped=False)
        with loop.open() as disk, pytest.raises(VanishedError):
            write_card(
                disk,
                image,
                make_plan(image, (), disk.size_bytes),
                {},
                PullingOut(title, SIZE // 3, loop.pull_out),
            )

    def test_one_that_another_program_holds_is_busy(self, loop: LoopBench) -> None:
        holder = os.open(loop.device, os.O_RDWR | os.O_EXCL)
        try:
            with pytest.raises(BusyDriveError):
                loop.open()
        finally:
            os.close(holder)
        loop.open().close()

    def test_while_it_is_open_nobody_else_gets_it(self, loop: LoopBench) -> None:
        with loop.open(), pytest.raises(BusyDriveError):
            loop.open()

    def test_a_drive_that_was_exchanged_since_it_was_listed_is_not_written(
        self, loop: LoopBench
    ) -> None:
        for seen in (
            replace(loop.drive, number="8:16"),
            replace(loop.drive, size_bytes=SIZE + 512),
        ):
            with pytest.raises(ExchangedDriveError):
                BlockDisk(seen)
        assert loop.medium(0, SIZE) == b"\x5a" * SIZE

    def test_a_file_where_a_drive_was_listed_is_not_written(
        self, loop: LoopBench, tmp_path: Path
    ) -> None:
        other = tmp_path / "not a device"
        other.write_bytes(bytes(SIZE))
        with pytest.raises((ExchangedDriveError, OSError)):
            BlockDisk(replace(loop.drive, path=other))
        assert other.read_bytes() == bytes(SIZE)

    def test_a_drive_that_went_away_since_it_was_listed_has_vanished(
        self, loop: LoopBench, tmp_path: Path
    ) -> None:
        with pytest.raises(VanishedError):
            BlockDisk(replace(loop.drive, path=tmp_path / "sdq"))
