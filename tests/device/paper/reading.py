"""Reads paper back: where there is ink, and where a text stands dot for dot."""

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from device.paper.type import Face
from tests.device.paper.samples import MARGIN

Dots = NDArray[np.bool_]


def ink(paper: Image.Image) -> Dots:
    """Black dots are True."""
    return ~np.asarray(paper, dtype=bool)


def line_of(face: Face, text: str) -> Dots:
    """A whole line of the face, as wide as the text."""
    line = Image.new("1", (face.width(text), face.height), 1)
    face.draw(line, text, left=0, base=face.above)
    return ink(line)


def tops_of(paper: Image.Image, wanted: Dots, *, left: int) -> list[int]:
    """The rows at which exactly these dots begin, in one place across the paper."""
    height, width = wanted.shape
    column = ink(paper)[:, left : left + width]
    tops = range(len(column) - height + 1)
    return [top for top in tops if np.array_equal(column[top : top + height], wanted)]


def standing(paper: Image.Image, face: Face, text: str, *, right: bool = False) -> list[int]:
    """The tops of the lines where exactly this text stands at the left or the right margin."""
    line = line_of(face, text)
    return tops_of(paper, line, left=paper.width - MARGIN - line.shape[1] if right else MARGIN)


def in_the_middle(paper: Image.Image, face: Face, text: str) -> list[int]:
    """The same for a centred text."""
    line = line_of(face, text)
    return tops_of(paper, line, left=MARGIN + (paper.width - 2 * MARGIN - line.shape[1]) // 2)


def codes(paper: Image.Image) -> list[str]:
    """What the QR codes on the paper say."""
    return [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))]
