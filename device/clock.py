"""The terminal's clock: handed in, so that whoever needs another time hands in another."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns the time now, in UTC, without fractions of a second."""

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def system_clock() -> datetime:
    """Return the computer's time."""
    return datetime.now(UTC).replace(microsecond=0)


def local_day(moment: datetime) -> date:
    """Return the day at the counter: an expiry date is a day in Việt Nam, not in UTC."""
    return moment.astimezone(HERE).date()
