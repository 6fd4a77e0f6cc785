"""A breaker: what failed again and again is left alone for a while, so that nobody waits for it."""

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
"""In a row, until nobody is let through."""
REST_SECONDS = 15.0
"""Until one is let through to try."""


class Breaker:
    """Counts what fails. May be used from several threads."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._rest, self._monotonic = failures, rest_seconds, monotonic
        self._failed = 0
        self._closed_until = 0.0
        self._lock = Lock()

    def admits(self) -> bool:
        """Whether one may try now. After a rest one is let through, and the others wait for it."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._rest
            return True

    def succeeded(self) -> None:
        """Note that it answered."""
        with self._lock:
            self._failed = 0

    def failed(self, rest_seconds: float = 0.0) -> None:
        """Note that it did not; `rest_seconds`: how long it wishes to be left alone."""
        with self._lock:
            self._failed = self._most if rest_seconds else self._failed + 1
            rest = max(self._rest, min(rest_seconds, 600.0))
            self._closed_until = self._monotonic() + rest
