"""Waiting times that grow, drawn at random so that a province does not reconnect at once."""

import random
from collections.abc import Callable


class Backoff:
    """Full jitter: anything between nought and a limit that doubles with each failure."""

    def __init__(
        self,
        *,
        first_seconds: float,
        most_seconds: float,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._first, self._most, self._draw = first_seconds, most_seconds, draw
        self._failures = 0

    def next_seconds(self) -> float:
        """Return how long to wait after one more failure. It never gives up."""
        limit = min(self._most, self._first * 2 ** min(self._failures, 30))
        self._failures += 1
        return self._draw(0.0, limit)

    def succeeded(self) -> None:
        """Begin again with short waits."""
        self._failures = 0
