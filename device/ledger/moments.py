"""Days and moments that no hash protects: what a worn card has made of one is no day at all."""

from datetime import date, datetime


def read_moment(text: object) -> datetime | None:
    """Return a stored moment, or None where there is none or it cannot be read."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def read_day(text: object) -> date | None:
    """Return a stored day, or None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
