"""The typeface of paper: Roboto in one bit, and how text is measured, wrapped and drawn."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
PACKAGE = "fonts-roboto-unhinted"
"""The Debian package that puts the fonts there."""

BLACK, WHITE = 0, 255  # Pillow keeps a 1 as it is, and then inverts it to 254, also white

# Letters are drawn in grey and cut at two fifths of cover, which keeps their weight or adds a
# little. FreeType's own one-bit drawing leaves strokes of a single dot at 22 dots: too faint.
_COVER = [int(grey >= 0.4 * 255) * 255 for grey in range(256)]
_FARTHEST = "ẤẨẪẮẲẴỂỄỔỖỞgjpqyỵạọ("
_SPACE = 0.275  # of the size
_BOUND = "\N{NO-BREAK SPACE}"
_TOGETHER = re.compile(
    r"(?<=×) (?=\d)|(?<=\d) (?=(?:mg|g|mcg|µg|kg|ml|l|IU|UI|%)(?![^\W_]))", re.IGNORECASE
)


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
        return max((start + self._ink(word)[2] for word, start in self._words(text)), default=0)

    def draw(
        self, paper: Image.Image, text: str, *, left: int, base: int, ink: int = BLACK
    ) -> None:
        """Put the text on one-bit paper: its ink begins at or right of `left`, on `base`."""
        for word, start in self._words(text):
            letters, (right, down) = _letters(self.font, word)
            paper.paste(ink, (left + start + right, base + down), letters)

    def _words(self, text: str) -> Iterator[tuple[str, int]]:
        """Give each word and where it is put.

        The font's own space is rounded down and kerned: at 22 dots words would run together.
        """
        start = 0
        for word in re.split(f"[ {_BOUND}]", text):
            start += max(0, -self._ink(word)[0])
            yield word, start
            start += round(self.font.getlength(word) + _SPACE * self.font.size)

    def _ink(self, text: str) -> tuple[int, int, int, int]:
        return _ink(self.font, text)


@cache
def face(size: int, *, bold: bool = False) -> Face:
    """Return Roboto in this size; raise `FontMissingError` where it is not installed."""
    path = FONTS / ("Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf")
    if not path.exists():
        raise FontMissingError(path)
    # The basic layout is in every Pillow, so the same receipt has the same dots everywhere.
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    above, below = _reach(font)
    return Face(font, above + 1, below)


def _letters(font: ImageFont.FreeTypeFont, text: str) -> tuple[Image.Image, tuple[int, int]]:
    """Return text in one bit, and where its corner lies from the start of the baseline."""
    left, top, right, bottom = _ink(font, text)
    letters = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(letters).text((-left, -top), text, 255, font, anchor="ls")
    return letters.point(_COVER, "1"), (left, top)


def _ink(font: ImageFont.FreeTypeFont, text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    return int(left), int(top), int(right), int(bottom)


def _reach(font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    """Return how far Vietnamese letters reach above and below the baseline."""
    letters, (_, top) = _letters(font, _FARTHEST)
    _, first, _, last = letters.getbbox() or (0, 0, 0, 0)
    return -(top + first), top + last


def clean(text: str) -> str:
    r"""Compose marks with their letters, make one space of many, drop what cannot be printed.

    >>> clean("Quầy  thuốc\N{ZERO WIDTH SPACE} Tâm An ")
    'Quầy thuốc Tâm An'
    """
    words = unicodedata.normalize("NFC", text).split()
    printable = ("".join(filter(str.isprintable, word)) for word in words)
    return " ".join(filter(None, printable))


def wrap(text: str, face: Face, room: int) -> list[str]:
    """Break the text into lines that fit `room` dots: at spaces, within a word only if it must be.

    A number stays with its unit, so that nobody reads the strength of a drug from half a line.
    """
    lines: list[str] = []
    for word in _TOGETHER.sub(_BOUND, clean(text)).split(" "):
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
    rooms = range(narrowest, room)
    enough = bisect_left(rooms, -len(lines), key=lambda dots: -len(wrap(text, face, dots)))
    return wrap(text, face, narrowest + enough)


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
