"""Preparing pictures for a decoder. Each step says how points find their way back."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from hardware.decode.read import Corners, Picture, Read

Matrix = npt.NDArray[np.float64]
"""3x3: from a prepared picture's points to the original's."""
NEIGHBOURHOOD = 25.0
"""Radius, in pixels, over which light is evened out."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture made from another, and the way back."""

    picture: Picture
    back: Matrix

    def restore(self, reads: list[Read]) -> list[Read]:
        """Put reads where they stand in the original."""
        return [replace(read, corners=_through(self.back, read.corners)) for read in reads]


def whole(picture: Picture) -> View:
    """The picture itself."""
    return View(picture, np.eye(3))


def enlarge(view: View, factor: float) -> View:
    """Make it larger: the one preparation that pays by itself (measured)."""
    big = cv2.resize(view.picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return View(np.asarray(big, np.uint8), view.back @ np.diag([1 / factor, 1 / factor, 1.0]))


def within(view: View, longest: float) -> View:
    """Make a picture smaller whose longer side exceeds so many pixels."""
    factor = longest / max(view.picture.shape)
    if factor >= 1:
        return view
    small = cv2.resize(view.picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return View(np.asarray(small, np.uint8), view.back @ np.diag([1 / factor, 1 / factor, 1.0]))


def smooth(view: View, radius: float) -> View:
    """Take noise away, and some detail with it."""
    return View(np.asarray(cv2.GaussianBlur(view.picture, (0, 0), radius), np.uint8), view.back)


def sharpen(view: View, radius: float, amount: float) -> View:
    """Lift edges that a lens has blurred."""
    soft = cv2.GaussianBlur(view.picture, (0, 0), radius)
    return View(
        np.asarray(cv2.addWeighted(view.picture, 1 + amount, soft, -amount, 0), np.uint8),
        view.back,
    )


def even_out(view: View) -> View:
    """Make light and contrast the same everywhere: for shadow, glare and dark corners."""
    light = view.picture.astype(np.float32)
    mean = _spread(light, light)
    square = _spread(light * light, light)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0.0)) + 6.0
    even = 128.0 + (light - mean) / deviation * 60.0
    return View(even.clip(0, 255).astype(np.uint8), view.back)


def cut(view: View, corners: npt.NDArray[np.float32], size: tuple[int, int]) -> View:
    """Cut a turned rectangle out, upright and as large as asked. Corners from its top left."""
    width, height = size
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(corners, target)
    piece = cv2.warpPerspective(
        view.picture, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return View(np.asarray(piece, np.uint8), view.back @ np.linalg.inv(there))


def _spread(values: npt.NDArray[np.float32], like: npt.NDArray[np.float32]) -> Matrix:
    """Average over the neighbourhood, on a quarter of the size: nobody sees the difference."""
    small = cv2.resize(values, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), NEIGHBOURHOOD / 4)
    return np.asarray(
        cv2.resize(soft, like.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float64
    )


def _through(back: Matrix, corners: Corners) -> Corners:
    moved = cv2.perspectiveTransform(np.array([corners], np.float64), back)[0]
    one, two, three, four = ((float(x), float(y)) for x, y in moved)
    return one, two, three, four
