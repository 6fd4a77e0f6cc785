"""Better looks at QR and DataMatrix codes, for live frames: only where the edges are."""

from hardware.decode.engines import MATRIX, zxing
from hardware.decode.prepare import View, cut, enlarge, even_out, sharpen, smooth
from hardware.decode.read import Read
from hardware.decode.regions import Region, find_edges, full_regions

_LONGEST_SIDE = 420.0
"""Pixels: a larger place is read well enough as it is, and would cost too much enlarged."""
_MARGIN = 16.0
_REGIONS = 2


def look_softly(view: View) -> list[list[Read]]:
    """Smooth and double: for noise and small modules."""
    return [_read(enlarge(smooth(piece, 0.8), 2)) for piece in _pieces(view)]


def look_crisply(view: View) -> list[list[Read]]:
    """Smooth, double and sharpen: for codes out of focus."""
    soft = (enlarge(smooth(piece, 0.8), 2) for piece in _pieces(view))
    return [_read(sharpen(piece, 3.0, 2.0)) for piece in soft]


def look_evenly(view: View) -> list[list[Read]]:
    """Even the light out and double: for shadow and glare."""
    return [_read(enlarge(even_out(piece), 2)) for piece in _pieces(view)]


def _read(piece: View) -> list[Read]:
    return piece.restore(zxing(piece.picture, MATRIX, thorough=False))


def _pieces(view: View) -> list[View]:
    regions = full_regions(find_edges(view.picture), _REGIONS)
    return [_cut_out(view, region) for region in regions]


def _cut_out(view: View, region: Region) -> View:
    wide = min(region.size[0] + 2 * _MARGIN, _LONGEST_SIDE)
    high = min(region.size[1] + 2 * _MARGIN, _LONGEST_SIDE)
    place = Region(region.centre, (wide, high), 0.0, region.weight)
    return cut(view, place.corners((0.0, 0.0)), (max(8, round(wide)), max(8, round(high))))
