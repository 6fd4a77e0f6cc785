"""Deleting what has stayed long enough: for good, and with a line in the log (PDP-03, SEC-04)."""

from datetime import datetime

from server.accounts import audit
from server.accounts.audit import Action
from server.keeping.kinds import KINDS, Kept
from server.store.copying import erase
from server.store.database import rows, run, to_text, writing


def due(kind: Kept, now: datetime) -> int:
    """Return how many rows of a kind have stayed long enough."""
    of, asked = _of(kind, now)
    return int(rows(f"SELECT count(*) {of}", asked)[0][0])


def delete_due(now: datetime) -> dict[str, int]:
    """Delete what is due of every kind, each in a transaction; return how many rows by kind.

    Not within a transaction. Afterwards the bytes are gone from the database's files too, save
    those of backups, which go when the last backup of before goes.
    """
    gone: dict[str, int] = {}
    with erase({kind.table for kind in KINDS}):
        for kind in KINDS:
            with writing():
                gone[kind.name] = _delete(kind, now)
    return gone


def _delete(kind: Kept, now: datetime) -> int:
    count = due(kind, now)
    if count:
        of, asked = _of(kind, now)
        run(f"DELETE {of}", asked)
        audit.log(now, "console", Action.ACTED, f"retention: {kind.name}: {count} deleted")
    return count


def _of(kind: Kept, now: datetime) -> tuple[str, tuple[str, ...]]:
    wanted = [f"{kind.moment} < ?"] if kind.moment else []
    wanted += [kind.when] if kind.when else []
    asked = (to_text(now - kind.stays),) if kind.moment else ()
    return f"FROM {kind.table} WHERE {' AND '.join(wanted)}", asked
