"""The typeface of paper: Roboto in one bit, and how text is measured, wrapped and drawn."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
PACKAGE = "fonts-roboto-unhinted"
"""The Debian package that puts the fonts there."""

BLACK, WHITE = 0, 1

# Letters are drawn in grey and cut at two fifths of cover. FreeType's own one-bit drawing leaves
# strokes of a single dot at 22 dots, which thermal paper loses; a cut at half opens thin joints.
_COVER = [int(grey >= 0.4 * 255) * 255 for grey in range(256)]
_TALLEST, _DEEPEST = "ẤẨẪỂỖỞ", "ạgjpqyỌ(|"
_BOUND = "\N{NO-BREAK SPACE}"
_DOSE = re.compile(r"(?<=\d) (?=(?:mg|g|mcg|µg|kg|ml|l|IU|UI|%)(?![^\W_]))", re.IGNORECASE)


class FontMissingError(FileNotFoundError):
    """A font of the receipts is not installed."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing: install the Debian package {PACKAGE}")


@dataclass(frozen=True)
class Face:
    """Roboto in one size, in dots. A line of it holds the highest marks and the deepest tails."""

    font: ImageFont.FreeTypeFont
    above: int
    """From the top of a line to its baseline."""
    below: int
    """From the baseline to the bottom of the line."""

    @property
    def height(self) -> int:
        """What one line takes."""
        return self.above + self.below

    def width(self, text: str) -> int:
        """Return what the text's ink takes, from where it is put to its right edge."""
        left, _, right, _ = self._ink(text)
        return right - min(left, 0)

    def draw(
        self, paper: Image.Image, text: str, *, left: int, base: int, ink: int = BLACK
    ) -> None:
        """Put the text on one-bit paper: its ink begins at or right of `left`, on `base`."""
        start, top, right, bottom = self._ink(text)
        letters = Image.new("L", (right - start, bottom - top))
        ImageDraw.Draw(letters).text((-start, -top), text, 255, self.font, anchor="ls")
        place = (left + max(start, 0), base + top)
        paper.paste(ink, place, letters.point(_COVER, "1"))

    def _ink(self, text: str) -> tuple[int, int, int, int]:
        left, top, right, bottom = self.font.getbbox(text, anchor="ls")
        return int(left), int(top), int(right), int(bottom)


@cache
def face(size: int, *, bold: bool = False) -> Face:
    """Return Roboto in this size; raise `FontMissingError` where it is not installed."""
    path = FONTS / ("Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf")
    if not path.exists():
        raise FontMissingError(path)
    # The basic layout is in every Pillow, so the same receipt has the same dots everywhere.
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    above = -int(font.getbbox(_TALLEST, anchor="ls")[1])
    below = int(font.getbbox(_DEEPEST, anchor="ls")[3])
    return Face(font, above + 1, below)


def clean(text: str) -> str:
    """Compose marks with their letters, make one space of many, drop what cannot be printed.

    >>> clean("Quầy\\tthuốc \\u200bTâm  An")
    'Quầy thuốc Tâm An'
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in spaced if letter.isprintable())


def wrap(text: str, face: Face, room: int) -> list[str]:
    """Break the text into lines that fit `room` dots: at spaces, within a word only if it must be.

    A number stays with its unit, so that nobody reads the strength of a drug from half a line.
    """
    lines: list[str] = []
    for word in _DOSE.sub(_BOUND, clean(text)).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if face.width(joined) <= room:
            lines[-1:] = [joined]
        else:
            lines += _broken(word, face, room)
    return [line for line in lines if line]


def wrap_evenly(text: str, face: Face, room: int) -> list[str]:
    """Break like `wrap`, into as few lines, but of about the same length."""
    lines = wrap(text, face, room)
    narrowest = max((face.width(word) for word in " ".join(lines).split(" ")), default=0)
    while room > narrowest and len(tighter := wrap(text, face, room - 1)) == len(lines):
        lines, room = tighter, room - 1
    return lines


def wrap_parts(parts: list[str], face: Face, room: int) -> list[str]:
    """Join parts with a middle dot, as many on a line as fit; a part is broken only if it must be.

    Parts without text are left out.
    """
    lines: list[str] = []
    for part in filter(None, map(clean, parts)):
        joined = f"{lines[-1]} · {part}" if lines else part
        if face.width(joined) <= room:
            lines[-1:] = [joined]
        else:
            lines += wrap(part, face, room)
    return lines


def _broken(word: str, face: Face, room: int) -> list[str]:
    """Break a word into pieces that fit; one that fits stays whole."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and face.width(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
