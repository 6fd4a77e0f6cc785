"""Whether a card holds as much as it says: forged cards forget what lies behind their real end.

The ledger grows into that end in a year or two, and would be lost there.
"""

import secrets

from provisioning.flash.disk import Disk
from provisioning.flash.errors import FalseSizeError

_MARK = 4096
_STEPS = 16


def check_size(disk: Disk, used_bytes: int) -> None:
    """Mark places up to the end, read the marks back, and wipe them; raise a `CardError`.

    The marks are all on the card before the first is read: one that has come to lie on another
    shows itself. `used_bytes`: how far the image reaches.
    """
    marks = {place: secrets.token_bytes(_MARK) for place in _places(used_bytes, disk.size_bytes)}
    for place, mark in marks.items():
        disk.write(place, mark)
    disk.flush()
    for place, mark in marks.items():
        if disk.read(place, _MARK) != mark:
            raise FalseSizeError(disk.name, disk.size_bytes)
    for place in marks:
        disk.write(place, bytes(_MARK))
    disk.flush()


def _places(used_bytes: int, size_bytes: int) -> list[int]:
    """Evenly from the image's end to the last block, for cards that drop what they cannot hold.

    And block 0 with every power of two: a card that begins anew at its real end does so by leaving
    out the upper bits of a place.
    """
    last = size_bytes // _MARK - 1
    first = min(-(-used_bytes // _MARK), last)
    evenly = {first + (last - first) * step // _STEPS for step in range(_STEPS + 1)}
    powers = {0, *(1 << exponent for exponent in range(last.bit_length()))}
    return [block * _MARK for block in sorted(evenly | powers)]
