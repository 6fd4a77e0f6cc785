"""A line as small as a word, without axes: where a figure comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 68, 22
_EDGE = 3.0


@dataclass(frozen=True, slots=True)
class Spark:
    """Points of a polyline within `WIDTH` by `HEIGHT`, and its last point."""

    points: str
    last: tuple[float, float]


def spark(values: Sequence[float | None]) -> Spark | None:
    """Draw values from left to right; None if fewer than two are known.

    >>> spark([1, 2]).points
    '3.0,19.0 65.0,3.0'
    """
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    wide, tall = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    points = [
        (
            round(_EDGE + wide * index / max(1, len(values) - 1), 1),
            round(HEIGHT - _EDGE - tall * ((value - low) / (high - low) if high > low else 0.5), 1),
        )
        for index, value in known
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in points), points[-1])
