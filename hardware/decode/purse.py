"""A budget of processor time: saved by quick frames, spent on a better look."""

from collections.abc import Hashable

_FIRST_GUESS = 2.2
"""A thorough read against a quick one, until it has been measured."""
_MOST_FRAMES = 10.0
"""Savings of so many frames are kept."""
_WEIGHT = 0.3
"""Of the newest measurement in an average."""


class Purse:
    """Counts in thorough reads by zxing-cpp, so that it holds on any machine and frame size."""

    def __init__(self, allowance: float) -> None:
        """`allowance`: what a frame may cost on average, in thorough reads."""
        self._allowance = allowance
        self._thorough = 0.0
        self._saved = 0.0
        self._costs: dict[Hashable, float] = {}

    def quick_read(self, seconds: float) -> None:
        """Take in a frame's allowance, and pay for the quick look that every frame gets."""
        if not self._thorough:
            self._thorough = _FIRST_GUESS * seconds
        income = self._allowance * self._thorough
        self._saved = min(self._saved + income - seconds, _MOST_FRAMES * income)

    def can_pay(self, look: Hashable) -> bool:
        """Whether there is enough for a look; one that was never tried is tried once."""
        return self._saved >= self._costs.get(look, 0.0)

    def paid(self, look: Hashable, seconds: float) -> None:
        """Pay for a look, and remember what it costs."""
        self._saved -= seconds
        before = self._costs.get(look, seconds)
        self._costs[look] = before + _WEIGHT * (seconds - before)

    def thorough_read(self, seconds: float) -> None:
        """Learn what a thorough read costs on this machine and with these frames."""
        before = self._thorough or seconds
        self._thorough = before + _WEIGHT * (seconds - before)
