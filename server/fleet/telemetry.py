"""What terminals say of themselves: the last word whole, and the worst of each hour."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from server.store.database import from_text, rows, run, run_many, to_text
from wire.status import Status

HISTORY_DAYS = 30
_LARGEST = 2**53 - 1
_MOST_VERSIONS = 20
_MOST_DAYS = 100 * 366
_LONGEST_WORD = 80


class Hour(NamedTuple):
    """What a terminal said within an hour: the worst of each figure."""

    at: datetime
    """When it begins."""
    reports: int
    unsent: int
    oldest_unsent_seconds: int | None
    disk_free_bytes: int | None
    temperature_c: float | None


def keep(statuses: Iterable[Status], now: datetime) -> None:
    """Keep what genuine statuses say, within the caller's transaction; the last word stands.

    Genuine is not sensible: what no database could hold, or no terminal could mean, is left out.
    """
    told = [_told(status, now) for status in statuses]
    run_many(_KEEP, [one.row for one in told])
    run_many(_KEEP_HOUR, [one.hour(now) for one in told])


def history(terminal: str, since: datetime) -> Sequence[Hour]:
    """Return the hours in which a terminal said something, the oldest first."""
    found = rows(
        """
        SELECT hour, reports, unsent, oldest_unsent_seconds, disk_free_bytes, temperature_c
        FROM statushour WHERE terminal = ? AND hour >= ? ORDER BY hour
        """,
        (terminal, to_text(since)),
    )
    return [Hour(from_text(row[0]), *row[1:]) for row in found]


def forget_old_hours(now: datetime) -> None:
    """Drop what is older than the history that is kept, within the caller's transaction."""
    run("DELETE FROM statushour WHERE hour < ?", (to_text(now - timedelta(days=HISTORY_DAYS)),))


class _Told(NamedTuple):
    row: tuple[object, ...]
    unsent: int
    oldest: int | None
    disk: int | None
    temperature: float | None
    terminal: str

    def hour(self, now: datetime) -> tuple[object, ...]:
        begins = now.replace(minute=0, second=0, microsecond=0)
        figures = (self.unsent, self.oldest, self.disk, self.temperature)
        return self.terminal, to_text(begins), *figures


def _told(status: Status, now: datetime) -> _Told:
    said_at, last_sale = _moment(status.at) or now, _moment(status.last_sale_at)
    oldest, disk = _count(status.oldest_unsent_seconds), _count(status.disk_free_bytes)
    temperature = _temperature(status.temperature_c)
    row = (
        status.terminal,
        to_text(said_at),
        to_text(now),
        int((said_at - now).total_seconds()),
        _word(status.epoch) or "",
        status.last_seq,
        status.unsent,
        oldest,
        status.software,
        to_text(now),
        _word(status.system),
        disk,
        temperature,
        None if status.under_voltage is UNSET else int(status.under_voltage),
        *map(_word, (status.clock, status.printer, status.scanner)),
        *map(_word, (status.screen, status.counter)),
        to_text(last_sale) if last_sale else None,
        _versions(status),
        _days(status.certificate_days),
    )
    return _Told(row, status.unsent, oldest, disk, temperature, status.terminal)


def _moment(at: object) -> datetime | None:
    """Return a terminal's time in UTC; None if it has no zone or lies outside the calendar."""
    try:
        return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo else None
    except (OverflowError, ValueError):
        return None


def _count(said: int | UnsetType) -> int | None:
    return said if said is not UNSET and 0 <= said <= _LARGEST else None


def _days(said: int | UnsetType) -> int | None:
    return said if said is not UNSET and abs(said) <= _MOST_DAYS else None


def _temperature(said: float | UnsetType) -> float | None:
    return float(said) if said is not UNSET and -100 <= said <= 200 else None  # noqa: PLR2004


def _word(said: object) -> str | None:
    """Return a text as every database can hold it: PostgreSQL has no NUL."""
    return said.replace("\0", "")[:_LONGEST_WORD] if isinstance(said, str) else None


def _versions(status: Status) -> str:
    if status.versions is UNSET:
        return "{}"
    kept = sorted(
        (str(_word(name)), version)
        for name, version in status.versions.items()
        if _count(version) is not None
    )
    return msgspec.json.encode(dict(kept[:_MOST_VERSIONS])).decode()


_COLUMNS = (
    "terminal, said_at, reported_at, ahead_seconds, epoch, last_seq, unsent,"
    " oldest_unsent_seconds, software, software_since, system, disk_free_bytes, temperature_c,"
    " under_voltage, clock, printer, scanner, screen, counter, last_sale_at, versions,"
    " certificate_days"
)
_REPLACED = ", ".join(
    f"{name} = excluded.{name}"
    for name in _COLUMNS.split(", ")
    if name not in {"terminal", "software_since"}
)
_KEEP = f"""
    INSERT INTO terminalstatus ({_COLUMNS})
    VALUES ({", ".join("?" * len(_COLUMNS.split(", ")))})
    ON CONFLICT (terminal) DO UPDATE SET
        software_since = CASE WHEN terminalstatus.software = excluded.software
                         THEN terminalstatus.software_since ELSE excluded.software_since END,
        {_REPLACED}
    """  # noqa: S608 (names from this file)
_KEEP_HOUR = """
    INSERT INTO statushour (terminal, hour, reports, unsent, oldest_unsent_seconds,
                            disk_free_bytes, temperature_c)
    VALUES (?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT (terminal, hour) DO UPDATE SET
        reports = statushour.reports + 1,
        unsent = CASE WHEN statushour.unsent >= excluded.unsent
                 THEN statushour.unsent ELSE excluded.unsent END,
        oldest_unsent_seconds = CASE
            WHEN excluded.oldest_unsent_seconds IS NULL
              OR statushour.oldest_unsent_seconds >= excluded.oldest_unsent_seconds
            THEN statushour.oldest_unsent_seconds ELSE excluded.oldest_unsent_seconds END,
        disk_free_bytes = CASE
            WHEN excluded.disk_free_bytes IS NULL
              OR statushour.disk_free_bytes <= excluded.disk_free_bytes
            THEN statushour.disk_free_bytes ELSE excluded.disk_free_bytes END,
        temperature_c = CASE
            WHEN excluded.temperature_c IS NULL
              OR statushour.temperature_c >= excluded.temperature_c
            THEN statushour.temperature_c ELSE excluded.temperature_c END
    """
