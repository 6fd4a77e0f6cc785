"""Making words fit: measuring, breaking lines, shortening."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from device.ui.drawing import Run, Text
from device.ui.typeface import Measure

Align = Literal["left", "centre", "right"]
TAG_PADDING = 7.0
"""Between a tag's edge and its words, in u."""
_LEFT_OUT = "…"
_ROUNDING = 0.01
"""Lengths come from pixels and back."""
_TAIL = 9
"""Letters kept at the end: there stand strength and size, which must never be the ones to go."""


def runs_width(runs: Sequence[Run], size: float, measure: Measure) -> float:
    """Return how wide runs are one behind the other, in u."""
    return sum(
        measure(run.words, size, run.bold) + (2 * TAG_PADDING if run.ground else 0) for run in runs
    )


def wrap(
    runs: Sequence[Run], size: float, room: float, measure: Measure
) -> tuple[tuple[Run, ...], ...]:
    """Break runs into lines between words. A word wider than the room gets a line of its own."""
    lines: list[list[Run]] = [[]]
    for piece in _pieces(runs):
        fresh = replace(piece, words=piece.words.lstrip())
        if lines[-1] and runs_width(_joined([*lines[-1], _bare(piece)]), size, measure) > room:
            lines.append([fresh])
        else:
            lines[-1].append(piece if lines[-1] else fresh)
    return tuple(_joined(line) for line in lines)


def in_two(runs: Sequence[Run], size: float, measure: Measure) -> tuple[tuple[Run, ...], ...]:
    """Break runs in two where both lines come out shortest; a single word stays one line."""
    pieces = [piece for piece in _pieces(runs) if piece.words]

    def lines(at: int) -> tuple[tuple[Run, ...], ...]:
        second = replace(pieces[at], words=pieces[at].words.lstrip())
        return _joined([*pieces[: at - 1], _bare(pieces[at - 1])]), _joined(
            [second, *pieces[at + 1 :]]
        )

    def longest(at: int) -> float:
        return max(runs_width(line, size, measure) for line in lines(at))

    # A number with its full stop stays with the word behind it.
    breaks = [at for at in range(1, len(pieces)) if not pieces[at - 1].words.strip(" .").isdigit()]
    return lines(min(breaks, key=longest)) if breaks else (tuple(runs),)


def _pieces(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield word by word, each with the space before it."""
    for run in runs:
        if run.ground:
            yield run
            continue
        word = ""
        for letter in run.words:
            if letter == " " and word.strip():
                yield replace(run, words=word)
                word = ""
            word += letter
        yield replace(run, words=word)


def _bare(piece: Run) -> Run:
    return replace(piece, words=piece.words.rstrip())


def _joined(line: Sequence[Run]) -> tuple[Run, ...]:
    """Put words of one weight together again."""
    runs: list[Run] = []
    for piece in line:
        last = runs[-1] if runs else None
        if last and not piece.ground and replace(last, words=piece.words) == piece:
            runs[-1] = replace(last, words=last.words + piece.words)
        elif piece.words:
            runs.append(piece)
    return tuple(runs)


def cut_to(
    runs: Sequence[Run], size: float, room: float, measure: Measure
) -> tuple[tuple[Run, ...], bool]:
    """Return the runs, and whether the longest of them had to be shortened to fit the room."""
    if runs_width(runs, size, measure) <= room + _ROUNDING:
        return tuple(runs), False
    place, longest = max(enumerate(runs), key=lambda pair: len(pair[1].words))
    for shorter in shortened(longest.words):
        candidate = [*runs]
        candidate[place] = replace(longest, words=shorter)
        if runs_width(candidate, size, measure) <= room:
            return tuple(candidate), True
    return (Run(_LEFT_OUT, longest.bold),), True


def shortened(words: str) -> Iterator[str]:
    """Yield words with more and more left out before their end."""
    tail = words[-_TAIL:] if len(words) > 2 * _TAIL else ""
    head = words.removesuffix(tail) if tail else words
    for length in range(len(head) - 1, 0, -1):
        yield head[:length].rstrip() + _LEFT_OUT + tail.lstrip()


def set_line(runs: Sequence[Run], place: Text, align: Align, measure: Measure) -> Text:
    """Write runs at, around or up to a place, shortened where they have no room."""
    runs, cut = cut_to(runs, place.size, place.room, measure)
    width = runs_width(runs, place.size, measure)
    shift = {"left": 0.0, "centre": width / 2, "right": width}[align]
    return replace(place, runs=runs, x=place.x - shift, width=width, cut=cut)
