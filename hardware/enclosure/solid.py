"""A printed part as triangles: read from STL, and checked before somebody waits hours for it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float, float]
Triangle = tuple[Point, Point, Point]
_VERTEX = re.compile(r"vertex\s+(\S+)\s+(\S+)\s+(\S+)")
_CORNERS = 3


class SolidError(ValueError):
    """A file holds no part that can be printed."""


@dataclass(frozen=True, slots=True)
class Solid:
    """A body's skin. Millimetres."""

    triangles: tuple[Triangle, ...]

    @property
    def size(self) -> Point:
        """Width, depth and height of the box around it."""
        low, high = self.box
        return high[0] - low[0], high[1] - low[1], high[2] - low[2]

    @property
    def box(self) -> tuple[Point, Point]:
        """The lowest and the highest corner of the box around it."""
        points = [point for triangle in self.triangles for point in triangle]
        xs, ys, zs = zip(*points, strict=True)
        return (min(xs), min(ys), min(zs)), (max(xs), max(ys), max(zs))

    @property
    def volume(self) -> float:
        """Cubic millimetres; negative: the skin is turned inside out."""
        return sum(_tetrahedron(*triangle) for triangle in self.triangles)

    def open_edges(self) -> int:
        """How many edges do not lie between exactly two triangles that run along them oppositely.

        0: the skin is closed, and its inside is everywhere on the same side.
        """
        directed = Counter(edge for triangle in self.triangles for edge in _edges(triangle))
        return sum(
            count != 1 or directed[(end, start)] != 1 for (start, end), count in directed.items()
        )

    def bodies(self) -> int:
        """How many pieces it falls into."""
        owner: dict[Point, Point] = {}

        def root(point: Point) -> Point:
            while (above := owner.setdefault(point, point)) != point:
                owner[point] = owner.get(above, above)
                point = above
            return point

        for first, second, third in self.triangles:
            owner[root(second)] = root(first)
            owner[root(third)] = root(first)
        return len({root(point) for point in list(owner)})


def read_stl(file: Path) -> Solid:
    """Read a part in STL's text form, as OpenSCAD writes it; raise `SolidError`."""
    try:
        text = file.read_text(encoding="ascii")
        points = [(float(x), float(y), float(z)) for x, y, z in _VERTEX.findall(text)]
    except ValueError as error:
        raise SolidError(f"{file}: no STL in text form") from error
    if not points or len(points) % _CORNERS or not text.rstrip().startswith("solid"):
        raise SolidError(f"{file}: no STL in text form, or a part of one")
    return Solid(tuple(_triangles(points)))


def _triangles(points: list[Point]) -> Iterator[Triangle]:
    for at in range(0, len(points), _CORNERS):
        first, second, third = points[at : at + _CORNERS]
        # What rounding has made a line is none.
        if len({first, second, third}) == _CORNERS:
            yield first, second, third


def _edges(triangle: Triangle) -> Iterator[tuple[Point, Point]]:
    first, second, third = triangle
    yield first, second
    yield second, third
    yield third, first


def _tetrahedron(a: Point, b: Point, c: Point) -> float:
    """The signed volume between a triangle and the origin."""
    cross = (b[1] * c[2] - b[2] * c[1], b[2] * c[0] - b[0] * c[2], b[0] * c[1] - b[1] * c[0])
    return (a[0] * cross[0] + a[1] * cross[1] + a[2] * cross[2]) / 6
