"""Public holidays: days on which silence means nothing.

Bộ luật Lao động 45/2019/QH14, Điều 112. What the Government fixes anew each year (the days around
Tết, the day beside Quốc khánh, Giỗ Tổ by the lunar calendar) is one list: to be confirmed each
year when the holiday schedule is published. Of a year that nobody has confirmed, only days stand
here that any schedule has.
"""

from datetime import date

FIXED = ((1, 1), (30, 4), (1, 5), (2, 9))
"""Day and month: Tết Dương lịch, Chiến thắng, Quốc tế lao động, Quốc khánh."""

CONFIRMED: frozenset[int] = frozenset()
"""Years whose list below the department has compared with the published schedule: none yet."""

BY_YEAR: dict[int, tuple[date, ...]] = {
    2026: (
        date(2026, 2, 16),  # 29 tháng Chạp
        date(2026, 2, 17),  # mùng 1 Tết Bính Ngọ
        date(2026, 2, 18),
        date(2026, 2, 19),
        date(2026, 2, 20),
        date(2026, 4, 26),  # Giỗ Tổ Hùng Vương, 10 tháng Ba
        date(2026, 9, 1),
    ),
    2027: (
        date(2027, 2, 6),  # mùng 1 Tết Đinh Mùi
        date(2027, 2, 7),
        date(2027, 2, 8),
        date(2027, 4, 16),  # Giỗ Tổ Hùng Vương, 10 tháng Ba
    ),
}
"""By the lunar calendar in UTC+7."""


def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday, as far as it is known.

    >>> is_holiday(date(2026, 9, 2)), is_holiday(date(2026, 2, 17)), is_holiday(date(2026, 9, 3))
    (True, True, False)
    """
    return (day.day, day.month) in FIXED or day in BY_YEAR.get(day.year, ())


def is_confirmed(year: int) -> bool:
    """Whether somebody has compared this year with the published schedule."""
    return year in CONFIRMED
