"""Parts as a picture: seen from above and in front, without a display or a graphics processor."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from hardware.enclosure.solid import Point, Solid, Triangle

_SIZE = (1000, 760)
_MARGIN = 40
_SMOOTH = 2
"""Drawn so many times larger, then reduced."""
_PAPER = (255, 255, 255)
_PLASTIC = (74, 120, 150)
_LIGHT = (-0.35, -0.55, 0.76)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where one looks from: degrees around the upright axis, and degrees above the table."""

    around: float = 35.0
    above: float = 35.0


def draw(solid: Solid, view: View | None = None) -> Image.Image:
    """Return the picture of a part."""
    seen = (_Facet.of(triangle, view or View()) for triangle in solid.triangles)
    facing = [facet for facet in seen if facet.faces_us]
    width, height = _SIZE[0] * _SMOOTH, _SIZE[1] * _SMOOTH
    canvas = _Canvas(width, height)
    scale, left, top = _fit(facing, (width, height))
    for facet in facing:
        corners = [(left + x * scale, top - y * scale, away) for x, away, y in facet.corners]
        canvas.fill(corners, facet.colour)
    return Image.fromarray(canvas.colours).resize(_SIZE, Image.Resampling.LANCZOS)


class _Canvas:
    """Dots, and how far away what each shows is: the nearer covers the farther."""

    def __init__(self, width: int, height: int) -> None:
        self.colours = np.full((height, width, 3), _PAPER, np.uint8)
        self._away = np.full((height, width), np.inf)

    def fill(self, corners: list[Point], colour: tuple[int, int, int]) -> None:
        (ax, ay, _a), (bx, by, _b), (cx, cy, _c) = corners
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-9:  # noqa: PLR2004 - seen from its edge
            return
        columns = slice(max(0, math.floor(min(ax, bx, cx))), math.ceil(max(ax, bx, cx)) + 1)
        rows = slice(max(0, math.floor(min(ay, by, cy))), math.ceil(max(ay, by, cy)) + 1)
        away = self._away[rows, columns]
        y, x = np.indices(away.shape, dtype=float)
        y, x = y + rows.start, x + columns.start
        second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
        third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
        first = 1 - second - third
        distance = first * corners[0][2] + second * corners[1][2] + third * corners[2][2]
        inside = (first >= 0) & (second >= 0) & (third >= 0) & (distance < away)
        away[inside] = distance[inside]
        self.colours[rows, columns][inside] = colour


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facet:
    corners: tuple[Point, Point, Point]
    """Right, away and up, as the eye has them."""
    faces_us: bool
    colour: tuple[int, int, int]

    @classmethod
    def of(cls, triangle: Triangle, view: View) -> "_Facet":
        first, second, third = (_turn(point, view) for point in triangle)
        return cls(
            corners=(first, second, third),
            faces_us=_normal(first, second, third)[1] < 0,
            colour=_shade(_normal(*triangle)),
        )


def _turn(point: Point, view: View) -> Point:
    """Return right, away and up, as the eye has them."""
    x, y, z = point
    around, above = math.radians(view.around), math.radians(view.above)
    right = x * math.cos(around) + y * math.sin(around)
    away = -x * math.sin(around) + y * math.cos(around)
    up = z * math.cos(above) + away * math.sin(above)
    return right, away * math.cos(above) - z * math.sin(above), up


def _normal(a: Point, b: Point, c: Point) -> Point:
    u = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    v = (c[0] - a[0], c[1] - a[1], c[2] - a[2])
    cross = (
        u[1] * v[2] - u[2] * v[1],
        u[2] * v[0] - u[0] * v[2],
        u[0] * v[1] - u[1] * v[0],
    )
    length = math.hypot(*cross) or 1.0
    return cross[0] / length, cross[1] / length, cross[2] / length


def _shade(normal: Point) -> tuple[int, int, int]:
    light = sum(n * towards for n, towards in zip(normal, _LIGHT, strict=True))
    bright = 0.55 + 0.45 * light
    red, green, blue = (min(255, round(part * (0.5 + bright))) for part in _PLASTIC)
    return red, green, blue


def _fit(facets: Iterable[_Facet], size: tuple[int, int]) -> tuple[float, float, float]:
    places = [place for facet in facets for place in facet.corners]
    xs, ys = [x for x, _away, _y in places], [y for _x, _away, y in places]
    margin = _MARGIN * _SMOOTH
    width, height = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale = min((size[0] - 2 * margin) / width, (size[1] - 2 * margin) / height)
    left = (size[0] - width * scale) / 2 - min(xs) * scale
    top = (size[1] + height * scale) / 2 + min(ys) * scale
    return scale, left, top
