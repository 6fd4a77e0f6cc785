"""A button's words: as large as its kind wants, and broken or smaller where they have no room."""

from collections.abc import Iterator
from dataclasses import replace

from device.ui import theme
from device.ui.drawing import Box, Kind, Run, Text
from device.ui.fitting import Align, in_two, set_line
from device.ui.typeface import Measure

PADDING = 8.0
_LEFT_PADDING = 14.0
_AIR = 8.0
"""Between two lines and a button's edges."""
_COLOUR = {Kind.PRIMARY: theme.PAPER, Kind.REMOVE: theme.BLOCK}
_SIZE = {
    Kind.PRIMARY: theme.STRONG,
    Kind.DIGIT: theme.DIGIT,
    Kind.LETTER: theme.LETTER,
    Kind.TILE: theme.BENCH_NOTE,
}
_PLAIN = {Kind.LETTER, Kind.TILE}
"""Kinds whose words are not bold."""


def caption(words: str, box: Box, kind: Kind, measure: Measure, *, large: bool) -> tuple[Text, ...]:
    """Set a button's words in one line if they fit, else in two, else smaller."""
    run = Run(words, kind not in _PLAIN)
    room = box.width - 2 * PADDING
    place = Text(x=box.centre, baseline=0, size=0, colour=_COLOUR.get(kind, theme.INK), room=room)
    texts: tuple[Text, ...] = ()
    for size, lines in _tries(kind, box, large=large):
        broken = ((run,),) if lines == 1 else in_two((run,), size, measure)
        leading = theme.LEADING[size]
        first = box.middle + theme.CAPITAL * size / 2 - leading * (len(broken) - 1) / 2
        texts = tuple(
            set_line(
                line, replace(place, size=size, baseline=first + at * leading), "centre", measure
            )
            for at, line in enumerate(broken)
        )
        if not any(text.cut for text in texts):
            break
    return texts


def _tries(kind: Kind, box: Box, *, large: bool) -> Iterator[tuple[float, int]]:
    """Yield sizes and numbers of lines, what is wanted most first."""
    plain = _SIZE.get(kind, theme.BODY)
    stacked = min(plain, theme.STACKED)
    one_line = {plain, theme.LARGER.get(plain, plain) if large else plain, min(plain, theme.NOTE)}
    two_lines = {stacked, min(plain, theme.NOTE)}
    if large or box.height >= theme.REASON_BUTTON:
        two_lines |= one_line | {theme.LARGER.get(stacked, stacked) if large else stacked}
    for size in sorted(one_line | two_lines, reverse=True):
        if size in one_line:
            yield size, 1
        if size in two_lines and 2 * theme.LEADING[size] + _AIR <= box.height:
            yield size, 2


def with_detail(
    words: str,
    detail: str,
    box: Box,
    measure: Measure,
    *,
    align: Align,
    large: bool,
) -> tuple[Text, ...]:
    """Set words and, below and smaller, a detail."""
    first, second = (theme.LARGER[token] if large else token for token in (theme.BODY, theme.NOTE))
    between = theme.LEADING[second] - 1
    if between + theme.CAPITAL * first + _AIR > box.height - 2 * _AIR:
        first, second, between = theme.BODY, theme.NOTE, theme.LEADING[theme.NOTE] - 1
    upper = box.middle + (theme.CAPITAL * first - between) / 2
    padding = _LEFT_PADDING if align == "left" else PADDING
    x = box.x + padding if align == "left" else box.centre
    room = box.width - 2 * padding
    place = Text(x=x, baseline=upper, size=first, colour=theme.INK, room=room)
    name = _shrunk((Run(words, bold=True),), place, align, measure)
    if not detail:
        middle = box.middle + theme.CAPITAL * name.size / 2
        return (replace(name, baseline=middle),)
    below = replace(place, baseline=upper + between, size=second)
    return name, _shrunk((Run(detail),), below, align, measure)


def _shrunk(runs: tuple[Run, ...], place: Text, align: Align, measure: Measure) -> Text:
    text = set_line(runs, place, align, measure)
    if text.cut and place.size > theme.NOTE:
        smaller = max(step for step in theme.LEADING if step < place.size)
        return _shrunk(runs, replace(place, size=smaller), align, measure)
    return text
