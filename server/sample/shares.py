"""How often an outlet sells without prescription: by chance, but an honest one never too often."""

from math import sqrt
from random import Random

from server.reference.outlets import OutletKind

ANTIBIOTICS: dict[OutletKind, float] = {"NT": 0.12, "QT": 0.14, "TT": 0.08}
"""Share of antibiotics that outlets sell without prescription."""
OTHERS: dict[OutletKind, float] = {"NT": 0.09, "QT": 0.11, "TT": 0.07}
"""The same, of other prescription-only drugs."""
_MEAN = 0.8
"""What honest outlets come to in the middle, against the shares above."""
_MOST_SPREAD = 1.4
"""Standard deviations that an honest outlet stays within, week by week: the limit beyond which
outlets are named lies at three."""
_RISING_DAYS = 56
"""So long before the end an offender begins."""


class Share:
    """Decides, sale by sale, whether there is a prescription."""

    def __init__(self, usual: float, peak: float, luck: Random, *, own: float) -> None:
        self._usual, self._peak, self._luck = usual, peak, luck
        self._own = usual * own
        self._mean = usual * _MEAN
        self._sold = self._without = 0

    def new_week(self) -> None:
        """Count from nothing."""
        self._sold = self._without = 0

    def is_without(self, days_left: int) -> bool:
        """Whether the next sale goes without."""
        self._sold += 1
        without = self._offends(days_left) if self._peak else self._happens()
        self._without += without
        return without

    def _offends(self, days_left: int) -> bool:
        """Keep to a share that rises week by week."""
        risen = max(0.0, min(1.0, 1.25 - days_left / _RISING_DAYS))
        target = self._usual + (self._peak - self._usual) * risen
        return self._without + 1 <= target * self._sold + 0.5

    def _happens(self) -> bool:
        """Let chance decide, within what chance may do in a week without being noticed."""
        if self._luck.random() >= self._own:
            return False
        spread = sqrt(self._mean * (1 - self._mean) * self._sold)
        return self._without < 1 + int(self._mean * self._sold + _MOST_SPREAD * spread)
