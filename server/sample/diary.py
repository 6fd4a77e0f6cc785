"""When a counter is busy: seasons, weekdays, market days, hours."""

from datetime import date, time
from math import cos, pi

_WEEKDAYS = (1.0, 0.98, 0.97, 1.0, 1.04, 1.1, 0.91)
_HOURS = (
    0, 0, 0, 0, 0, 0, 5, 9, 10, 9, 8, 6, 3, 3, 5, 6, 8, 10, 11, 10, 7, 4, 2, 0,
)  # fmt: skip
"""How busy each hour of the day is."""
_MARKET_EVERY = 5
_SLOTS = 256


def busy(day: date, market: int) -> float:
    """Return how busy a day is against an ordinary one; a market is held every fifth day."""
    held = (day.toordinal() + market) % _MARKET_EVERY == 0
    return _WEEKDAYS[day.weekday()] * (1.16 if held else 0.96)


def cold(day: date) -> float:
    """Return how much more antibiotics are asked for: most in January, least in July."""
    return 1 + 0.3 * cos(2 * pi * (day.timetuple().tm_yday - 15) / 365)


def hours_of(opens: time, closes: time) -> list[float]:
    """Return seconds of the day between which equally much is sold."""
    first, last = opens.hour * 3600 + 180, closes.hour * 3600 - 180
    steps = range(first, last, 60)
    weights = [_HOURS[second // 3600] for second in steps]
    whole, reached = sum(weights), 0.0
    found: list[float] = []
    for second, weight in zip(steps, weights, strict=True):
        reached += weight * _SLOTS / whole
        while len(found) < reached:
            found.append(float(second))
    return [*found[:_SLOTS], float(last)]
