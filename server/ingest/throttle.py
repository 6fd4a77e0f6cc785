"""A limit for each terminal: one that floods must not keep the others waiting."""

import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

MAX_KNOWN = 20_000
"""Terminals whose bucket is remembered; a province has fewer."""


class Throttle:
    """Token buckets, one for each name: `burst` messages at once, `rate` a second for good."""

    def __init__(
        self, *, rate: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._dropped: Counter[str] = Counter()
        self._lock = Lock()

    def admits(self, name: str) -> bool:
        """Whether one more message of this sender is to be looked at; counts those that are not."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.get(name, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._rate)
            if left < 1.0:
                self._buckets[name] = (left, now)
                if name in self._dropped or len(self._dropped) < MAX_KNOWN:
                    self._dropped[name] += 1
                return False
            if name not in self._buckets and len(self._buckets) >= MAX_KNOWN:
                self._forget_the_idle(now)
            self._buckets[name] = (left - 1.0, now)
            return True

    def dropped(self) -> dict[str, int]:
        """Return how many messages of whom were not admitted since this was last asked."""
        with self._lock:
            found, self._dropped = self._dropped, Counter()
        return dict(found)

    def _forget_the_idle(self, now: float) -> None:
        """Forget whose bucket is full again; strangers' names all at once if that is no one."""
        full_after = self._burst / self._rate
        self._buckets = {
            name: bucket for name, bucket in self._buckets.items() if now - bucket[1] < full_after
        }
        if len(self._buckets) >= MAX_KNOWN:
            self._buckets.clear()
