"""The fleet's alarms as its page lists them: joined, with number, since when, and who has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from server.fleet import notes, signals
from server.fleet.notes import Note
from server.fleet.opening import HERE
from server.fleet.watch import KINDS
from server.store.alarms import Finding
from server.store.database import from_text, rows

_LISTED = (*KINDS, Finding.BACKUP_OLD)
"""What looks after the machines also looks after the server."""


class JoinedAlarm(NamedTuple):
    """An alarm that is not closed."""

    id: str
    kind: Finding
    subject: str
    """Of an outage: "province", "area:CODE" or "commune:CODE"; of a rollout: the version."""
    place: str
    """Name of an outage's place; empty: all of the province, or no outage."""
    terminals: int
    """How many; of a rollout, those with trouble; 0: the server itself."""
    since: datetime
    """The earliest signal's."""
    seen_by: str
    """Empty: nobody has taken it."""
    seen_at: datetime | None
    notes: tuple[Note, ...]


class AlarmList(NamedTuple):
    """What the page shows of alarms."""

    alarms: tuple[JoinedAlarm, ...]
    """Outages first, then what has lasted longest."""
    signals: int
    """That are joined in them."""
    ended_today: int
    """Signals that ended since midnight."""


def alarm_list(now: datetime) -> AlarmList:
    """Return the fleet's alarms that are not closed, within a transaction that reads."""
    since, count = _signals()
    marks = ", ".join("?" for _kind in _LISTED)
    found = rows(
        f"""
        SELECT id, kind, subject, detail, first_at, seen_by, seen_at FROM alarm
        WHERE closed_at IS NULL AND kind IN ({marks})
        """,  # noqa: S608 (question marks alone)
        tuple(kind.value for kind in _LISTED),
    )
    alarms = [_alarm(row, since) for row in found]
    midnight = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    return AlarmList(
        alarms=tuple(sorted(alarms, key=lambda one: (one.kind is not Finding.OUTAGE, one.since))),
        signals=count,
        ended_today=signals.count_ended(midnight),
    )


def _signals() -> tuple[dict[str, datetime], int]:
    found = rows(
        "SELECT alarm, min(since), count(*) FROM fleetsignal WHERE until IS NULL GROUP BY alarm"
    )
    since = {alarm: from_text(first) for alarm, first, _count in found}
    return since, sum(count for _alarm, _first, count in found)


def _alarm(row: tuple[str, ...], since: Mapping[str, datetime]) -> JoinedAlarm:
    id_, kind, subject, detail, first_at, seen_by, seen_at = row
    count, _separator, place = detail.partition(": ")
    number = count.partition(" / ")[0]
    return JoinedAlarm(
        id=id_,
        kind=Finding(kind),
        subject=subject,
        place=place,
        terminals=int(number) if number.isdigit() else 0,
        since=since.get(id_, from_text(first_at)),
        seen_by=seen_by or "",
        seen_at=from_text(seen_at) if seen_at else None,
        notes=tuple(notes.of_alarm(id_)),
    )
