"""Alarms: what a person must look at, one row for each cause however often it comes.

Some tell of something that happened (a message nobody should believe), and stay until a person
has seen them. Others tell of a state (numbers are missing), and close by themselves with it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from server.store.database import from_text, rows, run, to_text
from server.store.quarantine import Reason

MAX_OF_A_KIND = 2000
"""Open at once: strangers can invent names without end. What comes beyond is one more row."""
MAX_OF_ONE = 100
"""Of these, of one terminal: it must not take the room in which others are named."""
REST = timedelta(days=1)
"""A repeat within a day of being seen is known; a later one wants to be seen again."""
MAX_DETAIL = 300
OVERFLOW = "*"
"""Subject of the row that counts what found no room."""


class Finding(StrEnum):
    """What alarms tell beside the reasons for setting something aside. Stored: never renamed."""

    GAP = "gap"
    SILENT_LOSS = "silent-loss"
    HEAD = "head"
    CLONE = "clone"
    RESTORED = "restored"
    DAMAGED = "damaged"
    CLOCK = "clock"
    FLOOD = "flood"
    DENIED = "denied"
    DOUBLE = "double-dispensing"
    RX_REPORT = "rx-report"
    RX_REFUSED = "rx-refused"
    OUTAGE = "outage"
    SILENT = "silent"
    PRINTER_PAPER = "printer-paper"
    PRINTER_COVER = "printer-cover"
    PRINTER_GONE = "printer-gone"
    PRINTER_FAULT = "printer-fault"
    SCANNER = "scanner"
    SCREEN = "screen"
    DISK = "disk"
    HEAT = "heat"
    POWER = "power"
    CLOCK_OFF = "clock-off"
    LATE = "late"
    OLD_VERSION = "old-version"
    CERTIFICATE = "certificate"
    ROLLOUT_STOPPED = "rollout-stopped"
    BACKUP_OLD = "backup-old"
    CODE_TWICE = "code-twice"
    CODE_RECALLED = "code-recalled"


Kind = Reason | Finding


class Alarm(NamedTuple):
    """Something to look at. Kind, terminal, epoch and subject together make it the same again."""

    kind: Kind
    terminal: str = ""
    """Whom it is about, or who a message claims to be from; empty if nobody can tell."""
    epoch: str = ""
    subject: str = ""
    """What in particular, such as the missing numbers or a topic: ASCII, no personal data."""
    detail: str = ""
    """Figures for the reader; the latest replaces the one before."""


class Raised(NamedTuple):
    """An alarm as it is kept."""

    id: str
    kind: str
    terminal: str
    outlet: str
    """Empty if the terminal is not registered."""
    commune: str
    epoch: str
    subject: str
    detail: str
    first_at: datetime
    last_at: datetime
    times: int
    seen_by: str | None
    seen_at: datetime | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.seen_at is None and self.closed_at is None


def raise_(alarms: Iterable[Alarm], now: datetime, *, times: int = 1) -> None:
    """Note what has happened, so many times each, within the caller's transaction."""
    for alarm in sorted(set(alarms)):  # in one order everywhere: two writers never wait in a ring
        _note(alarm if _knows(alarm) else _with_room(alarm), now, times=times, rest=REST)


def hold(found: Iterable[Alarm], kinds: Collection[Finding], now: datetime) -> int:
    """Raise what is found, close what is found no more of these kinds; return how many closed."""
    found = sorted(set(found))
    for alarm in found:
        _note(alarm, now)
    kept = {id_of(alarm) for alarm in found}
    marks = ", ".join("?" for _kind in kinds)
    over = [
        row[0]
        for row in rows(
            f"SELECT id FROM alarm WHERE closed_at IS NULL AND kind IN ({marks})",  # noqa: S608 (question marks alone)
            tuple(kind.value for kind in kinds),
        )
        if row[0] not in kept
    ]
    for found_over in over:
        run("UPDATE alarm SET closed_at = ? WHERE id = ?", (to_text(now), found_over))
    return len(over)


def keep(
    found: Collection[Alarm], kinds: Collection[Finding], now: datetime, *, rest: timedelta
) -> tuple[int, int]:
    """Do as `hold` for what is looked at every minute; return how many opened and closed.

    A state that goes on counts once, and closes only when it has not been found for `rest`: what
    comes and goes all the time was never gone.
    """
    marks = ", ".join("?" for _kind in kinds)
    opened = {
        row[0]: from_text(row[1])
        for row in rows(
            f"SELECT id, last_at FROM alarm WHERE closed_at IS NULL AND kind IN ({marks})",  # noqa: S608 (question marks alone)
            tuple(kind.value for kind in kinds),
        )
    }
    found_now = {id_of(alarm): alarm for alarm in found}
    for name, alarm in sorted(found_now.items()):
        _note(alarm, now, times=0 if name in opened else 1)
    over = [name for name, last in opened.items() if name not in found_now and now - last >= rest]
    for name in over:
        run("UPDATE alarm SET closed_at = ? WHERE id = ?", (to_text(now), name))
    return len(found_now.keys() - opened.keys()), len(over)


