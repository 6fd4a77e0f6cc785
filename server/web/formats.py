"""Numbers, shares, money and days as the reader writes them: 1.234 and 90,4 % or 1,234 and 90.4 %.

"–" is not known; "0" is nought.
"""

from datetime import date, datetime, timedelta

from server.web import times
from words import language

UNKNOWN = "–"
_VIETNAMESE = str.maketrans(",.", ".,")


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with its thousands apart.

    >>> number(1234567), number(2.5, 1), number(None)
    ('1.234.567', '2,5', '–')
    """
    if value is None:
        return UNKNOWN
    text = f"{value:,.{decimals}f}"
    return text.translate(_VIETNAMESE) if language() == "vi" else text


def share(part: float | None) -> str:
    """Return a share of one with one decimal.

    >>> share(0.898), share(None)
    ('89,8 %', '–')
    """
    return UNKNOWN if part is None else f"{number(part * 100, 1)} %"


def money(vnd: int | None) -> str:
    """Return an amount of đồng.

    >>> money(12500)
    '12.500 đ'
    """
    return UNKNOWN if vnd is None else f"{number(vnd)} đ"


def day(value: date | None) -> str:
    """Return a day.

    >>> day(date(2026, 11, 3))
    '03/11/2026'
    """
    return UNKNOWN if value is None else value.strftime("%d/%m/%Y")


def short_day(value: date | None) -> str:
    """Return a day of this year or the next.

    >>> short_day(date(2026, 11, 3))
    '03/11'
    """
    return UNKNOWN if value is None else value.strftime("%d/%m")


def moment(value: datetime | None, now: datetime) -> str:
    """Return a moment: its hour if it is today."""
    return UNKNOWN if value is None else times.moment(value, now)


def span(value: timedelta | None) -> str:
    """Return a length of time in its two largest units.

    >>> span(timedelta(days=3, hours=2, minutes=5))
    '3 ngày 2 giờ'
    """
    return UNKNOWN if value is None else " ".join(times.span(value)).strip()


def week(value: date) -> str:
    """Return the ISO week of a day, as charts name it.

    >>> week(date(2026, 11, 23))
    'T48'
    """
    return ("T" if language() == "vi" else "W") + str(value.isocalendar().week)
