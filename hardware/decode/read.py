"""What a decoder found in a picture."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from codes import Scan

Picture = npt.NDArray[np.uint8]
"""Grey, one byte a pixel."""
LEAST_SIDE = 24
"""Pixels: a smaller picture holds no code that a better look could find."""
Corner = tuple[float, float]
"""x and y in pixels, from the top left."""
Corners = tuple[Corner, Corner, Corner, Corner]
"""From the symbol's own top left, round to its bottom left."""


@dataclass(frozen=True, slots=True)
class Read:
    """One code: its exact bytes, what kind of symbol it was, and where it stood.

    `symbology` is the AIM identifier (ISO/IEC 15424), "" where the decoder cannot tell. `repr`
    does not show what was read.
    """

    data: bytes
    symbology: str
    corners: Corners

    def __repr__(self) -> str:
        return f"Read({len(self.data)} bytes, symbology={self.symbology!r})"

    @property
    def scan(self) -> Scan:
        """The read without its place."""
        return Scan(self.data, self.symbology)

    @property
    def centre(self) -> Corner:
        """The middle of the corners."""
        across, down = zip(*self.corners, strict=True)
        return sum(across) / 4, sum(down) / 4

    @property
    def is_linear(self) -> bool:
        """Whether it is a one-dimensional code, whose own check is weak."""
        return self.symbology[:2] not in {"]Q", "]d"}
