"""A sheet that a screen is drawn on: it places words and collects shapes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from device.ui import caption, theme
from device.ui.drawing import (
    Act,
    Box,
    Button,
    Code,
    Drawing,
    Fill,
    Kind,
    Mark,
    Run,
    Shape,
    Sight,
    Text,
)
from device.ui.fitting import Align, in_two, runs_width, set_line, wrap
from device.ui.icons import Icon, shape_of
from device.ui.typeface import Measure

Words = str | Sequence[Run]


class Sheet:
    """Takes what a screen wants drawn, in u from the top left corner.

    Type sizes are those of the theme; with `large` each is written one size up.
    """

    def __init__(
        self, width: float, measure: Measure, *, large: bool = False, is_training: bool = False
    ) -> None:
        self.width, self.large, self.is_training = width, large, is_training
        self._measure = measure
        self._shapes: list[Shape] = []

    @property
    def edge(self) -> float:
        """Where the left edge is: behind the frame while people practise."""
        return theme.TRAINING_FRAME if self.is_training else 0.0

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - theme.MARGIN

    def drawing(self) -> Drawing:
        """Return what was drawn."""
        return Drawing(tuple(self._shapes))

    def size(self, token: float) -> float:
        """Return the size that words of this token are written in."""
        return theme.LARGER.get(token, token) if self.large else token

    def leading(self, token: float) -> float:
        """Return the distance between lines of this token."""
        return theme.LEADING[self.size(token)]

    def baseline(self, middle: float, token: float) -> float:
        """Return where words of this token stand so that their capitals are around `middle`."""
        return middle + theme.CAPITAL * self.size(token) / 2

    def pair(self, top: float, height: float, first: float, second: float) -> tuple[float, float]:
        """Return the baselines of two lines in the middle of so much room."""
        between = self.leading(second) + 2
        capitals = theme.CAPITAL * self.size(first)
        upper = top + (height - capitals - between) / 2 + capitals
        return upper, upper + between

    def width_of(self, words: Words, size: float, *, bold: bool = False) -> float:
        """Return how wide words are."""
        return runs_width(as_runs(words, bold=bold), self.size(size), self._measure)

    def least_width_of(self, words: Words, *, bold: bool = False) -> float:
        """Return how wide words are in the smallest size, also where letters are large."""
        return runs_width(as_runs(words, bold=bold), theme.NOTE, self._measure)

    def fill(self, box: Box, colour: str, *, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self._shapes.append(Fill(box=box, colour=colour, radius=radius))

    def outlined(self, box: Box, outline: str, ground: str, *, thickness: float) -> None:
        """Fill a panel with an outline; nothing to press."""
        self.fill(box, outline, radius=theme.RADIUS)
        self.fill(box.inside(thickness), ground, radius=theme.RADIUS - thickness)

    def icon(self, icon: Icon, x: float, middle: float, *, height: float) -> Box:
        """Draw an icon: its left edge at `x`, its middle at the height `middle`."""
        mark = _mark(icon, x, middle, height)
        self._shapes.append(mark)
        return mark.box

    def sight(self, box: Box) -> None:
        """Leave the camera's picture its place."""
        self._shapes.append(Sight(box=box))

    def code(self, text: str, box: Box) -> None:
        """Draw a QR code as large as the box allows, in its middle."""
        self._shapes.append(Code(box=box, text=text))

    def text(  # noqa: PLR0913 - words, their place, and how they look
        self,
        words: Words,
        x: float,
        baseline: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = theme.INK,
        align: Align = "left",
        room: float | None = None,
        shrink: bool = False,
        is_short: bool = False,
    ) -> Text:
        """Write one line at, around or up to `x`.

        What is wider than `room` is shortened; with `shrink` it is written smaller first.
        `is_short`: what the words say was shortened before.
        """
        runs = as_runs(words, bold=bold)
        room = self._room(x, align) if room is None else room
        place = Text(x=x, baseline=baseline, size=self.size(size), colour=colour, room=room)
        text = set_line(runs, place, align, self._measure)
        while text.cut and shrink and text.size > theme.NOTE:
            smaller = max(step for step in theme.LEADING if step < text.size)
            text = set_line(runs, replace(place, size=smaller), align, self._measure)
        text = replace(text, cut=text.cut or is_short)
        self._shapes.append(text)
        return text

    def paragraph(  # noqa: PLR0913 - words, their place, and how they look
        self,
        words: Words,
        x: float,
        baseline: float,
        size: float,
        *,
        room: float,
        lines: int = 2,
        bold: bool = False,
        colour: str = theme.INK,
    ) -> float:
        """Write at most so many lines; return the baseline below them."""
        for line in self.broken(as_runs(words, bold=bold), size, room=room, lines=lines):
            self.text(line, x, baseline, size, colour=colour, room=room)
            baseline += self.leading(size)
        return baseline

    def lines_of(self, words: Words, size: float, *, room: float, bold: bool = False) -> int:
        """Return how many lines words need."""
        return len(wrap(as_runs(words, bold=bold), self.size(size), room, self._measure))

    def broken(
        self, words: Words, size: float, *, room: float, lines: int
    ) -> tuple[tuple[Run, ...], ...]:
        """Break words into at most so many lines; what is too much stays in the last."""
        broken = wrap(as_runs(words, bold=False), self.size(size), room, self._measure)
        if len(broken) <= lines:
            return broken
        rest = tuple(run for line in broken[lines - 1 :] for run in (*line, Run(" ")))
        return (*broken[: lines - 1], rest[:-1])

    def balanced(self, words: Words, size: float, *, room: float) -> tuple[tuple[Run, ...], ...]:
        """Break words into one line if they fit, else into two of about the same length."""
        if self.width_of(words, size) <= room:
            return (as_runs(words, bold=False),)
        halves = in_two(as_runs(words, bold=False), self.size(size), self._measure)
        if all(self.width_of(half, size) <= room for half in halves):
            return halves
        return self.broken(words, size, room=room, lines=2)

    def button(  # noqa: PLR0913 - what it says, where it stands, how it looks
        self,
        words: str,
        box: Box,
        act: Act,
        *,
        kind: Kind = Kind.OUTLINED,
        detail: str = "",
        icon: Icon | None = None,
        group: str = "",
        align: Literal["left", "centre"] = "centre",
        takes_money: bool = False,
    ) -> Box:
        """Place something to press; return where it stands.

        `detail` stands below the words, smaller. With `icon` the words are its name and not drawn.
        """
        texts: tuple[Text, ...] = ()
        mark = None
        if icon:
            width, height = shape_of(icon)
            mark = _mark(icon, box.centre - width / 2, box.middle, height)
        elif detail or align == "left":
            texts = caption.with_detail(
                words, detail, box, self._measure, align=align, large=self.large
            )
        else:
            texts = caption.caption(words, box, kind, self._measure, large=self.large)
        self._shapes.append(
            Button(
                box=box,
                words=words,
                kind=kind,
                act=act,
                takes_money=takes_money,
                texts=texts,
                mark=mark,
                group=group,
            )
        )
        return box

    def _room(self, x: float, align: Align) -> float:
        left, right = x - theme.MARGIN, self.right - x
        return {"left": right, "centre": 2 * min(left, right), "right": left}[align]


def _mark(icon: Icon, x: float, middle: float, height: float) -> Mark:
    natural_width, natural_height = shape_of(icon)
    width = natural_width * height / natural_height
    return Mark(box=Box(x, middle - height / 2, width, height), icon=icon)


def as_runs(words: Words, *, bold: bool) -> tuple[Run, ...]:
    """Return plain words as one run, and runs as they are."""
    return (Run(words, bold),) if isinstance(words, str) else tuple(words)
