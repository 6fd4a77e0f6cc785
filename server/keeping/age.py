"""Whether backups are still made, where they were ever made."""

from datetime import datetime, timedelta

from server.store import alarms
from server.store.alarms import Alarm, Finding
from server.store.database import from_text, reading, rows, writing

OLD_AFTER = timedelta(days=2)
"""One is made every night; one night may be missed."""
EVERY_SECONDS = 900.0


def newest() -> datetime | None:
    """Return when the newest backup was made; None: there was never one."""
    found = rows("SELECT max(made_at) FROM backuptaken")[0][0]
    return from_text(found) if found else None


def look(now: datetime) -> None:
    """Raise the alarm that backups have stopped, or close it; raise `StoreUnavailableError`."""
    with reading():
        made_at = newest()
    found = []
    if made_at is not None and now - made_at > OLD_AFTER:
        found.append(Alarm(Finding.BACKUP_OLD, detail=f"{(now - made_at).days} d"))
    with writing():
        alarms.keep(found, (Finding.BACKUP_OLD,), now, rest=timedelta(0))
