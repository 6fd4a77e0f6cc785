"""QR codes that another reader has found: set square, so that zxing-cpp can read them.

A finder that errs costs nothing here, since only what zxing-cpp reads in the squared piece counts.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as zbar_decode

from hardware.decode.engines import MATRIX, zxing
from hardware.decode.prepare import View, cut
from hardware.decode.read import Picture, Read

SIDE = 480
"""Pixels of a squared piece, quiet zone included."""
_QUIET = 0.18
"""Of the code's side, on each side: the quiet zone, and finders that are a little off."""
_MOST = 4
_LEAST_SIDE = 16.0
_CORNERS = 4
_finder = cv2.QRCodeDetectorAruco()

Quad = npt.NDArray[np.float32]


def look_at_quads(view: View) -> list[list[Read]]:
    """Return what zxing-cpp reads in every place that zbar or OpenCV takes for a QR code."""
    sightings = []
    for quad in _found(view.picture):
        piece = cut(view, _with_quiet_zone(quad), (SIDE, SIDE))
        sightings.append(piece.restore(zxing(piece.picture, MATRIX)))
    return sightings


def _found(picture: Picture) -> Iterator[Quad]:
    try:
        there, corners = _finder.detectMulti(picture)
    except cv2.error:
        there, corners = False, None
    quads = [*(corners if there and corners is not None else ())]
    outlines = (code.polygon for code in zbar_decode(picture, symbols=[ZBarSymbol.QRCODE]))
    quads += [np.array(outline) for outline in outlines if len(outline) == _CORNERS]
    for quad in quads[:_MOST]:
        corners = np.asarray(quad, np.float32).reshape(_CORNERS, 2)
        if cv2.arcLength(corners, closed=True) >= _CORNERS * _LEAST_SIDE:
            yield corners


def _with_quiet_zone(quad: Quad) -> Quad:
    """Widen a quad in its own perspective."""
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    there = cv2.getPerspectiveTransform(square, quad)
    wider = square * (1 + 2 * _QUIET) - _QUIET
    moved = cv2.perspectiveTransform(wider[None].astype(np.float32), there)[0]
    return np.asarray(moved, np.float32)
