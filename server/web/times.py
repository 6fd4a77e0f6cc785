"""Times, spans and amounts, as people here read them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from words import _

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Return when the day of a moment begins and ends in Việt Nam."""
    begins = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins, begins + timedelta(days=1)


def moment(at: datetime, now: datetime) -> str:
    """Return a moment: the hour if it is today, else with its day.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
    >>> moment(now, now), moment(datetime(2026, 11, 20, 1, 37, tzinfo=UTC), now)
    ('10:41', '20/11 08:37')
    """
    local, today = _local(at), now.astimezone(HERE)
    if local.date() == today.date():
        return local.strftime("%H:%M")
    return local.strftime("%d/%m %H:%M" if local.year == today.year else "%d/%m/%Y %H:%M")


def full_moment(at: datetime) -> str:
    """Return a moment with its whole date."""
    return _local(at).strftime("%H:%M, %d/%m/%Y")


def span(length: timedelta) -> tuple[str, str]:
    """Return a span in its two largest units; the second may be empty.

    >>> span(timedelta(days=3, hours=2, minutes=9)), span(timedelta(minutes=9))
    (('3 ngày', '2 giờ'), ('9 phút', ''))
    """
    whole = max(0, int(length.total_seconds() // 60))
    days, hours, minutes = whole // 1440, whole // 60 % 24, whole % 60
    if days:
        return _("{n} ngày").format(n=days), _("{n} giờ").format(n=hours)
    if hours:
        return _("{n} giờ").format(n=hours), _("{n} phút").format(n=minutes)
    return _("{n} phút").format(n=minutes), ""


def grouped(number: int) -> str:
    """Return a number with its thousands apart.

    >>> grouped(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def _local(at: datetime) -> datetime:
    """Return a moment here; the last hours of the calendar, which a terminal may name, as it is."""
    try:
        return at.astimezone(HERE)
    except OverflowError:
        return at
