"""A page that lies: a table along the roll, numbered and signed, turned by a quarter to print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from PIL import Image

from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Align, Words
from device.paper.type import BLACK, WHITE, Face, face, wrap, wrap_parts
from words import _

LENGTH = 1680
"""Dots along the roll: 21 cm, as long as A5 is wide."""
_MARGIN, _PAD, _LINE = 12, 6, 2
_SIGNATURE_LINES = 3
_GAP = 24
"""Dots at least between a line and what stands at its right."""


@dataclass(frozen=True)
class Column:
    """One column of the form."""

    name: str
    share: int
    """Of the width, beside the other columns."""
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands over the table, on every page."""

    letterhead: Letterhead
    title: str
    form: str
    """Which form it is."""
    facts: tuple[str, ...] = ()
    printed: str = ""
    """When it was printed, in words."""


@dataclass(frozen=True, kw_only=True)
class LyingPage:
    """A table and what belongs to it; it takes as many pages as it needs."""

    head: Head
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]] = field(repr=False)
    signatures: tuple[str, str]
    mark: Mark = PLAIN


def pages_of(page: LyingPage, *, width_dots: int) -> list[Image.Image]:
    """Draw the pages, turned for a roll of this width, 384 or 576 dots."""
    drawing = _Drawing(page, Layout(width_dots))
    parts = drawing.parts()
    return [
        drawing.draw(rows, number, len(parts)).transpose(Image.Transpose.ROTATE_90)
        for number, rows in enumerate(parts, 1)
    ]


Cells = list[list[str]]
"""A row: for each column its lines."""


@dataclass(frozen=True)
class _Drawing:
    page: LyingPage
    on: Layout

    @cached_property
    def face(self) -> Face:
        return self.on.note

    @cached_property
    def bold(self) -> Face:
        return face(self.on.sizes.note, bold=True)

    @cached_property
    def edges(self) -> list[int]:
        """Where columns begin, and where the last ends."""
        shares = [column.share for column in self.page.columns]
        whole = LENGTH - 2 * _MARGIN
        return [
            _MARGIN + whole * sum(shares[:place]) // sum(shares) for place in range(len(shares) + 1)
        ]

    def cells(self, texts: Sequence[str], face: Face) -> Cells:
        widths = zip(self.edges, self.edges[1:], strict=False)
        rooms = [right - left - 2 * _PAD - _LINE for left, right in widths]
        return [wrap(text, face, room) or [""] for text, room in zip(texts, rooms, strict=True)]

    def height(self, cells: Cells) -> int:
        return max(map(len, cells)) * self.face.height + _PAD

    @cached_property
    def names(self) -> Cells:
        return self.cells([column.name for column in self.page.columns], self.bold)

    @cached_property
    def heads(self) -> list[tuple[str, Face]]:
        """The lines over the table, each with room for what stands beside it at the right."""
        head, room = self.page.head, LENGTH - 2 * _MARGIN - _GAP
        letters = head.letterhead
        phone = letters.phone and _("ĐT {phone}").format(phone=letters.phone)
        beside_who = max(self.face.width(text) for text in (head.form, head.printed))
        who = wrap_parts([letters.outlet, letters.address, phone], self.face, room - beside_who)
        beside_facts = self.face.width(_("Trang {n}/{all}").format(n=99, all=99))
        facts = wrap_parts(list(head.facts), self.bold, room - beside_facts)
        return [
            *((line, self.face) for line in who),
            (head.title, self.on.strong),
            *((line, self.bold) for line in facts),
        ]

    @property
    def _bands(self) -> tuple[str, ...]:
        return self.page.mark.bands

    @cached_property
    def top(self) -> int:
        """Where the table begins."""
        bands = (self.bold.height + _PAD) * bool(self._bands)
        return _MARGIN + bands + sum(face.height for _line, face in self.heads) + _PAD

    @property
    def foot(self) -> int:
        """Dots below the table: room to sign, who signs, and the page's number."""
        return (_SIGNATURE_LINES + 1) * self.face.height

    def parts(self) -> list[list[Cells]]:
        """Share the rows out to pages; a page has at least one row."""
        free = self.on.width - self.top - self.height(self.names) - self.foot - _MARGIN
        parts: list[list[Cells]] = [[]]
        left = free
        for texts in self.page.rows:
            cells = self.cells(texts, self.face)
            if parts[-1] and self.height(cells) > left:
                parts.append([])
                left = free
            parts[-1].append(cells)
            left -= self.height(cells)
        return parts

    def draw(self, rows: list[Cells], number: int, count: int) -> Image.Image:
        table = self.height(self.names) + sum(map(self.height, rows))
        tall = max(self.on.width, self.top + table + self.foot + _MARGIN)
        paper = Image.new("1", (LENGTH, tall), WHITE)
        self._draw_head(paper, number, count)
        self._draw_table(paper, rows)
        self._draw_foot(paper)
        # A row of very many lines may need more than the roll is wide: it is made smaller.
        fitted = (LENGTH, self.on.width)
        return paper if tall == self.on.width else paper.resize(fitted, Image.Resampling.NEAREST)

    def _draw_head(self, paper: Image.Image, number: int, count: int) -> None:
        row = _MARGIN
        if self._bands:
            height = self.bold.height + _PAD
            paper.paste(BLACK, (_MARGIN, row, LENGTH - _MARGIN, row + height))
            words = Words([" · ".join(self._bands)], self.bold, Align.CENTRE, WHITE)
            words.draw(paper, row)
            row += height
        right = _("Trang {n}/{all}").format(n=number, all=count)
        for place, (line, chosen) in enumerate(self.heads):
            Words([line], chosen).draw(paper, row)
            if place < len(beside := (self.page.head.form, self.page.head.printed, right)):
                Words([beside[place]], self.face, Align.RIGHT).draw(paper, row)
            row += chosen.height

    def _draw_table(self, paper: Image.Image, rows: list[Cells]) -> None:
        top = self.top
        for place, cells in enumerate([self.names, *rows]):
            bottom = top + self.height(cells)
            paper.paste(BLACK, (_MARGIN, top, LENGTH - _MARGIN, top + _LINE))
            for number, lines in enumerate(cells):
                self._draw_cell(paper, lines, number, top, is_name=place == 0)
            for edge in self.edges:
                left = min(edge, LENGTH - _MARGIN - _LINE)
                paper.paste(BLACK, (left, top, left + _LINE, bottom))
            top = bottom
        paper.paste(BLACK, (_MARGIN, top, LENGTH - _MARGIN, top + _LINE))

    def _draw_cell(
        self, paper: Image.Image, lines: list[str], number: int, top: int, *, is_name: bool
    ) -> None:
        is_right = self.page.columns[number].is_number and not is_name
        words = Words(
            lines, self.bold if is_name else self.face, Align.RIGHT if is_right else Align.LEFT
        )
        left, right = self.edges[number] + _LINE + _PAD, self.edges[number + 1] - _PAD
        words.draw_within(paper, top + _PAD // 2 + 1, left=left, right=right)

    def _draw_foot(self, paper: Image.Image) -> None:
        """Leave room to sign at the right of the page's lower edge."""
        row = paper.height - _MARGIN - self.face.height
        width = LENGTH // 3
        for place, name in enumerate(self.page.signatures):
            left = _MARGIN + place * (LENGTH - 2 * _MARGIN - width)
            paper.paste(BLACK, (left, row - 4, left + width, row - 2))
            Words([name], self.face).draw_within(paper, row, left=left, right=left + width)
