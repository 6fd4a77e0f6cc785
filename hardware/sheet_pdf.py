"""The sheet as a PDF file. Imports reportlab, numpy and zxing-cpp: not for the ui process."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hardware.sheet import make_sheet
from hardware.sheet_items import MARGIN_MM, PAGE_MM, Item, PrintedCode, Rule, Words
from hardware.specimen import encode
from words import _

FONTS = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
PACKAGE = "fonts-roboto-unhinted"
"""The Debian package that puts the fonts there."""
_REGULAR, _BOLD = "Roboto-Regular", "Roboto-Bold"
_DOT = inch / 300
"""A dot of a printer with 300 to the inch: every module is some whole ones of it, on its grid."""
_INK, _LINE = "#14211E", "#C8CEC9"
_POINTS_PER_LINE = 0.75
"""Size of the type in parts of the distance of close lines."""
_LINE_FEED = 1.3


def write_sheet(file: Path) -> None:
    """Write all pages. Raises `OSError`; of a font that is missing, `FileNotFoundError`."""
    for name in (_REGULAR, _BOLD):
        _register(name)
    canvas = Canvas(str(file), pagesize=(PAGE_MM[0] * mm, PAGE_MM[1] * mm), invariant=1, lang="vi")
    canvas.setTitle(_("Bảng lệnh của quầy"))
    for _page, items in groupby(make_sheet(), key=lambda item: item.page):
        for item in items:
            _draw(canvas, item)
        canvas.showPage()
    canvas.save()


@cache
def _register(name: str) -> None:
    path = FONTS / f"{name}.ttf"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: install the Debian package {PACKAGE}")
    registerFont(TTFont(name, str(path)))


def _draw(canvas: Canvas, item: Item) -> None:
    match item:
        case Words():
            _draw_words(canvas, item)
        case PrintedCode():
            _draw_code(canvas, item)
        case Rule():
            canvas.setStrokeColor(_LINE)
            y = _up(item.y)
            canvas.line(MARGIN_MM * mm, y, (PAGE_MM[0] - MARGIN_MM) * mm, y)


def _draw_words(canvas: Canvas, words: Words) -> None:
    font, size = _BOLD if words.bold else _REGULAR, words.size * mm * _POINTS_PER_LINE
    canvas.setFont(font, size)
    canvas.setFillColor(_INK)
    lines = simpleSplit(words.text, font, size, words.width * mm) if words.width else [words.text]
    for number, line in enumerate(lines):
        y = _up(words.y + number * words.size * _LINE_FEED)
        if words.centred:
            canvas.drawCentredString(words.x * mm, y, line)
        else:
            canvas.drawString(words.x * mm, y, line)


def _draw_code(canvas: Canvas, code: PrintedCode) -> None:
    """Draw all dark modules as one shape: apart, viewers leave hairlines between them."""
    dark = _modules(code)
    module = code.size * mm / len(dark) // _DOT * _DOT
    # What the whole dots leave over goes to both sides.
    spare = (code.size * mm - module * len(dark)) / 2
    left, top = _on_grid(code.x * mm + spare), _on_grid(_up(code.y) - spare)
    path = canvas.beginPath()
    for row, modules in enumerate(dark):
        at = 0
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark:
                y = top - (row + 1) * module
                path.rect(left + at * module, y, length * module, module)
            at += length
    canvas.setFillColor("#000000")
    canvas.drawPath(path, stroke=0, fill=1)


def _modules(code: PrintedCode) -> list[list[bool]]:
    barcode = encode(code.text, code.symbology, level=code.level)
    picture: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    dark: list[list[bool]] = (np.asarray(picture) == 0).tolist()
    return dark


def _up(y: float) -> float:
    """Turn millimetres from the upper edge into points from the lower one."""
    return (PAGE_MM[1] - y) * mm


def _on_grid(points: float) -> float:
    return round(points / _DOT) * _DOT
