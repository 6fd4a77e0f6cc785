"""What the national system must be told, kept until it has taken it (RX-08).

One row for each sale on a prescription. What is voided or brought back later changes what is left
of the sale, and the sale is told once more under the same invoice number. Every function runs
within the caller's transaction.
"""

from base64 import b32encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from server.store.database import from_text, rows, run, run_many, to_text

BACKFILL = timedelta(days=30)
"""How old a sale may be that is told of when the national system is connected first."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=30)
INVOICE_LETTERS = 20
"""`ma_hoa_don` has at most 20 characters."""


class Due(NamedTuple):
    """A sale of which something is to be told."""

    terminal: str
    epoch: str
    seq: int
    code: str
    """As it was scanned."""
    invoice: str
    entries: int
    """The sale, and what has undone it since."""
    told_before: bool
    """Whether the national system has ever taken it."""
    tries: int


class Backlog(NamedTuple):
    """What was not told."""

    waiting: int
    refused: int
    oldest: datetime | None
    """Since when the oldest of what waits is due."""


def invoice_of(terminal: str, epoch: str, seq: int) -> str:
    """Return the number under which a sale is told, however often: 100 bits, 20 letters.

    >>> len(invoice_of("Q33-0001", "00" * 16, 7))
    20
    """
    named = sha256(f"{terminal}/{epoch}/{seq}".encode()).digest()
    return b32encode(named).decode()[:INVOICE_LETTERS]


def enqueue(noted_since: datetime, now: datetime) -> int:
    """Put into the queue what was noted since a moment and is not there; return how many."""
    new = rows(
        """
        SELECT sale.terminal, sale.epoch, sale.seq, sale.scanned, sale.stored_at
        FROM dispensing AS sale LEFT JOIN nationalreport AS told ON told.terminal = sale.terminal
            AND told.epoch = sale.epoch AND told.seq = sale.seq
        WHERE sale.noted_at > ? AND sale.kind = 'sale' AND sale.stored_at > ?
            AND told.terminal IS NULL
        """,
        (to_text(noted_since), to_text(now - BACKFILL)),
    )
    run_many(
        """
        INSERT INTO nationalreport (terminal, epoch, seq, code, invoice, state, due_since,
            told_entries, tries, next_at, answer)
        VALUES (?, ?, ?, ?, ?, 'waiting', ?, 0, 0, '', '')
        ON CONFLICT (terminal, epoch, seq) DO NOTHING
        """,
        [(*row[:4], invoice_of(*row[:3]), row[4]) for row in new],
    )
    _look_again(noted_since)
    return len(new)


def _look_again(noted_since: datetime) -> None:
    """Tell once more what was told and has changed; tell no more what was refused and is undone."""
    run_many(
        "UPDATE nationalreport SET state = 'waiting', due_since = ?, tries = 0, next_at = ''"
        " WHERE terminal = ? AND epoch = ? AND seq = ?",
        _changed(noted_since),
    )
    run_many(
        "UPDATE nationalreport SET state = 'needless', answer = ''"
        " WHERE terminal = ? AND epoch = ? AND seq = ?",
        _undone(noted_since),
    )


def _changed(noted_since: datetime) -> list[tuple[str, str, str, int]]:
    """Return what was told and has been undone since: when that was stored, and the sale."""
    found = rows(
        """
        SELECT max(late.stored_at), told.terminal, told.epoch, told.seq
        FROM dispensing AS late JOIN nationalreport AS told ON told.terminal = late.terminal
            AND told.epoch = late.sale_epoch AND told.seq = late.sale_seq
        WHERE late.noted_at > ? AND late.kind <> 'sale' AND told.state = 'told'
            AND told.told_entries < (
                SELECT count(*) FROM dispensing AS step WHERE step.terminal = told.terminal
                AND step.sale_epoch = told.epoch AND step.sale_seq = told.seq)
        GROUP BY told.terminal, told.epoch, told.seq
        """,
        (to_text(noted_since),),
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in found]


def _undone(noted_since: datetime) -> list[tuple[str, str, int]]:
    """Return the sales that were refused, never taken, and of which nothing is left since."""
    found = rows(
        """
        SELECT DISTINCT told.terminal, told.epoch, told.seq
        FROM dispensing AS late JOIN nationalreport AS told ON told.terminal = late.terminal
            AND told.epoch = late.sale_epoch AND told.seq = late.sale_seq
        WHERE late.noted_at > ? AND late.kind <> 'sale' AND told.state = 'refused'
            AND told.told_entries = 0 AND NOT EXISTS (
                SELECT 1 FROM dispensing AS step JOIN dispensedline AS line
                    ON line.terminal = step.terminal AND line.epoch = step.epoch
                    AND line.seq = step.seq
                WHERE step.terminal = told.terminal AND step.sale_epoch = told.epoch
                    AND step.sale_seq = told.seq
                GROUP BY line.drug, line.prescribed, line.substitutes HAVING sum(line.units) > 0)
        """,
        (to_text(noted_since),),
    )
    return [(terminal, epoch, int(seq)) for terminal, epoch, seq in found]


def due(now: datetime, most: int) -> list[Due]:
    """Return what is to be told now: first what nobody has answered yet, the oldest of it first.

    However much is sent again, a sale of this moment does not stand behind it.
    """
    found = rows(
        """
        SELECT told.terminal, told.epoch, told.seq, told.code, told.invoice, (
            SELECT count(*) FROM dispensing AS step WHERE step.terminal = told.terminal
            AND step.sale_epoch = told.epoch AND step.sale_seq = told.seq
        ), told.told_entries, told.tries
        FROM nationalreport AS told WHERE told.state = 'waiting' AND told.next_at <= ?
        ORDER BY told.told_at IS NOT NULL, told.due_since, told.terminal, told.epoch, told.seq
        LIMIT ?
        """,
        (to_text(now), most),
    )
    return [
        Due(terminal, epoch, int(seq), code, invoice, int(entries), bool(told), int(tries))
        for terminal, epoch, seq, code, invoice, entries, told, tries in found
    ]


def settle(one: Due, state: str, answer: str, now: datetime) -> None:
    """Note that a sale was told, was refused, or need not be told; only the first was taken."""
    taken = one.entries if state == "told" else None
    run(
        "UPDATE nationalreport SET state = ?, answer = ?, told_at = ?,"
        " told_entries = coalesce(?, told_entries)"
        " WHERE terminal = ? AND epoch = ? AND seq = ?",
        (state, answer, to_text(now), taken, one.terminal, one.epoch, one.seq),
    )


def put_off(one: Due, why: str, now: datetime, *, at_least: float) -> None:
    """Note that it could not be told; it is tried again, ever more seldom."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(one.tries, 10))
    again = now + max(wait, timedelta(seconds=at_least))
    run(
        "UPDATE nationalreport SET tries = tries + 1, next_at = ?, answer = ?"
        " WHERE terminal = ? AND epoch = ? AND seq = ?",
        (to_text(again), why, one.terminal, one.epoch, one.seq),
    )


def again(now: datetime) -> int:
    """Put what was refused back into the queue, as due from now; return how many."""
    count = int(rows("SELECT count(*) FROM nationalreport WHERE state = 'refused'")[0][0])
    run(
        "UPDATE nationalreport SET state = 'waiting', due_since = ?, tries = 0, next_at = ?"
        " WHERE state = 'refused'",
        (to_text(now), to_text(now)),
    )
    return count


def backlog() -> Backlog:
    """Return how much was not told."""
    counts = dict(rows("SELECT state, count(*) FROM nationalreport GROUP BY state"))
    oldest = rows("SELECT min(due_since) FROM nationalreport WHERE state = 'waiting'")[0][0]
    return Backlog(
        counts.get("waiting", 0), counts.get("refused", 0), from_text(oldest) if oldest else None
    )
