"""Recalls, suspensions and seals that are in force, under one rising version."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from server.store.database import from_text, rows, run, to_text
from server.store.turn import take_turn
from wire.asking import MAX_NOTICES, Notice

_TURN = "notices"


class Given(NamedTuple):
    """A notice, in force or not."""

    notice: Notice
    version: int
    lifted_at: datetime | None


def version() -> int:
    """Return the newest version; 0 where there never was a notice."""
    return int(rows("SELECT coalesce(max(version), 0) FROM notice")[0][0])


def give(notice: Notice) -> int:
    """Put a notice in force, or change what it says of this drug; return the new version."""
    fresh = _fresh(datetime.now(UTC))
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
    fresh = _fresh(now)
    found = rows("SELECT 1 FROM notice WHERE number = ? AND lifted_at IS NULL", (number,))
    run(
        "UPDATE notice SET lifted_at = ?, version = ? WHERE number = ? AND lifted_at IS NULL",
        (to_text(now), fresh, number),
    )
    return bool(found)


def in_force(*, after: int = 0) -> tuple[Notice, ...]:
    """Return what is in force, the gravest level first; or of it what is newer than a version."""
    found = [
        msgspec.json.decode(body, type=Notice)
        for (body,) in rows(
            "SELECT body FROM notice WHERE lifted_at IS NULL AND version > ? ORDER BY version DESC",
            (after,),
        )
    ]
    found.sort(key=lambda notice: notice.level or 0)
    return tuple(found[:MAX_NOTICES])


def given() -> list[Given]:
    """Return everything that was ever given, the newest first."""
    found = rows("SELECT body, version, lifted_at FROM notice ORDER BY version DESC, number, drug")
    return [
        Given(
            msgspec.json.decode(body, type=Notice),
            int(version),
            from_text(lifted_at) if lifted_at else None,
        )
        for body, version, lifted_at in found
    ]


def of(number: str) -> list[Given]:
    """Return what one document says, drug by drug."""
    return [one for one in given() if one.notice.number == number]


def _fresh(now: datetime) -> int:
    """Return a version that was never given out, not even before a restore from a backup."""
    take_turn(_TURN, now)
    return max(version() + 1, int(now.timestamp()))
