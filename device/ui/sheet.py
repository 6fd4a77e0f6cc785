"""A sheet that a screen is drawn on: it places words and collects shapes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from device.ui import theme
from device.ui.drawing import Act, Box, Button, Drawing, Fill, Kind, Mark, Run, Shape, Sight, Text
from device.ui.fitting import cut_to, in_two, runs_width, wrap
from device.ui.icons import Icon, shape_of
from device.ui.typeface import Measure

Words = str | Sequence[Run]
Align = Literal["left", "centre", "right"]
_BUTTON_PADDING = 8.0
_WORD_COLOUR = {
    Kind.PRIMARY: theme.PAPER,
    Kind.OUTLINED: theme.INK,
    Kind.REMOVE: theme.BLOCK,
    Kind.TILE: theme.INK,
}


class Sheet:
    """Takes what a screen wants drawn, in u from the top left corner."""

    def __init__(self, width: float, measure: Measure) -> None:
        self.width, self._measure = width, measure
        self._shapes: list[Shape] = []

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - theme.MARGIN

    def drawing(self) -> Drawing:
        """Return what was drawn."""
        return Drawing(tuple(self._shapes))

    def width_of(self, words: Words, size: float, *, bold: bool = False) -> float:
        """Return how wide words are."""
        return runs_width(as_runs(words, bold=bold), size, self._measure)

    def fill(self, box: Box, colour: str, *, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self._shapes.append(Fill(box=box, colour=colour, radius=radius))

    def icon(self, icon: Icon, x: float, middle: float, *, height: float) -> Box:
        """Draw an icon: its left edge at `x`, its middle at the height `middle`."""
        natural_width, natural_height = shape_of(icon)
        width = natural_width * height / natural_height
        box = Box(x, middle - height / 2, width, height)
        self._shapes.append(Mark(box=box, icon=icon))
        return box

    def sight(self, box: Box) -> None:
        """Leave the camera's picture its place."""
        self._shapes.append(Sight(box=box))

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
    ) -> Text:
        """Write one line at, around or up to `x`.

        What is wider than `room` is shortened; with `shrink` it is written smaller first.
        """
        runs = as_runs(words, bold=bold)
        room = self._room(x, align) if room is None else room
        place = Text(x=x, baseline=baseline, size=size, colour=colour, room=room)
        text = self._line(runs, place, align)
        while text.cut and shrink and text.size > theme.NOTE:
            smaller = max(step for step in theme.LEADING if step < text.size)
            text = self._line(runs, replace(place, size=smaller), align)
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
        broken = wrap(as_runs(words, bold=bold), size, room, self._measure)
        if len(broken) > lines:
            rest = tuple(run for line in broken[lines - 1 :] for run in (*line, Run(" ")))
            broken = (*broken[: lines - 1], rest[:-1])
        for line in broken:
            self.text(line, x, baseline, size, colour=colour, room=room)
            baseline += theme.LEADING[size]
        return baseline

    def two_lines(
        self, words: Words, middle: float, baseline: float, size: float, *, room: float
    ) -> None:
        """Write two lines around `middle`, broken where both come out shortest."""
        for line in in_two(as_runs(words, bold=False), size, self._measure):
            self.text(line, middle, baseline, size, align="centre", room=room)
            baseline += theme.LEADING[size]

    def button(
        self,
        words: str,
        box: Box,
        act: Act,
        *,
        kind: Kind = Kind.OUTLINED,
        takes_money: bool = False,
    ) -> None:
        """Place something to press."""
        texts = self._caption(words, box, kind)
        self._shapes.append(
            Button(box=box, words=words, kind=kind, act=act, takes_money=takes_money, texts=texts)
        )

    def _caption(self, words: str, box: Box, kind: Kind) -> tuple[Text, ...]:
        """A button's words: in one line if they fit, else in two smaller ones."""
        room = box.width - 2 * _BUTTON_PADDING
        one_line = {Kind.PRIMARY: theme.STRONG, Kind.TILE: theme.BENCH_NOTE}.get(kind, theme.BODY)
        stacked = min(one_line, theme.STACKED)
        bold = kind is not Kind.TILE
        size, lines = one_line, wrap((Run(words, bold),), one_line, room, self._measure)
        if len(lines) > 1:
            size, lines = stacked, in_two((Run(words, bold),), stacked, self._measure)
        leading = theme.LEADING[size]
        middle = box.y + box.height / 2 + theme.CAPITAL * size / 2
        first = middle - leading * (len(lines) - 1) / 2
        place = Text(
            x=box.x + box.width / 2, baseline=first, size=size, colour=_WORD_COLOUR[kind], room=room
        )
        return tuple(
            self._line(line, replace(place, baseline=first + number * leading), "centre")
            for number, line in enumerate(lines)
        )

    def _line(self, runs: Sequence[Run], place: Text, align: Align) -> Text:
        runs, cut = cut_to(runs, place.size, place.room, self._measure)
        width = runs_width(runs, place.size, self._measure)
        shift = {"left": 0.0, "centre": width / 2, "right": width}[align]
        return replace(place, runs=runs, x=place.x - shift, width=width, cut=cut)

    def _room(self, x: float, align: Align) -> float:
        left, right = x - theme.MARGIN, self.right - x
        return {"left": right, "centre": 2 * min(left, right), "right": left}[align]


def as_runs(words: Words, *, bold: bool) -> tuple[Run, ...]:
    """Return plain words as one run, and runs as they are."""
    return (Run(words, bold),) if isinstance(words, str) else tuple(words)
