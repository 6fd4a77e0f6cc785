"""From when on there are figures: nothing is compared with a time before them."""

from datetime import date

from server.store.database import rows


def is_covered(since: date) -> bool:
    """Whether there were figures of some outlet on this day already."""
    found = rows("SELECT min(day) FROM dayfigure")[0][0]
    return found is not None and found <= since.isoformat()
