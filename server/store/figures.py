"""What the pages show: figures, terminals, last sales, and what needs a look.

Nothing here names a patient, and a prescription's code leaves this file cut to its tail.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import UNSET

from server.store.database import from_text, rows, to_text
from server.store.quarantine import Reason
from wire.sale import Sale, read_sale

TAIL = 5
"""Characters of a prescription's code that a page may show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of the first row."""

    registered: int
    """Active terminals."""
    heard: int
    """Of these, heard from since the moment that was asked for."""
    never_heard: int
    """Of these, never heard from."""
    oldest_contact: datetime | None
    oldest_outlet: str
    newest_contact: datetime | None
    stored: int
    sales: int
    """Made on the day, those included that were undone later."""
    takings_vnd: int
    """Of the day: what sales brought, less what returns and undone sales gave back."""
    quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLine:
    """A terminal in the list."""

    id: str
    outlet: str
    commune: str
    active: bool
    last_contact: datetime | None
    unsent: int | None
    stored: int
    through: int | None
    """Of the ledger that was touched last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """A sale in the list; what could not be read of it is None."""

    at: datetime
    terminal: str
    seq: int
    lines: int | None
    total_vnd: int | None
    prescription_tail: str | None
    """None: sold without a prescription."""
    staff: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """Something in quarantine."""

    reason: Reason
    terminal: str
    seq: int | None
    at: datetime


def totals(*, heard_since: datetime, day_begins: datetime, day_ends: datetime) -> Totals:
    """Return the figures; sales are those of the day by the terminals' clocks."""
    registered, heard, never, newest = rows(
        """
        SELECT count(*), count(CASE WHEN last_contact_at >= ? THEN 1 END),
               count(*) - count(last_contact_at), max(last_contact_at)
        FROM terminal WHERE status = 'active'
        """,
        (to_text(heard_since),),
    )[0]
    sales, takings = rows(
        """
        SELECT count(CASE WHEN kind = 'sale' THEN 1 END),
               coalesce(sum(CAST(CASE WHEN kind = 'sale' THEN total_vnd ELSE -total_vnd END
                                 AS double precision)), 0)
        FROM entry WHERE kind IN ('sale', 'return', 'void') AND at >= ? AND at < ?
        """,
        (to_text(day_begins), to_text(day_ends)),
    )[0]
    oldest = rows(
        """
        SELECT last_contact_at, outlet FROM terminal
        WHERE status = 'active' AND last_contact_at IS NOT NULL ORDER BY last_contact_at LIMIT 1
        """
    )
    return Totals(
        registered=registered,
        heard=heard,
        never_heard=never,
        oldest_contact=from_text(oldest[0][0]) if oldest else None,
        oldest_outlet=oldest[0][1] if oldest else "",
        newest_contact=from_text(newest) if newest else None,
        stored=rows("SELECT coalesce(sum(stored), 0) FROM mark")[0][0],
        sales=sales,
        # Added up as floats: exact up to 2**53, and past that SQLite's integers would be an error.
        takings_vnd=int(takings),
        quarantined=rows("SELECT count(*) FROM quarantine")[0][0],
    )


def count_terminals() -> int:
    """Return how many terminals there are, active or revoked."""
    return int(rows("SELECT count(*) FROM terminal")[0][0])


def list_terminals(*, first: int, at_most: int) -> list[TerminalLine]:
    """Return terminals from the `first` (0), active before revoked, the longest silent first."""
    found = rows(
        """
        SELECT id, outlet, commune, status, last_contact_at, unsent,
               (SELECT coalesce(sum(stored), 0) FROM mark WHERE mark.terminal = terminal.id),
               (SELECT through FROM mark WHERE mark.terminal = terminal.id
                ORDER BY touched_at DESC LIMIT 1)
        FROM terminal ORDER BY status, coalesce(last_contact_at, ''), id LIMIT ? OFFSET ?
        """,
        (at_most, first),
    )
    return [
        TerminalLine(
            id=row[0],
            outlet=row[1],
            commune=row[2],
            active=row[3] == "active",
            last_contact=from_text(row[4]) if row[4] else None,
            unsent=row[5],
            stored=row[6],
            through=row[7],
        )
        for row in found
    ]


def last_sales(*, at_most: int) -> list[SaleLine]:
    """Return the sales that were stored last, newest first."""
    found = rows(
        """
        SELECT terminal, seq, at, body FROM entry
        WHERE kind = 'sale' ORDER BY stored_at DESC, seq DESC LIMIT ?
        """,
        (at_most,),
    )
    return [_sale_line(*row) for row in found]


def last_aside(*, at_most: int) -> list[AsideLine]:
    """Return what was set aside last, newest first."""
    found = rows(
        """
        SELECT reason, terminal, seq, again_at FROM quarantine
        ORDER BY again_at DESC, terminal, seq LIMIT ?
        """,
        (at_most,),
    )
    return [
        AsideLine(reason=Reason(row[0]), terminal=row[1], seq=row[2] or None, at=from_text(row[3]))
        for row in found
    ]


def _sale_line(terminal: str, seq: int, at: str, body: bytes) -> SaleLine:
    sale = _read(body)
    return SaleLine(
        at=from_text(at),
        terminal=terminal,
        seq=seq,
        lines=len(sale.lines) if sale else None,
        total_vnd=sale.total_vnd if sale else None,
        prescription_tail=_tail(sale) if sale else None,
        staff=sale.staff if sale else None,
    )


def _read(body: bytes) -> Sale | None:
    try:
        return read_sale(body)
    except msgspec.DecodeError:
        return None  # a version that these pages do not know yet


def _tail(sale: Sale) -> str | None:
    """Return the end of a code; nothing of one so short that its end would be all of it.

    None for a sale without a prescription; one on paper has no code.
    """
    if not sale.prescription:
        return None if sale.dispensed is UNSET else ""
    return sale.prescription[-TAIL:] if len(sale.prescription) >= 2 * TAIL else ""
