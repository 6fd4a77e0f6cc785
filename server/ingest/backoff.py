"""How long to wait before trying again."""

from random import SystemRandom

_RANDOM = SystemRandom()


class Backoff:
    """Full jitter: anything between nothing and a ceiling that doubles with each attempt.

    Many clients that failed together do not come back together.
    """

    def __init__(self, *, first: float = 1.0, most: float = 30.0) -> None:
        self._first, self._most = first, most
        self._ceiling = first

    def next(self) -> float:
        """Return the seconds to wait before the next attempt."""
        delay = _RANDOM.uniform(0.0, self._ceiling)
        self._ceiling = min(self._most, self._ceiling * 2)
        return delay

    def reset(self) -> None:
        """Begin again: an attempt has succeeded."""
        self._ceiling = self._first
