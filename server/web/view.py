"""What the page says, gathered in one reading of the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.store import alarms, figures
from server.store.database import reading
from server.web import times

PAGE_ROWS = 50
SALE_ROWS = 20
ASIDE_ROWS = 20
ALARM_ROWS = 20
SILENT_AFTER = timedelta(hours=24)
LATE_AFTER = timedelta(minutes=15)
"""Terminals say how they are more often than that: if none has, the figures are late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The page's contents."""

    now: datetime
    totals: figures.Totals
    terminals: list[figures.TerminalLine]
    sales: list[figures.SaleLine]
    alarms: list[alarms.Raised]
    """Open ones, the latest first, as many as the page shows."""
    open_alarms: int
    aside: list[figures.AsideLine]
    known: int
    """Terminals, active or revoked."""
    page: int
    """Of the terminals, from 1."""

    @property
    def first(self) -> int:
        """Number of the first terminal on this page."""
        return (self.page - 1) * PAGE_ROWS + 1

    @property
    def last(self) -> int:
        """Number of the last terminal on this page."""
        return self.first + len(self.terminals) - 1

    @property
    def lateness(self) -> timedelta | None:
        """How late the figures are; None if they are fresh or there are none."""
        newest = self.totals.newest_contact
        late = self.now - newest if newest else timedelta(0)
        return late if late > LATE_AFTER else None

    def is_silent(self, terminal: figures.TerminalLine) -> bool:
        """Whether a terminal has not been heard for too long."""
        contact = terminal.last_contact
        return contact is not None and self.now - contact > SILENT_AFTER


def look(now: datetime, page: int) -> View:
    """Read everything the page shows; raise `StoreUnavailableError`."""
    begins, ends = times.day_of(now)
    with reading():
        known = figures.count_terminals()
        page = min(page, max(1, -(-known // PAGE_ROWS)))
        return View(
            now=now,
            totals=figures.totals(heard_since=now - SILENT_AFTER, day_begins=begins, day_ends=ends),
            terminals=figures.list_terminals(first=(page - 1) * PAGE_ROWS, at_most=PAGE_ROWS),
            sales=figures.last_sales(at_most=SALE_ROWS),
            alarms=alarms.list_alarms(open_only=True, at_most=ALARM_ROWS),
            open_alarms=alarms.count_open(),
            aside=figures.last_aside(at_most=ASIDE_ROWS),
            known=known,
            page=page,
        )
