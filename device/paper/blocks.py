"""Blocks that only some papers have: a bar beside words, boxes, room to sign in, a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from device.paper.sheet import GAP, MARGIN, Align, Words, room
from device.paper.type import BLACK, WHITE, Face, wrap

_BAR = 6
_BOX_LINE = 3
_BOX_GAP = 8


@dataclass(frozen=True)
class Barred:
    """Words with a black bar at their left."""

    words: Words
    indent: int
    """Dots from the margin to the words."""

    @property
    def height(self) -> int:
        """The words' height and a little air."""
        return self.words.height + 6

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw the bar, then the words."""
        paper.paste(BLACK, (MARGIN, top + 3, MARGIN + _BAR, top + self.height - 3))
        right = paper.width - MARGIN
        self.words.draw_within(paper, top + 3, left=MARGIN + self.indent, right=right)


@dataclass(frozen=True)
class Box:
    """A name, and what is written under it."""

    name: str
    value: str


@dataclass(frozen=True)
class Boxes:
    """Outlined boxes beside one another, across the sheet."""

    boxes: Sequence[Box]
    name_face: Face
    value_face: Face
    padding: int = 6

    @property
    def height(self) -> int:
        """Name over value, within an outline."""
        return self.name_face.height + self.value_face.height + 2 * self.padding

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw every box as wide as the others."""
        count = len(self.boxes)
        whole = room(paper.width) - (count - 1) * _BOX_GAP
        for place, box in enumerate(self.boxes):
            left = MARGIN + place * _BOX_GAP + whole * place // count
            right = MARGIN + place * _BOX_GAP + whole * (place + 1) // count
            self._draw_box(paper, box, (left, top, right, top + self.height))

    def _draw_box(self, paper: Image.Image, box: Box, place: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = place
        paper.paste(BLACK, place)
        paper.paste(
            WHITE, (left + _BOX_LINE, top + _BOX_LINE, right - _BOX_LINE, bottom - _BOX_LINE)
        )
        row = top + self.padding
        for text, chosen in ((box.name, self.name_face), (box.value, self.value_face)):
            Words([text], chosen, Align.CENTRE).draw_within(paper, row, left=left, right=right)
            row += chosen.height


@dataclass(frozen=True)
class Signatures:
    """Room to sign in over a line, and who signs under it; one, or two beside one another."""

    left: str
    right: str
    face: Face
    room: int

    @property
    def _columns(self) -> list[tuple[str, Align]]:
        return [(self.left, Align.LEFT), (self.right, Align.RIGHT)][: 2 if self.right else 1]

    def _lines(self, text: str, width: int) -> list[str]:
        return wrap(text, self.face, width)

    @property
    def height(self) -> int:
        """The room, the line, the words."""
        return self.room + 2 + 2 * self.face.height

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw the line, or two with a gap between, and the words."""
        columns = self._columns
        width = (room(paper.width) - (len(columns) - 1) * 2 * GAP) // len(columns)
        for place, (text, align) in enumerate(columns):
            left = MARGIN + place * (width + 2 * GAP)
            base = top + self.room
            paper.paste(BLACK, (left, base, left + width, base + 2))
            lines = self._lines(text, width)[:2]
            Words(lines, self.face, align).draw_within(
                paper, base + 4, left=left, right=left + width
            )


@dataclass(frozen=True)
class Blank:
    """A name, and a dotted line to write on."""

    name: str
    face: Face
    width: int
    """Of the paper."""
    shortest: int = 120
    """Dots of line that are enough beside the name; else it goes below."""

    @property
    def height(self) -> int:
        """Enough for a hand: half as much again as the type for each line."""
        return (len(self._lines) + self._is_below) * self._row

    @property
    def _lines(self) -> list[str]:
        return wrap(f"{self.name}:", self.face, room(self.width))

    @property
    def _row(self) -> int:
        return self.face.height + self.face.height // 2

    @property
    def _left(self) -> int:
        return MARGIN + self.face.width(self._lines[-1]) + GAP

    @property
    def _is_below(self) -> bool:
        return self.width - MARGIN - self._left < self.shortest

    def draw(self, paper: Image.Image, top: int) -> None:
        """Draw the name and the dots."""
        base = top - self.face.below
        for line in self._lines:
            base += self._row
            self.face.draw(paper, line, left=MARGIN, base=base)
        left = MARGIN if self._is_below else self._left
        base += self._row * self._is_below
        for dot in range(left, paper.width - MARGIN - 1, 6):
            paper.paste(BLACK, (dot, base, dot + 2, base + 2))
