"""After a restore: what terminals are not told until a person has looked.

A backup knows no recall that was given after it was made. Terminals drop a recall that the
province does not name any more, so an old list would open batches that must stay closed.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from server.accounts import audit
from server.accounts.audit import Action
from server.keeping.manifest import Manifest
from server.store.database import from_text, rows, run, to_text

SENDING_AGAIN = timedelta(days=60)
"""So long after a restore terminals are asked for what is missing: 30 days without a network,
and as much again."""


class Restore(NamedTuple):
    """A time that the database came back from a backup."""

    at: datetime
    made_at: datetime
    is_released: bool


def came_back(made_at: datetime, now: datetime) -> None:
    """Note that the database is as it was at `made_at`: recalls are held from now on.

    Nobody is signed in any more: a session of the backup may have been ended since.
    """
    run(
        """
        INSERT INTO restored (at, made_at, released_at, released_by) VALUES (?, ?, NULL, NULL)
        ON CONFLICT (at) DO NOTHING
        """,
        (to_text(now), to_text(made_at)),
    )
    run("DELETE FROM websession")


def statements(said: Manifest, now: datetime) -> str:
    """Return the same for PostgreSQL's own programs, whatever version the tables have."""
    text = """
    CREATE TABLE IF NOT EXISTS restored (
        at TEXT COLLATE "C" NOT NULL PRIMARY KEY, made_at TEXT COLLATE "C" NOT NULL,
        released_at TEXT COLLATE "C", released_by TEXT COLLATE "C");
    """
    moments = f"'{to_text(now)}', '{to_text(said.made_at)}'"
    text += f"INSERT INTO restored VALUES ({moments}, NULL, NULL);"  # noqa: S608 - our own texts
    if "websession" in said.rows:
        text += "DELETE FROM websession;"
    return text


def release(by: str, now: datetime) -> int:
    """Tell recalls again: a person has looked; return how many restores were waiting for that."""
    waiting = rows("SELECT count(*) FROM restored WHERE released_at IS NULL")
    run(
        "UPDATE restored SET released_at = ?, released_by = ? WHERE released_at IS NULL",
        (to_text(now), by),
    )
    if waiting[0][0]:
        audit.log(now, "console", Action.ACTED, f"recalls after a restore: released by {by}")
    return int(waiting[0][0])


def notices_are_held() -> bool:
    """Whether nobody has looked at the recalls since the database came back."""
    return bool(rows("SELECT 1 FROM restored WHERE released_at IS NULL"))


def restores() -> list[Restore]:
    """Return every time the database came back, the newest first."""
    found = rows("SELECT at, made_at, released_at FROM restored ORDER BY at DESC")
    return [
        Restore(from_text(at), from_text(made_at), released is not None)
        for at, made_at, released in found
    ]


def is_asking_again(now: datetime) -> bool:
    """Whether terminals may still have what is missing since a restore."""
    return bool(rows("SELECT 1 FROM restored WHERE at > ?", (to_text(now - SENDING_AGAIN),)))
