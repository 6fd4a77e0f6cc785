"""Periods as they stand in an address: "7-ngay", "12-tuan", "2026-T47", or two days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from server.web.formats import short_day
from words import _

USUAL = ("7-ngay", "30-ngay", "90-ngay", "12-tuan")
MOST_DAYS = 3660
ALL = "3650-ngay"
"""Everything that the province knows: it is not older than ten years."""
_FIRST_YEAR = 2000
_DAYS = re.compile(r"([1-9][0-9]{0,3})-ngay")
_WEEKS = re.compile(r"([1-9][0-9]{0,2})-tuan")
_WEEK = re.compile(r"(20[0-9]{2})-T([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `since` to `until`, the last included."""

    name: str
    """As in the address; empty for two days of one's own."""
    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def before(self) -> "Period":
        """As many days right before it: what changes are told against."""
        step = timedelta(days=self.days)
        return Period(name="", since=self.since - step, until=self.until - step)


def read_period(name: str, today: date) -> Period:
    """Return the period of this name on a day; raise `ValueError`."""
    if found := _DAYS.fullmatch(name):
        return _last(name, int(found[1]), today)
    if found := _WEEKS.fullmatch(name):
        # Whole weeks and the days of the one that has begun.
        monday = today - timedelta(days=today.weekday())
        since = monday - timedelta(weeks=int(found[1]) - 1)
        return _checked(Period(name=name, since=since, until=today))
    if found := _WEEK.fullmatch(name):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Period(name=name, since=monday, until=monday + timedelta(days=6))
    raise ValueError(name)


def between(since: date, until: date) -> Period:
    """Return a period from two days; raise `ValueError`."""
    return _checked(Period(name="", since=since, until=until))


def title(period: Period) -> str:
    """Say a period in a few words."""
    if period.name == ALL:
        return _("từ đầu đến {day}").format(day=short_day(period.until))
    if found := _DAYS.fullmatch(period.name):
        return _("{n} ngày, đến {day}").format(n=found[1], day=short_day(period.until))
    if found := _WEEKS.fullmatch(period.name):
        return _("{n} tuần, đến tuần {week}").format(
            n=found[1], week=period.until.isocalendar().week
        )
    if _WEEK.fullmatch(period.name):
        return _("Tuần {week}").format(week=period.since.isocalendar().week)
    return _("{since} đến {until}").format(
        since=period.since.strftime("%d/%m/%Y"), until=period.until.strftime("%d/%m/%Y")
    )


def last_weeks(today: date, count: int = 4) -> tuple[str, ...]:
    """Return the names of the last finished weeks, the latest first."""
    monday = today - timedelta(days=today.weekday())
    weeks = ((monday - timedelta(weeks=n)).isocalendar() for n in range(1, count + 1))
    return tuple(f"{found.year}-T{found.week:02}" for found in weeks)


def _last(name: str, days: int, today: date) -> Period:
    return _checked(Period(name=name, since=today - timedelta(days=days - 1), until=today))


def _checked(period: Period) -> Period:
    # Days around these are reckoned with, such as the weeks before and after.
    is_of_now = period.since.year >= _FIRST_YEAR and period.until.year < _FIRST_YEAR + 100
    if not 1 <= period.days <= MOST_DAYS or not is_of_now:
        raise ValueError(period.name)
    return period
