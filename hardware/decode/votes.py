"""Whom to believe: a one-dimensional code needs several sightings, a matrix code proves itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from hardware.decode.read import Read

SIGHTINGS = 2
SHORT_SIGHTINGS = 4
"""An EAN-8 was seen twice in the bars of a GS1-128: so short a code needs more."""
_SHORT = 8


@dataclass(slots=True)
class Tally:
    """How often a one-dimensional code was seen."""

    read: Read
    count: int = 0

    def add(self, read: Read, times: int = 1) -> None:
        """Count a sighting; one that names the symbology is kept."""
        self.count += times
        if not self.read.symbology and read.symbology:
            self.read = read

    @property
    def believed(self) -> bool:
        """Whether that is often enough."""
        return self.count >= (SHORT_SIGHTINGS if len(self.read.data) <= _SHORT else SIGHTINGS)


class Votes:
    """Collects what was seen in several views of one picture, or in several frames.

    QR and DataMatrix carry error correction: one read is right (measured: none wrong). The check
    of an EAN or a Code 128 passes by chance now and then, so that the same bytes must be seen in
    different views, or by different decoders.
    """

    def __init__(self) -> None:
        self.matrix: dict[bytes, Read] = {}
        self.linear: dict[bytes, Tally] = {}

    def hear(self, reads: Iterable[Read]) -> None:
        """Take what one decoder saw in one view."""
        for read in {read.data: read for read in reads}.values():
            if read.is_linear:
                self.linear.setdefault(read.data, Tally(read)).add(read)
            else:
                self.matrix.setdefault(read.data, read)

    def result(self) -> list[Read]:
        """Return what is believed. Of two codes in one place, the one that was seen more often."""
        return count_together([self])


def count_together(votes: Iterable[Votes]) -> list[Read]:
    """Return what is believed when these are counted together."""
    matrix: dict[bytes, Read] = {}
    linear: dict[bytes, Tally] = {}
    for each in votes:
        matrix |= each.matrix
        for data, tally in each.linear.items():
            sum_up = linear.setdefault(data, Tally(tally.read))
            sum_up.add(tally.read, tally.count)
    believed = sorted((t for t in linear.values() if t.believed), key=lambda t: -t.count)
    kept: list[Read] = []
    for tally in believed:
        if not any(_same_place(tally.read, read) for read in kept):
            kept.append(tally.read)
    return [*matrix.values(), *kept]


def _same_place(one: Read, other: Read) -> bool:
    return _within(one.centre, other) or _within(other.centre, one)


def _within(point: tuple[float, float], read: Read) -> bool:
    across = [x for x, _y in read.corners]
    down = [y for _x, y in read.corners]
    return min(across) <= point[0] <= max(across) and min(down) <= point[1] <= max(down)
