"""From when on there are figures: nothing is compared with a time before them."""

from datetime import date

from server.store.database import rows


def is_covered(since: date) -> bool:
    """Whether there were figures of some outlet on this day already.

    What a clock said that nobody had set is no beginning.
    """
    found = rows("SELECT min(day) FROM dayfigure WHERE sales > untrusted")[0][0]
    return found is not None and found <= since.isoformat()
