"""Reading one-dimensional codes where the bars are: upright, enlarged, averaged along the bars."""

import numpy as np

from hardware.decode.engines import LINEAR, opencv_bars, zbar, zxing
from hardware.decode.prepare import Matrix, View, cut, sharpen
from hardware.decode.read import Picture, Read
from hardware.decode.regions import Region, bar_regions, find_edges
from hardware.decode.votes import Votes

STRIPS = 5
"""A tilted code is cut into so many strips; in each, the bars are straight enough to average."""
_STRIP_ROWS = 24


def upright(view: View, region: Region, zoom: float) -> View:
    """Cut a region out so that its bars stand upright, with a quiet zone to both sides."""
    margin = (max(24.0, 0.12 * region.size[0]), 4.0)
    width = (region.size[0] + 2 * margin[0]) * zoom
    height = (region.size[1] + 2 * margin[1]) * zoom
    return cut(view, region.corners(margin), (max(8, round(width)), max(8, round(height))))


def strips(piece: View) -> list[View]:
    """Average rows: noise goes, and a low contrast code stands out."""
    height = piece.picture.shape[0]
    edges = np.linspace(0, height, STRIPS + 1).astype(int)
    bands = [(edges[n], edges[n + 1]) for n in range(STRIPS)]
    bands.append((height // 4, height - height // 4))
    return [
        View(_averaged(piece.picture[top:bottom]), _moved(piece, top, bottom))
        for top, bottom in bands
        if bottom - top >= 4  # noqa: PLR2004 - rows; fewer do not average noise away
    ]


def _averaged(band: Picture) -> Picture:
    row = band.astype(np.float32).mean(axis=0)
    low, high = np.percentile(row, (2, 98))
    level = ((row - low) * (230.0 / max(float(high - low), 1.0)) + 12).clip(0, 255)
    return np.repeat(level.astype(np.uint8)[None, :], _STRIP_ROWS, axis=0)


def _moved(piece: View, top: int, bottom: int) -> Matrix:
    stretch = (bottom - top) / _STRIP_ROWS
    return np.asarray(piece.back @ np.array([[1.0, 0, 0], [0, stretch, top], [0, 0, 1.0]]))


def look_at_bars(view: View) -> list[list[Read]]:
    """Look at the heaviest place with bars, for live frames."""
    sightings = []
    for region in bar_regions(find_edges(view.picture), 1):
        piece = upright(view, region, 2.0)
        views = [piece, *strips(piece)]
        sightings += [each.restore(zxing(each.picture, LINEAR, thorough=False)) for each in views]
        sightings.append(piece.restore(zbar(piece.picture)))
    return sightings


def read_region(view: View, region: Region, votes: Votes, *, zoom: float) -> None:
    """Look at one place in every way that pays."""
    piece = upright(view, region, zoom)
    votes.hear(piece.restore(zxing(piece.picture, LINEAR, thorough=False)))
    for strip in [*strips(piece), *strips(sharpen(piece, 2.0, 1.5))]:
        votes.hear(strip.restore(zxing(strip.picture, LINEAR, thorough=False)))
    votes.hear(piece.restore(zbar(piece.picture)))
    votes.hear(piece.restore(opencv_bars(piece.picture)))
