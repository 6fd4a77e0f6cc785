"""SQLite's write-ahead log, read without SQLite: what of it is sound, and what was lost.

SQLite passes over everything behind the first frame whose checksum is wrong, without a word. After
a power cut that is right, because only the transaction in hand can be torn; after a flipped bit it
loses sales that were committed. Format: sqlite.org/fileformat2.html, 4.
"""

import struct
from pathlib import Path
from typing import NamedTuple

from device.ledger.database import PAGE_BYTES

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_FRAME_BYTES = _FRAME.size + PAGE_BYTES
_MAGIC = 0x377F0682
_WORD = 0xFFFFFFFF

Sum = tuple[int, int]


class Frame(NamedTuple):
    """One page of a log."""

    number: int
    """The page's number in the database."""
    is_commit: bool
    page: bytes
    is_sound: bool
    """Whether its checksum follows from the one that the frame before it carries."""
    is_reached: bool
    """Whether SQLite reads it: every frame up to it is sound."""


def read_log(file: Path) -> list[Frame]:
    """Return the frames of a log that belong together; none where there is no log."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    if len(data) < _HEADER.size + _FRAME_BYTES:
        return []
    magic, _version, _page, _turn, salt1, salt2, sum1, sum2 = _HEADER.unpack_from(data)
    order = ">" if magic & 1 else "<"
    is_whole = magic & ~1 == _MAGIC and _sum(data[:24], (0, 0), order) == (sum1, sum2)
    salts = (salt1, salt2) if is_whole else _FRAME.unpack_from(data, _HEADER.size)[2:4]
    frames: list[Frame] = []
    before, is_reached = (sum1, sum2), is_whole
    for at in range(_HEADER.size, len(data) - _FRAME_BYTES + 1, _FRAME_BYTES):
        number, commit, one, two, s1, s2 = _FRAME.unpack_from(data, at)
        page = data[at + _FRAME.size : at + _FRAME_BYTES]
        # Frames of other salts are left over from before the log began anew.
        is_current = (one, two) == salts
        is_sound = is_current and _sum(data[at : at + 8] + page, before, order) == (s1, s2)
        is_reached = is_reached and is_sound
        frames.append(Frame(number, is_current and bool(commit), page, is_sound, is_reached))
        before = (s1, s2)
    return frames


def committed(frames: list[Frame]) -> list[Frame]:
    """Return the sound frames of transactions whose end is there."""
    ends = [at for at, frame in enumerate(frames) if frame.is_commit and frame.is_sound]
    return [frame for frame in frames[: ends[-1] + 1] if frame.is_sound] if ends else []


def has_lost_commits(frames: list[Frame]) -> bool:
    """Whether SQLite would pass over transactions that were committed.

    One end behind the break may be the transaction that a power cut tore; two cannot be, because
    each is on the disk before the next begins.
    """
    beyond = [frame for frame in frames if frame.is_commit and not frame.is_reached]
    return len(beyond) > 1 and any(frame.is_sound for frame in beyond)


def _sum(data: bytes, before: Sum, order: str) -> Sum:
    s0, s1 = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for x, y in zip(words[::2], words[1::2], strict=True):
        s0 = (s0 + x + s1) & _WORD
        s1 = (s1 + y + s0) & _WORD
    return s0, s1
