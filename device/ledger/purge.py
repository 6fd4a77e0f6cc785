"""The purge: entries that the province has had for long make room, and are never missed in a sum.

What a purge passes over is behind a checkpoint: chain and stock are verified from there. Behind it
stay, for themselves, entries that were set aside by the province and those with a sealed block:
they are the outlet's legal book (customer book and prescription copies), which no want of room
may touch. Of sales on a prescription it is asked how much is left (RX-04), and the province tells a
terminal nothing of what passed through its own ledger: they stay for the time of retention. With a
sale that stays what undid it stays too, so that it is not undone twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from device.ledger.database import LedgerDatabase
from device.ledger.moments import read_moment
from device.ledger.movements import movements
from device.ledger.projection import replay
from device.ledger.shifts import set_then, then
from device.ledger.stock import stock_of, write_stock
from device.ledger.tables import Outbox, entry_id
from wire.kinds import read_entry

_PLACES = "(entry.id, entry.about, first.about)"
_IS_OF_KEPT = (
    f"(EXISTS (SELECT 1 FROM sealed WHERE sealed.id IN {_PLACES}) OR EXISTS (SELECT 1"  # noqa: S608 - written here
    f" FROM outbox AS kept WHERE kept.id IN {_PLACES} AND kept.state = 'rejected'))"
)
_IS_ON_PRESCRIPTION = " OR ".join(
    f"coalesce({place}, 0) IN (SELECT id FROM prescribed)"  # noqa: S608 - written here
    for place in ("entry.id", "entry.about", "first.about")
)
CHUNK = 500
"""Entries in one transaction, so that no sale waits long for its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what the province has stays here, counted from its receipt."""

    entries: timedelta = timedelta(days=400)
    sealed: timedelta = timedelta(days=20 * 365 + 5)
    """CTL-13 (TT 18/2026/TT-BYT Đ15 k3; the number of years is this product's decision)."""


class _Candidate(NamedTuple):
    id: int
    book: int
    seq: int
    state: str
    answered_at: str | None
    sha256: str
    body: bytes
    is_of_kept: bool
    """Whether it, or what it carries or undoes, is sealed or was set aside."""
    is_on_prescription: bool
    """Whether it, or what it carries or undoes, was sold on a prescription."""


def purge_old(database: LedgerDatabase, now: datetime, retention: Retention) -> int:
    """Purge what was received longer ago than its retention; return how many entries went."""
    gone = purge(database, answered_before=now - retention.entries)
    with database.writing():
        gone += _remove(database, _old_sealed(database, now - retention.sealed))
        return gone + _remove(database, _old_left(database, now - retention.entries))


def purge(
    database: LedgerDatabase, *, answered_before: datetime | None = None, most: int = CHUNK
) -> int:
    """Purge the oldest entries that the province has; return how many went, at most `most`.

    Never one that waits or anything behind it, never the newest, never one with a sealed block,
    and for want of room alone none on a prescription.
    """
    with database.writing():
        passed: list[_Candidate] = []
        for found in _behind_checkpoint(database, most):
            answered_at = read_moment(found.answered_at)
            is_late = answered_before is not None and (
                answered_at is None or answered_at >= answered_before
            )
            if found.state == Outbox.WAITING or is_late:
                break
            passed.append(found)
        if not passed:
            return 0
        _move_checkpoint(database, passed)
        is_for_room = answered_before is None
        going = [
            found.id
            for found in passed
            if _may_go(found) and not (is_for_room and found.is_on_prescription)
        ]
        return _remove(database, going)


def checkpoint_id(database: LedgerDatabase) -> int:
    """Return the key up to which entries are behind the checkpoint; 0 if none is."""
    found = database.row("SELECT max((book << 32) + through) FROM checkpoint")
    return int(found[0]) if found and found[0] else 0


def _behind_checkpoint(database: LedgerDatabase, most: int) -> list[_Candidate]:
    """Return the entries that come next, but never the newest."""
    return [
        _Candidate(*row)
        for row in database.rows(
            "SELECT entry.id, entry.book, entry.seq, outbox.state, outbox.answered_at,"  # noqa: S608 - written here
            f" entry.sha256, entry.body, {_IS_OF_KEPT}, ({_IS_ON_PRESCRIPTION})"
            " FROM entry JOIN outbox ON outbox.id = entry.id"
            " LEFT JOIN entry AS first ON first.id = entry.about"
            " WHERE entry.id > ? AND entry.id < (SELECT max(id) FROM entry)"
            " ORDER BY entry.id LIMIT ?",
            checkpoint_id(database), most,
        )
    ]  # fmt: skip


def _may_go(found: _Candidate) -> bool:
    return found.state in {Outbox.RECEIVED, Outbox.CARRIED} and not found.is_of_kept


def _move_checkpoint(database: LedgerDatabase, passed: list[_Candidate]) -> None:
    stock, (tally, _through) = stock_of(database, "shelfthen"), then(database)
    for found in passed:
        entry = read_entry(bytes(found.body))
        replay(stock, movements(entry))
        tally = tally.take(entry)
    write_stock(database, "shelfthen", stock)
    set_then(database, tally, through=passed[-1].id)
    for found in {found.book: found for found in passed}.values():
        database.run(
            "INSERT INTO checkpoint (book, through, head) VALUES (?, ?, ?)"
            " ON CONFLICT (book) DO UPDATE SET through = excluded.through, head = excluded.head",
            found.book, found.seq, found.sha256,
        )  # fmt: skip


def _remove(database: LedgerDatabase, keys: list[int]) -> int:
    for key in keys:
        database.run('DELETE FROM "entry" WHERE id = ?', key)
        for table in ("sealed", "outbox"):
            database.run(f'DELETE FROM "{table}" WHERE id = ?', key)  # noqa: S608 - one of two
        database.run(
            "DELETE FROM printjob WHERE book = ? AND seq = ? AND state != 'committed'",
            key >> 32, key & (entry_id(1, 0) - 1),
        )  # fmt: skip
    if keys:
        database.run("DELETE FROM prescribed WHERE id NOT IN (SELECT id FROM entry)")
    return len(keys)


def _old_sealed(database: LedgerDatabase, answered_before: datetime) -> list[int]:
    """Return what stayed behind the checkpoint for its sealed block, and may go now."""
    return [
        int(key)
        for key, text in database.rows(
            "SELECT sealed.id, outbox.answered_at FROM sealed"
            " JOIN outbox ON outbox.id = sealed.id"
            " WHERE sealed.id <= ? AND outbox.state IN ('received', 'carried')",
            checkpoint_id(database),
        )
        if (answered_at := read_moment(text)) and answered_at < answered_before
    ]


def _old_left(database: LedgerDatabase, answered_before: datetime) -> list[int]:
    """Return what stayed behind the checkpoint for its prescription alone, and may go now."""
    return [
        int(key)
        for key, text in database.rows(
            "SELECT entry.id, outbox.answered_at FROM entry"  # noqa: S608 - written here
            " JOIN outbox ON outbox.id = entry.id"
            " LEFT JOIN entry AS first ON first.id = entry.about"
            " WHERE entry.id <= ? AND outbox.state IN ('received', 'carried')"
            f" AND ({_IS_ON_PRESCRIPTION}) AND NOT {_IS_OF_KEPT}",
            checkpoint_id(database),
        )
        if (answered_at := read_moment(text)) and answered_at < answered_before
    ]
