"""The nightly backup leaves room for the database beside which it lies."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from server.keeping import manifest, space
from server.keeping.manifest import BackupError
from server.keeping.space import FEWEST, make_room

SIZE = 1000


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


class Disk:
    """A small disk with backups of `SIZE` bytes on it."""

    def __init__(self, place: Path, room: int) -> None:
        self.place, self.room = place, room
        place.mkdir()

    def usage(self, _path: object) -> _Usage:
        used = sum(file.stat().st_size for file in self.place.rglob("*") if file.is_file())
        return _Usage(self.room, used, self.room - used)

    def put(self, day: int, *, whole: bool = True) -> Path:
        folder = self.place / f"202611{day:02}-180000Z"
        folder.mkdir()
        (folder / "store.dump.age").write_bytes(b"x" * SIZE)
        if whole:
            (folder / manifest.FILE).touch()
        return folder

    def there(self) -> list[str]:
        return sorted(one.name for one in self.place.iterdir())

    def make_room(self, *, thins: bool = True) -> list[Path]:
        return make_room(self.place, "postgresql://h/d", is_encrypted=True, thins=thins)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk(tmp_path / "disk", 10 * SIZE)
    monkeypatch.setattr(shutil, "disk_usage", disk.usage)
    monkeypatch.setattr(space, "SPARE_BYTES", 2 * SIZE)
    return disk


def test_where_there_is_room_nothing_is_deleted(disk: Disk) -> None:
    for day in range(1, 7):
        disk.put(day)
    assert disk.make_room() == []
    assert len(disk.there()) == 6


def test_attempts_that_were_broken_off_go_whenever_they_were(disk: Disk) -> None:
    old, kept, new = disk.put(1, whole=False), disk.put(2), disk.put(3, whole=False)
    (disk.place / "by hand").mkdir()
    assert disk.make_room(thins=False) == [old, new]
    assert disk.there() == [kept.name, "by hand"]


def test_the_oldest_make_room_and_no_more_than_that(disk: Disk) -> None:
    """Free: 1; wanted: 1.2 for the next and 2 to spare."""
    nights = [disk.put(day) for day in range(1, 10)]
    assert disk.make_room() == nights[:3]
    assert disk.there() == [one.name for one in nights[3:]]


@pytest.mark.parametrize("kept", [FEWEST, FEWEST + 1, 9])
def test_where_it_does_not_fit_it_is_said_and_nothing_is_lost(disk: Disk, kept: int) -> None:
    """Neither where the oldest would not be enough, nor where nobody asked for a number."""
    for day in range(1, kept + 1):
        disk.put(day)
    (disk.place / "of others").write_bytes(b"x" * SIZE * (10 - kept))
    with pytest.raises(BackupError, match="chưa ghi gì") as told:
        disk.make_room(thins=kept < 9)
    assert str(disk.place) in str(told.value)
    assert len(disk.there()) == kept + 1


def test_the_first_one_wants_what_is_to_spare(disk: Disk) -> None:
    assert disk.make_room() == []
    disk.room = 2 * SIZE - 1
    with pytest.raises(BackupError):
        disk.make_room()


def test_a_copy_beside_the_store_wants_room_too(disk: Disk) -> None:
    store = disk.place / "store.sqlite"
    store.write_bytes(b"x" * 5 * SIZE)
    assert make_room(disk.place, str(store), is_encrypted=False, thins=True) == []
    with pytest.raises(BackupError):
        make_room(disk.place, str(store), is_encrypted=True, thins=True)
