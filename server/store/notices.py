"""Recalls, suspensions and seals that are in force, under one rising version."""

from datetime import datetime

import msgspec

from server.store.database import rows, run, to_text
from wire.asking import MAX_NOTICES, Notice


def version() -> int:
    """Return the newest version; 0 where there never was a notice."""
    return int(rows("SELECT coalesce(max(version), 0) FROM notice")[0][0])


def give(notice: Notice) -> int:
    """Put a notice in force, or change what it says of this drug; return the new version."""
    fresh = version() + 1
    run(
        """
        INSERT INTO notice (number, drug, body, version, lifted_at) VALUES (?, ?, ?, ?, NULL)
        ON CONFLICT (number, drug) DO UPDATE SET
            body = excluded.body, version = excluded.version, lifted_at = NULL
        """,
        (notice.number, notice.drug, msgspec.json.encode(notice).decode(), fresh),
    )
    return fresh


def lift(number: str, now: datetime) -> bool:
    """Take a notice back, for every drug; return whether there was one in force."""
    found = rows("SELECT 1 FROM notice WHERE number = ? AND lifted_at IS NULL", (number,))
    run(
        "UPDATE notice SET lifted_at = ?, version = ? WHERE number = ? AND lifted_at IS NULL",
        (to_text(now), version() + 1, number),
    )
    return bool(found)


def in_force() -> tuple[Notice, ...]:
    """Return what is in force, the gravest level first."""
    found = [
        msgspec.json.decode(body, type=Notice)
        for (body,) in rows("SELECT body FROM notice WHERE lifted_at IS NULL ORDER BY version DESC")
    ]
    found.sort(key=lambda notice: notice.level or 0)
    return tuple(found[:MAX_NOTICES])
