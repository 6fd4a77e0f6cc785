"""Money and time the way people here write them: 66.000 đ, 22/11/2026, 10:45."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PLACE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where the counter stands; stored times are UTC."""


def thousands(number: int) -> str:
    """Write a whole number with a dot between thousands.

    >>> thousands(66000)
    '66.000'
    >>> thousands(-1234567)
    '-1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def vnd(amount: int) -> str:
    """Write a sum of đồng.

    >>> vnd(66000)
    '66.000 đ'
    """
    return f"{thousands(amount)} đ"


def day(when: date) -> str:
    """Write a date; of a moment, the date it is here. Raises `ValueError` for a naive datetime.

    >>> day(date(2027, 8, 31))
    '31/08/2027'
    >>> day(datetime.fromisoformat("2026-11-22T18:30:00+00:00"))
    '23/11/2026'
    """
    here = _here(when) if isinstance(when, datetime) else when
    return f"{here.day:02d}/{here.month:02d}/{here.year:04d}"


def clock(moment: datetime) -> str:
    """Write the time of day it is here. Raises `ValueError` for a naive datetime.

    >>> clock(datetime.fromisoformat("2026-11-22T03:45:59+00:00"))
    '10:45'
    """
    return f"{_here(moment):%H:%M}"


def _here(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return moment.astimezone(PLACE)
