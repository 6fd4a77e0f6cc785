"""Recalls, suspensions and seals that are in force, under one rising version."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from server.store.database import from_text, rows, run, to_text
from server.store.turn import take_turn
from wire.asking import Notice

_TURN = "notices"


class Given(NamedTuple):
    """A notice, in force or not."""

    notice: Notice
    version: int
    lifted_at: datetime | None


def version() -> int:
    """Return the newest version; 0 where there never was a notice."""
    return int(rows("SELECT coalesce(max(version), 0) FROM notice")[0][0])


def give(notice: Notice, *, at: datetime | None = None) -> int:
    """Put a notice in force, or change what it says of this drug; return the new version.

    `at`: when that is, if not now.
    """
    now = at or datetime.now(UTC)
    fresh, (since, given_at) = _fresh(now), _moments(notice, now)
    run(
        """
        INSERT INTO notice (number, drug, body, version, lifted_at, since, given_at)
        VALUES (?, ?, ?, ?, NULL, ?, ?)
        ON CONFLICT (number, drug) DO UPDATE SET body = excluded.body,
            version = excluded.version, lifted_at = NULL, since = excluded.since,
            given_at = excluded.given_at
        """,
        (notice.number, notice.drug, msgspec.json.encode(notice).decode(), fresh, since, given_at),
    )
    return fresh


def _moments(notice: Notice, now: datetime) -> tuple[str, str]:
    """Return since when a document asks what it will ask of this drug, and when it was given.

    Terminals let people answer again what is of another kind or level or names other batches, and
    what is in force anew.
    """
    before = rows(
        "SELECT drug, body, lifted_at, since, given_at FROM notice WHERE number = ?",
        (notice.number,),
    )
    for drug, body, lifted_at, since, given_at in before:
        if drug == notice.drug and lifted_at is None and _asks(_read(body)) == _asks(notice):
            return str(since), str(given_at)
    return to_text(now) if before else "", to_text(now)


def _asks(notice: Notice) -> tuple[object, ...]:
    """Return what makes people answer again where it changes."""
    return notice.kind, notice.level, notice.batches


def asked_since() -> dict[str, datetime]:
    """Return since when documents in force ask what they ask, of those that asked otherwise."""
    found = rows(
        "SELECT number, max(since) FROM notice"
        " WHERE lifted_at IS NULL AND since <> '' GROUP BY number"
    )
    return {number: from_text(since) for number, since in found}


def given_at() -> dict[str, datetime]:
    """Return when documents in force were given as they are now; not of those of long ago."""
    found = rows(
        "SELECT number, max(given_at) FROM notice"
        " WHERE lifted_at IS NULL AND given_at <> '' GROUP BY number"
    )
    return {number: from_text(moment) for number, moment in found}


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
    """Return what is in force, the gravest level first; or of it what is newer than a version.

    The order is the same until the version changes.
    """
    found = [
        _read(body)
        for (body,) in rows(
            "SELECT body FROM notice WHERE lifted_at IS NULL AND version > ?"
            " ORDER BY version DESC, number, drug",
            (after,),
        )
    ]
    found.sort(key=lambda notice: notice.level or 0)
    return tuple(found)


def given() -> list[Given]:
    """Return everything that was ever given, the newest first."""
    found = rows("SELECT body, version, lifted_at FROM notice ORDER BY version DESC, number, drug")
    return [
        Given(
            _read(body),
            int(version),
            from_text(lifted_at) if lifted_at else None,
        )
        for body, version, lifted_at in found
    ]


def of(number: str) -> list[Given]:
    """Return what one document says, drug by drug."""
    return [one for one in given() if one.notice.number == number]


def _read(body: str) -> Notice:
    return msgspec.json.decode(body, type=Notice)


def _fresh(now: datetime) -> int:
    """Return a version that was never given out, not even before a restore from a backup."""
    take_turn(_TURN, now)
    return max(version() + 1, int(now.timestamp()))
