"""Dates that are typed as digits."""

from calendar import monthrange
from datetime import date

_YEARS = range(1900, 2100)
_DAY_DIGITS, _MONTH_DIGITS = 8, 6


def read_date(digits: str, *, may_be_month: bool = False) -> date | None:
    """Read ddmmyyyy; with `may_be_month` also mmyyyy, which means the end of that month.

    As on packs, where an expiry of a month lasts until its last day. None where it is no date.

    >>> read_date("31012027"), read_date("022028", may_be_month=True)
    (datetime.date(2027, 1, 31), datetime.date(2028, 2, 29))
    """
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == _MONTH_DIGITS and may_be_month:
        return _last_day(int(digits[:2]), int(digits[2:]))
    if len(digits) != _DAY_DIGITS:
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(month: int, year: int) -> date | None:
    if year not in _YEARS or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    return date(year, month, monthrange(year, month)[1])
