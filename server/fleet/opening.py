"""An outlet's own opening hours, and how long it has been open since a moment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from server.fleet.holidays import is_holiday

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_A_DAY = timedelta(days=1)
_FARTHEST_DAYS = 60
"""Somebody who opens on none of so many days opens never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When an outlet is open. Lunch is open time; a night that ends the next morning is one."""

    opens: time = time(7)
    closes: time = time(21)
    """At or before `opens`: on the day after."""
    closed_weekdays: frozenset[int] = frozenset()
    """0: Monday. A night belongs to the day on which it began."""

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """Return from when until when it is open on a day; None if it is not."""
        if day.weekday() in self.closed_weekdays or is_holiday(day):
            return None
        begins = datetime.combine(day, self.opens, HERE)
        ends = datetime.combine(day, self.closes, HERE)
        return begins, ends if ends > begins else ends + _A_DAY

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at a moment."""
        today = at.astimezone(HERE).date()
        hours = (self.on(today - _A_DAY), self.on(today))
        return any(one is not None and one[0] <= at < one[1] for one in hours)

    def after(self, since: datetime, length: timedelta) -> datetime | None:
        """Return when it will have been open for so long since a moment; None: never."""
        day = since.astimezone(HERE).date() - _A_DAY
        left = length
        for number in range(_FARTHEST_DAYS):
            hours = self.on(day + number * _A_DAY)
            if hours is None or hours[1] <= since:
                continue
            begins = max(hours[0], since)
            if hours[1] - begins >= left:
                return begins + left
            left -= hours[1] - begins
        return None


@lru_cache(maxsize=1024)
def opening(opens: str, closes: str, closed_weekdays: str) -> Opening:
    """Return opening hours as the list of outlets stores them ("07:00", "21:00", "56").

    What cannot be read counts as the usual hours: silence is judged, rather than not at all.

    >>> opening("07:30", "20:00", "6").closes
    datetime.time(20, 0)
    """
    usual = Opening()
    return Opening(
        opens=_time(opens, usual.opens),
        closes=_time(closes, usual.closes),
        closed_weekdays=frozenset(int(one) for one in closed_weekdays if one in "0123456"),
    )


def _time(text: str, usual: time) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return usual
