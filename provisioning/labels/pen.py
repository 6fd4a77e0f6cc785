"""Drawing on a label: millimetres from its upper left corner, words that fit, codes that scan."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from provisioning.errors import MissingError

FONTS = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
"""Of the Debian package fonts-roboto-unhinted."""
REGULAR, BOLD = "Roboto-Regular", "Roboto-Bold"
QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""
_DOT = inch / 300
"""A dot of a printer with 300 to the inch: a module is some whole ones."""
_INK, _LINE = "#000000", "#8A9490"
_LINE_FEED = 1.25


Fit = tuple[float, int]
"""A size of type (points), and how many lines of it there may be."""


class Pen:
    """Draws on a part of a page."""

    def __init__(self, canvas: Canvas, *, left: float, top: float) -> None:
        """`left`, `top`: where the part is on the page, in millimetres from its lower left."""
        self._canvas, self._left, self._top = canvas, left, top
        for name in (REGULAR, BOLD):
            _register(name)

    def words(
        self,
        text: str,
        *,
        x: float,
        y: float,
        width: float,
        fits: Sequence[Fit],
        look: Literal["plain", "bold", "centred"] = "plain",
    ) -> float:
        """Write a text as it fits first; return where it ends.

        What does not fit at last is cut with "…". `y` is the upper edge of the first line; what is
        centred is bold.
        """
        font = REGULAR if look == "plain" else BOLD
        size, split = _fitted(text, font, fits, width * mm)
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(_INK)
        for line in split:
            y += size * _LINE_FEED / mm
            base = self._up(y) + size * (_LINE_FEED - 1) * 1.1
            if look == "centred":
                self._canvas.drawCentredString(self._across(x + width / 2), base, line)
            else:
                self._canvas.drawString(self._across(x), base, line)
        return y

    def code(self, text: str, *, x: float, y: float, size: float) -> None:
        """Draw a QR code with its white border into a square.

        All dark modules are one shape: apart, viewers leave hairlines between them.
        """
        dark = modules(text)
        across = len(dark) + 2 * QUIET
        module = size * mm / across // _DOT * _DOT
        spare = (size * mm - module * len(dark)) / 2
        left, top = self._across(x) + spare, self._up(y) - spare
        path = self._canvas.beginPath()
        for row, cells in enumerate(dark):
            at = 0
            for is_dark, run in groupby(cells):
                length = len(list(run))
                if is_dark:
                    below = top - (row + 1) * module
                    path.rect(left + at * module, below, length * module, module)
                at += length
        self._canvas.setFillColor(_INK)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def sign(self, text: str, *, x: float, y: float, size: float) -> None:
        """Write white on black, so that it is seen at once; `x` is the right edge."""
        width = self._canvas.stringWidth(text, BOLD, size) + 4 * mm
        height = size * 1.5
        left = self._across(x) - width
        self._canvas.setFillColor(_INK)
        self._canvas.rect(left, self._up(y) - height, width, height, stroke=0, fill=1)
        self._canvas.setFillColor("#FFFFFF")
        self._canvas.setFont(BOLD, size)
        self._canvas.drawString(left + 2 * mm, self._up(y) - height * 0.74, text)

    def cut(self, *, y: float, width: float) -> None:
        """Draw a line to cut along."""
        self._canvas.setStrokeColor(_LINE)
        self._canvas.setDash(3, 3)
        self._canvas.line(self._across(0), self._up(y), self._across(width), self._up(y))
        self._canvas.setDash()

    def _across(self, x: float) -> float:
        return (self._left + x) * mm

    def _up(self, y: float) -> float:
        return (self._top - y) * mm


def modules(text: str) -> list[list[bool]]:
    """Return the dark modules of a QR code that is read with a quarter of it dirty."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.modules]


def _fitted(text: str, font: str, fits: Sequence[Fit], width: float) -> tuple[float, list[str]]:
    size, lines = fits[-1]
    split = simpleSplit(text, font, size, width)
    for size, lines in fits:
        split = simpleSplit(text, font, size, width)
        if len(split) <= lines and all(stringWidth(line, font, size) <= width for line in split):
            return size, split
    kept = split[:lines]
    return size, [*kept[:-1], _cut(kept[-1] if kept else "", font, size, width)]


def _cut(text: str, font: str, size: float, width: float) -> str:
    while text and stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@cache
def _register(name: str) -> None:
    file = FONTS / f"{name}.ttf"
    if not file.is_file():
        raise MissingError(file)
    registerFont(TTFont(name, str(file)))
