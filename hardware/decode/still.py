"""Everything on one still picture, however long it takes."""

import cv2
import numpy as np
import numpy.typing as npt

from hardware.decode.bars import read_region
from hardware.decode.engines import MATRIX, opencv_bars, zbar, zxing
from hardware.decode.prepare import View, enlarge, even_out, sharpen, smooth, whole, within
from hardware.decode.quads import look_at_quads
from hardware.decode.read import LEAST_SIDE, Picture, Read
from hardware.decode.regions import bar_regions, find_edges
from hardware.decode.votes import Votes

GREY, COLOURS = 2, 3
_BAR_REGIONS = 4
LARGEST_SIDE = 1600.0
"""Pixels: a larger photograph is looked at as it is once, then made smaller."""
LARGEST_ENLARGED = 2 * LARGEST_SIDE


def read_still(bgr: npt.NDArray[np.uint8]) -> list[Read]:
    """Read every code on a picture: blue, green, red as OpenCV has them, or grey."""
    view = whole(as_grey(bgr))
    votes = Votes()
    votes.hear(zxing(view.picture))
    if min(view.picture.shape) < LEAST_SIDE:
        return votes.result()
    smaller = within(view, LARGEST_SIDE)
    if smaller is not view:  # the same picture twice would be one sighting counted as two
        view = smaller
        votes.hear(view.restore(zxing(view.picture)))
    for reads in look_at_quads(view):
        votes.hear(reads)
    _look_for_matrix_codes(view, votes)
    _look_for_bars(view, votes)
    return votes.result()


def as_grey(picture: npt.NDArray[np.uint8]) -> Picture:
    """Return a picture in grey; raise `ValueError` for what is no picture."""
    if picture.ndim == GREY:
        return picture
    if picture.ndim == COLOURS and picture.shape[2] == COLOURS:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    raise ValueError(f"not a picture: {picture.shape}")


def _look_for_matrix_codes(view: View, votes: Votes) -> None:
    """Larger, softer, crisper, evenly lit: in the order in which they were seen to pay."""
    soft = _larger(smooth(view, 0.8), 2)
    for better in (
        soft,
        sharpen(soft, 3.0, 2.0),
        _larger(view, 2),
        _larger(smooth(even_out(view), 0.8), 2),
        _larger(view, 3),
    ):
        votes.hear(better.restore(zxing(better.picture, MATRIX, thorough=False)))


def _look_for_bars(view: View, votes: Votes) -> None:
    even, double = even_out(view), _larger(view, 2)
    votes.hear(view.restore(zbar(view.picture)))
    votes.hear(view.restore(opencv_bars(view.picture)))
    votes.hear(double.restore(zbar(double.picture)))
    for better in (even, _larger(even, 2)):
        votes.hear(better.restore(zxing(better.picture, thorough=False)))
    for region in bar_regions(find_edges(view.picture), _BAR_REGIONS):
        for zoom in (2.0, 3.0):
            read_region(view, region, votes, zoom=zoom)


def _larger(view: View, factor: float) -> View:
    """Enlarge, but not beyond what a picture may cost."""
    return enlarge(view, min(factor, LARGEST_ENLARGED / max(view.picture.shape)))
