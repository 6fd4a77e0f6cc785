"""When nobody is disturbed: the shop is closed, and nothing is in hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time as time_of_day

from device.clock import HERE, Clock
from device.health import CounterHealth

IDLE_SECONDS = 10 * 60.0
"""So long nothing was in hand, within the hours in which the shop is closed."""
LONG_IDLE_SECONDS = 5 * 3600.0
"""Where the clock cannot be believed, nobody knows the hour: then it takes a night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Tells whether the terminal may be restarted now."""

    hours: str
    """Such as "21:30-05:00", by the clock at the counter."""
    clock: Clock
    is_clock_trusted: Callable[[], bool]
    health: Callable[[], CounterHealth | None]
    """What the screen says; None: it is gone, and nobody sells at it."""
    monotonic: Callable[[], float]

    def is_now(self) -> bool:
        """Whether it may be now."""
        seen = self.health()
        if not self.is_clock_trusted():
            return seen is not None and self._idle_seconds(seen) >= LONG_IDLE_SECONDS
        if not self.is_closing_time():
            return False
        return seen is None or self._idle_seconds(seen) >= IDLE_SECONDS

    def is_idle(self) -> bool:
        """Whether nothing is in hand at the counter, whatever the hour."""
        seen = self.health()
        return seen is None or seen.idle_since is not None

    def is_closing_time(self) -> bool:
        """Whether the shop is closed by the clock; nobody knows where that cannot be believed."""
        if not self.is_clock_trusted():
            return False
        begin, end = (time_of_day.fromisoformat(text) for text in self.hours.split("-"))
        now = self.clock().astimezone(HERE).time()
        if begin <= end:
            return begin <= now < end
        return now >= begin or now < end

    def _idle_seconds(self, seen: CounterHealth) -> float:
        return self.monotonic() - seen.idle_since if seen.idle_since is not None else 0.0
