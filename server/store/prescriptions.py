"""Prescriptions, and what every terminal has dispensed on them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from server.store.database import rows, run, run_many, to_text
from wire.asking import Sheet

READER = "prescriptions"


class Dispensed(NamedTuple):
    """What one line of an entry dispensed; below nought: what it took back."""

    terminal: str
    epoch: str
    seq: int
    line: int
    code: str
    prescribed: int
    units: int


class Unread(NamedTuple):
    """A ledger with entries that were not followed yet."""

    terminal: str
    epoch: str
    through: int
    """Followed so far."""
    stored: int
    """Stored without a gap."""


def load(sheets: Iterable[Sheet], now: datetime) -> int:
    """Store prescriptions, or replace them; return how many."""
    stored = [
        (sheet.code.lower(), msgspec.json.encode(sheet).decode(), to_text(now)) for sheet in sheets
    ]
    run_many(
        """
        INSERT INTO prescription (code, body, loaded_at) VALUES (?, ?, ?)
        ON CONFLICT (code) DO UPDATE SET body = excluded.body, loaded_at = excluded.loaded_at
        """,
        stored,
    )
    return len(stored)


def find(code: str) -> Sheet | None:
    """Return a prescription by its code, whatever its case."""
    found = rows("SELECT body FROM prescription WHERE code = ?", (code.lower(),))
    return msgspec.json.decode(found[0][0], type=Sheet) if found else None


def dispensed(code: str, *, beside: str) -> dict[int, int]:
    """Return base units dispensed by line, by all terminals but `beside`."""
    found = rows(
        "SELECT prescribed, sum(units) FROM dispensed WHERE code = ? AND terminal <> ?"
        " GROUP BY prescribed",
        (code.lower(), beside),
    )
    return {int(line): int(units) for line, units in found}


def unread(most: int) -> list[Unread]:
    """Return ledgers of which more is stored than was followed."""
    found = rows(
        """
        SELECT mark.terminal, mark.epoch, coalesce(followed.through, 0), mark.through
        FROM mark LEFT JOIN followed ON followed.reader = ?
            AND followed.terminal = mark.terminal AND followed.epoch = mark.epoch
        WHERE mark.through > coalesce(followed.through, 0) LIMIT ?
        """,
        (READER, most),
    )
    return [Unread(*row) for row in found]


def entries_after(ledger: Unread, most: int) -> list[tuple[int, str, bytes]]:
    """Return number, kind and body of the next entries of a ledger."""
    found = rows(
        "SELECT seq, kind, body FROM entry WHERE terminal = ? AND epoch = ?"
        " AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
        (ledger.terminal, ledger.epoch, ledger.through, ledger.stored, most),
    )
    return [(int(seq), kind, bytes(body)) for seq, kind, body in found]


def sale_lines(terminal: str, epoch: str, seq: int) -> list[Dispensed]:
    """Return what a sale dispensed, as far as it was followed."""
    found = rows(
        "SELECT terminal, epoch, seq, line, code, prescribed, units FROM dispensed"
        " WHERE terminal = ? AND epoch = ? AND seq = ? ORDER BY line",
        (terminal, epoch, seq),
    )
    return [Dispensed(*row) for row in found]


def followed(ledger: Unread, through: int, lines: Iterable[Dispensed]) -> None:
    """Note what was dispensed, and how far a ledger was followed."""
    run_many(
        """
        INSERT INTO dispensed (terminal, epoch, seq, line, code, prescribed, units)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (terminal, epoch, seq, line) DO NOTHING
        """,
        [tuple(line) for line in lines],
    )
    run(
        """
        INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, ?)
        ON CONFLICT (reader, terminal, epoch) DO UPDATE SET through = excluded.through
        """,
        (READER, ledger.terminal, ledger.epoch, through),
    )
