"""What is done as the power goes: pure, fed with what the supply says and the time."""

from collections import deque
from dataclasses import dataclass
from enum import Enum

from hardware.power.api import Power, Source
from hardware.power.settings import PowerSettings

SETTLE_SECONDS = 3.0
"""So long a reading must last before it counts: a UPS that switches over flickers, and a gauge
that wakes up can say zero once."""
DIM_SECONDS = 60.0
"""After so long on the battery the screen is dimmed: it is the greatest consumer there is."""
LAST_SALE_SECONDS = 180.0
"""A sale that is open may take so long before the terminal is switched off all the same."""


class Deed(Enum):
    """What the terminal is to do now."""

    NOTHING = "the mains is there, or nobody knows"
    TELL = "say that the battery carries"
    DIM = "say so, and dim the screen"
    END_AFTER_SALE = "begin no new sale; switch off after the one that is open"
    END_NOW = "switch off cleanly, now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do, and what to say of it."""

    deed: Deed = Deed.NOTHING
    source: Source = Source.UNKNOWN
    """As it has settled: a flicker changes nothing, and silence leaves what was known."""
    percent: int | None = None
    minutes_left: int | None = None
    is_weak: bool = False
    """Adapter or cable are bad: worth a word in the service screen, never a hindrance."""


class PowerWatch:
    """Follows the supply. Called from one thread every few seconds; its clock only grows."""

    def __init__(self, settings: PowerSettings) -> None:
        self._settings = settings
        self._source = Source.UNKNOWN
        self._changing = {source: _Lasting() for source in Source}
        self._low, self._empty = _Lasting(), _Lasting()
        self._low_charge, self._good_charge = _Lasting(), _Lasting()
        self._battery_since = 0.0
        # Minutes, and when they were so: of the last two the better, so one odd reading is none.
        self._held: deque[tuple[float, float]] = deque(maxlen=2)
        self._ending_since: float | None = None
        self._ends_by_clock = False

    def see(self, power: Power, now: float) -> Advice:
        """Return what to do. `now`: seconds of a monotonic clock."""
        self._settle(power.source, now)
        if self._source is not Source.BATTERY:
            self._ending_since = None
            return Advice(source=self._source, percent=power.percent, is_weak=bool(power.is_weak))
        left = self._minutes_left(power, now)
        return Advice(
            deed=self._deed(power.percent, left, now),
            source=self._source,
            percent=power.percent,
            minutes_left=max(0, round(left)) if left is not None else None,
            is_weak=bool(power.is_weak),
        )

    def _settle(self, told: Source, now: float) -> None:
        lasting = {
            source: watch.is_so(told is source, now) for source, watch in self._changing.items()
        }
        # A gauge that falls silent does not bring the mains back: what was known stays.
        if told in {self._source, Source.UNKNOWN} or not lasting[told]:
            return
        self._source = told
        if told is Source.BATTERY:
            self._battery_since = self._changing[told].since
            self._held.clear()
            self._held.append((self._settings.minutes, self._battery_since))

    def _minutes_left(self, power: Power, now: float) -> float | None:
        """Return what is told; in silence what was held last, less the time since."""
        if power.percent is not None:
            self._held.append((self._settings.minutes * power.percent / 100, now))
        elif power.minutes_left is not None:
            self._held.append((power.minutes_left, now))
        else:
            return max(minutes - (now - at) / 60 for minutes, at in self._held)
        return power.minutes_left

    def _deed(self, percent: int | None, left: float | None, now: float) -> Deed:
        if percent is not None:
            is_low = percent <= self._settings.low_percent
            is_empty = percent <= self._settings.empty_percent
        else:
            is_low = left is not None and left * 60 <= LAST_SALE_SECONDS
            is_empty = left is not None and left <= 0
        is_empty = self._empty.is_so(is_empty, now)
        self._follow_end(now, is_low=is_low, is_told=percent is not None)
        if self._ending_since is None:
            return Deed.DIM if now - self._battery_since >= DIM_SECONDS else Deed.TELL
        is_over = now - self._ending_since >= LAST_SALE_SECONDS
        return Deed.END_NOW if is_empty or is_over else Deed.END_AFTER_SALE

    def _follow_end(self, now: float, *, is_low: bool, is_told: bool) -> None:
        """Begin the end, or take one back that the clock alone began and a charge speaks against.

        What a charge began is not taken back by one that wavers, only by the mains.
        """
        is_charge_low = self._low_charge.is_so(is_told and is_low, now)
        is_charge_good = self._good_charge.is_so(is_told and not is_low, now)
        is_low = self._low.is_so(is_low, now)
        if self._ending_since is None and is_low:
            self._ending_since, self._ends_by_clock = now, True
        if is_charge_low:
            self._ends_by_clock = False
        elif is_charge_good and self._ends_by_clock:
            self._ending_since = None


class _Lasting:
    """Whether something has been so for a while: one odd reading is none."""

    def __init__(self) -> None:
        self.since = 0.0
        self._was = False

    def is_so(self, is_so: bool, now: float) -> bool:  # noqa: FBT001 - it is what it says
        if is_so and not self._was:
            self.since = now
        self._was = is_so
        return is_so and now - self.since >= SETTLE_SECONDS