def over(settled: Iterable[Alarm], now: datetime) -> None:
    """Close alarms whose cause is settled."""
    for alarm in settled:
        run(
            "UPDATE alarm SET closed_at = ? WHERE id = ? AND closed_at IS NULL",
            (to_text(now), id_of(alarm)),
        )


def see(alarm: str, *, by: str, now: datetime) -> bool:
    """Note who looked at the alarm with this id; return whether there is one."""
    run("UPDATE alarm SET seen_by = ?, seen_at = ? WHERE id = ?", (by, to_text(now), alarm))
    return bool(rows("SELECT 1 FROM alarm WHERE id = ?", (alarm,)))


def count_open() -> int:
    """Return how many alarms somebody still has to look at."""
    return int(rows("SELECT count(*) FROM alarm WHERE seen_at IS NULL AND closed_at IS NULL")[0][0])


def list_alarms(*, open_only: bool, at_most: int | None = None) -> list[Raised]:
    """Return alarms: open before seen before closed, of each the latest first."""
    where = "WHERE seen_at IS NULL AND closed_at IS NULL" if open_only else ""
    limit, parameters = ("", ()) if at_most is None else ("LIMIT ?", (at_most,))
    found = rows(
        f"""
        SELECT alarm.id, kind, terminal, coalesce(outlet, ''), coalesce(commune, ''), epoch,
               subject, detail, first_at, last_at, times, seen_by, seen_at, closed_at
        FROM alarm LEFT JOIN terminal ON terminal.id = alarm.terminal
        {where}
        ORDER BY CASE WHEN closed_at IS NOT NULL THEN 2 WHEN seen_at IS NOT NULL THEN 1 ELSE 0 END,
                 last_at DESC, alarm.id
        {limit}
        """,  # noqa: S608 (fixed texts)
        parameters,
    )
    return [_raised(row) for row in found]


def _note(alarm: Alarm, now: datetime, *, times: int = 1, rest: timedelta | None = None) -> None:
    """Add the alarm, or count it once more.

    What had closed opens again; what was seen does so after a rest, or never.
    """
    rested = to_text(now - rest) if rest else ""
    run(
        """
        INSERT INTO alarm (id, kind, terminal, epoch, subject, first_at, last_at, times, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, terminal, epoch, subject) DO UPDATE SET
            last_at = excluded.last_at, detail = excluded.detail,
            times = alarm.times + excluded.times,
            seen_by = CASE WHEN alarm.closed_at IS NULL AND alarm.seen_at >= ?
                      THEN alarm.seen_by END,
            seen_at = CASE WHEN alarm.closed_at IS NULL AND alarm.seen_at >= ?
                      THEN alarm.seen_at END,
            closed_at = NULL
        """,
        (
            id_of(alarm),
            alarm.kind.value,
            alarm.terminal,
            alarm.epoch,
            alarm.subject,
            to_text(now),
            to_text(now),
            times,
            alarm.detail[:MAX_DETAIL],
            rested,
            rested,
        ),
    )


def _knows(alarm: Alarm) -> bool:
    return bool(
        rows(
            "SELECT 1 FROM alarm WHERE kind = ? AND terminal = ? AND epoch = ? AND subject = ?",
            (alarm.kind.value, alarm.terminal, alarm.epoch, alarm.subject),
        )
    )


def _with_room(alarm: Alarm) -> Alarm:
    """Return a new alarm, or the row that counts it where too many like it are open."""
    of_kind, of_one = rows(
        """
        SELECT count(*), count(CASE WHEN terminal = ? THEN 1 END) FROM alarm
        WHERE kind = ? AND seen_at IS NULL AND closed_at IS NULL
        """,
        (alarm.terminal, alarm.kind.value),
    )[0]
    if alarm.terminal and of_one >= MAX_OF_ONE:
        return Alarm(alarm.kind, alarm.terminal, subject=OVERFLOW)
    return alarm if of_kind < MAX_OF_A_KIND else Alarm(alarm.kind, subject=OVERFLOW)


def id_of(alarm: Alarm) -> str:
    """Return what a person calls an alarm: short, and the same for the same alarm everywhere."""
    named = f"{alarm.kind.value}\n{alarm.terminal}\n{alarm.epoch}\n{alarm.subject}"
    return sha256(named.encode()).hexdigest()[:8]


def _raised(row: tuple[Any, ...]) -> Raised:
    *head, first_at, last_at, times, seen_by, seen_at, closed_at = row
    return Raised._make(
        (
            *head,
            from_text(first_at),
            from_text(last_at),
            times,
            seen_by,
            from_text(seen_at) if seen_at else None,
            from_text(closed_at) if closed_at else None,
        )
    )
