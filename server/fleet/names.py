"""What places are called today."""

from datetime import datetime

from server.fleet.opening import HERE
from server.reference import places


def place_names(now: datetime) -> dict[str, str]:
    """Return the names of areas and communes, by "area:CODE" and "commune:CODE"."""
    today = now.astimezone(HERE).date()
    areas = {f"area:{code}": area.name for code, area in places.areas().items()}
    communes = {f"commune:{code}": one.name for code, one in places.communes(today).items()}
    return areas | communes
