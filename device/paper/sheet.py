"""A sheet of paper: blocks under one another, each as wide as the sheet between its margins."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PIL import Image

from device.paper.type import BLACK, WHITE, Face, wrap

MARGIN = 12
"""Dots left free at both edges: printers differ by a millimetre in where they begin."""
GAP = 12
"""Dots at least between a text and the amount on its right."""


class Align(Enum):
    """Where a line stands, as the share of free room on its left."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Block(Protocol):
    """One thing on the sheet."""

    @property
    def height(self) -> int:
        """Dots it takes downwards."""

    def draw(self, paper: Image.Image, top: int) -> None:
        """Put it on the paper, from `top` down, between the margins."""


@dataclass(frozen=True)
class Space:
    """Nothing."""

    height: int

    def draw(self, paper: Image.Image, top: int) -> None:
        """Leave the paper white."""


@dataclass(frozen=True)
class Rule:
    """A line across."""

    dashed: bool = False
    height: int = 2

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw one dash, or many that begin and end at the margins."""
        length = room(paper.width)
        dash, gaps = (6, length // 9) if self.dashed else (length, 0)
        for number in range(gaps + 1):
            left = MARGIN + (length - dash) * number // max(gaps, 1)
            paper.paste(BLACK, (left, top, left + dash, top + self.height))


@dataclass(frozen=True)
class Words:
    """Lines of text, already wrapped."""

    lines: Sequence[str]
    face: Face
    align: Align = Align.LEFT
    ink: int = BLACK

    @property
    def height(self) -> int:
        """The lines' heights."""
        return len(self.lines) * self.face.height

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw line under line."""
        self.draw_within(paper, top, left=MARGIN, right=paper.width - MARGIN)

    def draw_within(self, paper: Image.Image, top: int, *, left: int, right: int) -> None:
        """Draw line under line in a column."""
        for number, line in enumerate(self.lines):
            free = right - left - self.face.width(line)
            base = top + number * self.face.height + self.face.above
            self.face.draw(
                paper, line, left=left + int(free * self.align.value), base=base, ink=self.ink
            )


@dataclass(frozen=True)
class Pair:
    """A text on the left and one on the right, on one baseline."""

    left: str
    left_face: Face
    right: str
    right_face: Face

    @property
    def height(self) -> int:
        """What the higher of the two takes."""
        return self._above + max(self.left_face.below, self.right_face.below)

    @property
    def _above(self) -> int:
        return max(self.left_face.above, self.right_face.above)

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw both."""
        base = top + self._above
        right = paper.width - MARGIN - self.right_face.width(self.right)
        self.left_face.draw(paper, self.left, left=MARGIN, base=base)
        self.right_face.draw(paper, self.right, left=right, base=base)


@dataclass(frozen=True)
class Band:
    """White words on black, across the sheet."""

    words: Words
    padding: int = 7

    @property
    def height(self) -> int:
        """The words' height and the black around them."""
        return self.words.height + 2 * self.padding

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw the black, then the words."""
        paper.paste(BLACK, (MARGIN, top, paper.width - MARGIN, top + self.height))
        # A line keeps room for marks above and less below: capitals look centred a little higher.
        self.words.draw(paper, top + self.padding - self.words.face.below // 2)


@dataclass(frozen=True)
class Beside:
    """A picture with white around it on the left, words at half its height on the right."""

    picture: Image.Image
    quiet: int
    """Dots of white the picture needs on every side."""
    words: Sequence[Words]

    @property
    def height(self) -> int:
        """The higher of picture and words."""
        return max(self.picture.height + 2 * self.quiet, self._words_height)

    @property
    def _words_height(self) -> int:
        return sum(words.height for words in self.words)

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw the picture, then the words."""
        left = max(MARGIN, self.quiet)
        paper.paste(self.picture, (left, top + (self.height - self.picture.height) // 2))
        left += self.picture.width + self.quiet
        top += (self.height - self._words_height) // 2
        for words in self.words:
            words.draw_within(paper, top, left=left, right=paper.width - MARGIN)
            top += words.height


def room(width: int) -> int:
    """Return the dots between the margins."""
    return width - 2 * MARGIN


def row(left: str, left_face: Face, right: str, right_face: Face, *, width: int) -> list[Block]:
    """Put an amount right of a text; where they would collide, below it.

    An amount that is too wide even alone is broken rather than cut off at the edge.
    """
    texts = wrap(left, left_face, room(width)) or [""]
    amounts = wrap(right, right_face, room(width))
    taken = left_face.width(texts[-1]) + GAP + sum(map(right_face.width, amounts))
    if len(amounts) == 1 and taken <= room(width):
        return [Words(texts[:-1], left_face), Pair(texts[-1], left_face, amounts[0], right_face)]
    return [Words(texts, left_face), Words(amounts, right_face, Align.RIGHT)]


def draw_sheet(blocks: Sequence[Block], *, width: int) -> Image.Image:
    """Draw the blocks under one another on one-bit paper, just as long as they are."""
    paper = Image.new("1", (width, sum(block.height for block in blocks)), WHITE)
    top = 0
    for block in blocks:
        block.draw(paper, top)
        top += block.height
    return paper
