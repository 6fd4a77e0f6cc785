"""Room for the next backup: the disk is shared with the database, which goes first."""

import shutil
from pathlib import Path

from server.keeping import shelf
from server.keeping.manifest import BackupError
from server.store.address import is_postgresql
from words import _

GROWTH = 1.2
"""The next backup beside the last: a store never grows by a fifth between two nights."""
SPARE_BYTES = 2 * 1024**3
"""What stays free for those who write meanwhile; the server's own look calls less a fault."""
FEWEST = 3
"""Whole backups that stay, however short room is."""
_GIB = 1024**3


def make_room(place: Path, database: str, *, is_encrypted: bool, thins: bool) -> list[Path]:
    """See that the next dated backup fits, before anything is written; return what was deleted.

    What was broken off goes always. Whole ones go only if `thins`, the oldest first, no more than
    needed, and none where that would not help. Raises `BackupError`, `OSError`.
    """
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    gone = shelf.clear_broken(place)
    whole = shelf.whole(place)
    needed = int(_size(whole[-1]) * GROWTH) if whole else 0
    needed += SPARE_BYTES + (_beside(place, database) if is_encrypted else 0)
    lacking = needed - shutil.disk_usage(place).free
    oldest = _oldest(whole[:-FEWEST] if thins else [], lacking)
    if lacking > 0 and not oldest:
        raise BackupError(_no_room(place, needed, len(whole)))
    return gone + shelf.delete(oldest)


def _oldest(those: list[Path], lacking: int) -> list[Path]:
    """Return as many as make up for what is lacking; none if all of them do not."""
    found: list[Path] = []
    for one in those:
        if lacking <= 0:
            break
        found.append(one)
        lacking -= _size(one)
    return found if lacking <= 0 else []


def _beside(place: Path, database: str) -> int:
    """Return what an SQLite store's copy takes on the same disk before it is encrypted."""
    file = Path(database)
    if is_postgresql(database) or not file.exists():
        return 0
    return file.stat().st_size if file.stat().st_dev == place.stat().st_dev else 0


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _no_room(place: Path, needed: int, kept: int) -> str:
    return _(
        "đĩa của {folder} còn {free} GB, cần {needed} GB; {kept} bản cũ vẫn còn, chưa ghi gì: "
        "chép bản cũ đi nơi khác hoặc lắp đĩa lớn hơn"
    ).format(
        folder=place,
        free=round(shutil.disk_usage(place).free / _GIB, 1),
        needed=round(needed / _GIB, 1),
        kept=kept,
    )
