"""Where a code may be: places full of edges, and which way its bars run."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from hardware.decode.read import Picture

CELL = 8
"""The picture is judged in cells of so many pixels."""
_COHERENT = 0.55
"""From here on the edges of a place all run one way: bars, not modules or print."""
_LEAST_EDGE = 12.0
"""Mean squared slope, of a picture of full contrast, below which nothing is there."""


@dataclass(frozen=True, slots=True)
class Region:
    """A turned rectangle: for bars, its length lies across them."""

    centre: tuple[float, float]
    size: tuple[float, float]
    """Along `degrees`, and across."""
    degrees: float
    weight: float

    def corners(self, margin: tuple[float, float]) -> npt.NDArray[np.float32]:
        """Corners from the top left, with room around."""
        half = (self.size[0] / 2 + margin[0], self.size[1] / 2 + margin[1])
        turn = np.deg2rad(self.degrees)
        along = np.array([np.cos(turn), np.sin(turn)]) * half[0]
        across = np.array([-np.sin(turn), np.cos(turn)]) * half[1]
        centre = np.array(self.centre)
        return np.array(
            [
                centre - along - across,
                centre + along - across,
                centre + along + across,
                centre - along + across,
            ],
            np.float32,
        )


@dataclass(frozen=True, slots=True)
class Edges:
    """How much edge each cell has, how much of it runs one way, and which way."""

    energy: npt.NDArray[np.float32]
    coherence: npt.NDArray[np.float32]
    degrees: npt.NDArray[np.float32]
    """Direction across the edges, -90 to 90."""


def find_edges(picture: Picture) -> Edges:
    """Judge every cell of a picture by its structure tensor."""
    soft = cv2.GaussianBlur(picture, (3, 3), 0)
    right = cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=1 / 16)
    down = cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=1 / 16)
    xx, yy, xy = (_cells(right * right), _cells(down * down), _cells(right * down))
    energy = xx + yy
    one_way = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    degrees = np.rad2deg(0.5 * np.arctan2(2 * xy, xx - yy))
    return Edges(
        energy=energy.astype(np.float32),
        coherence=(one_way / (energy + 1e-6)).astype(np.float32),
        degrees=degrees.astype(np.float32),
    )


def bar_regions(edges: Edges, most: int) -> list[Region]:
    """Return places where all edges run one way, the heaviest first."""
    strong = edges.energy > max(_LEAST_EDGE, 0.25 * float(np.percentile(edges.energy, 99)))
    wanted = strong & (edges.coherence > _COHERENT)
    return _pieces(wanted, edges, most, along_bars=True)


def full_regions(edges: Edges, most: int) -> list[Region]:
    """Return places full of edges in every direction, the heaviest first."""
    strong = edges.energy > max(_LEAST_EDGE, 0.2 * float(np.percentile(edges.energy, 99)))
    return _pieces(strong, edges, most, along_bars=False)


def _cells(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    height, width = values.shape
    small = cv2.resize(values, (width // CELL, height // CELL), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(small, (3, 3)), np.float32)


def _pieces(
    wanted: npt.NDArray[np.bool_], edges: Edges, most: int, *, along_bars: bool
) -> list[Region]:
    closed = cv2.morphologyEx(wanted.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(closed)
    order = sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))
    found = []
    for label in order[: 2 * most]:
        if stats[label, cv2.CC_STAT_AREA] < 6:  # noqa: PLR2004 - cells; a smaller place holds no code
            break
        found.append(_region(labels == label, edges, along_bars=along_bars))
    found.sort(key=lambda region: -region.weight)
    return found[:most]


def _region(place: npt.NDArray[np.bool_], edges: Edges, *, along_bars: bool) -> Region:
    rows, columns = np.nonzero(place)
    weights = edges.energy[place]
    points = np.stack([columns, rows], axis=1).astype(np.float32) * CELL + CELL / 2
    degrees = _mean_direction(edges.degrees[place], weights) if along_bars else 0.0
    turn = np.deg2rad(degrees)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    turned = points @ axes.T
    low, high = turned.min(axis=0) - CELL / 2, turned.max(axis=0) + CELL / 2
    centre = ((low + high) / 2) @ axes
    return Region(
        centre=(float(centre[0]), float(centre[1])),
        size=(float(high[0] - low[0]), float(high[1] - low[1])),
        degrees=float(degrees),
        weight=float(weights.sum()),
    )


def _mean_direction(degrees: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> float:
    """Directions repeat after 180 degrees: the mean is taken of the doubled angles."""
    doubled = np.deg2rad(2 * degrees)
    across = float((weights * np.sin(doubled)).sum())
    along = float((weights * np.cos(doubled)).sum())
    return float(np.rad2deg(np.arctan2(across, along)) / 2)
