"""Entries that say something about prescriptions, once something else is stored.

Following passes over numbers that were set aside: they may be stored after an upgrade. It also
passes over what undoes a sale that is not stored yet. Both are noted here, in the transaction that
moves the mark on, and read when what they wait for is there.
"""

from collections.abc import Iterable
from typing import NamedTuple

from server.store.database import add, rows, run_many
from server.store.prescriptions import Fresh, Unread
from wire.entry import Reference


class Awaited(NamedTuple):
    """An entry that is to be read yet, and what it waits for; columns as stored."""

    terminal: str
    epoch: str
    seq: int
    for_epoch: str
    for_seq: int
    for_sha256: str
    """Of the sale; empty: it waits for itself, whatever comes under its number."""


def passed_over(ledger: Unread, seq: int) -> Awaited:
    """Return that a number is not stored yet."""
    return Awaited(ledger.terminal, ledger.epoch, seq, ledger.epoch, seq, "")


def too_early(fresh: Fresh, sale: Reference) -> Awaited:
    """Return that an entry undoes a sale that is not stored yet."""
    return Awaited(fresh.terminal, fresh.epoch, fresh.seq, sale.epoch, sale.seq, sale.sha256)


def note(waiting: Iterable[Awaited]) -> None:
    """Note what is to be read yet; what is noted already stays as it is."""
    add("awaited", Awaited._fields, sorted(waiting))


def come(most: int) -> list[Fresh]:
    """Return entries of which what they waited for is stored, in order.

    A sale counts as stored where it was carried to, just as `prescriptions.stored_sale` finds it.
    """
    found = rows(
        """
        SELECT one.terminal, one.epoch, one.seq, entry.kind, entry.stored_at, entry.body
        FROM (
            SELECT awaited.terminal, awaited.epoch, awaited.seq FROM awaited
            JOIN entry AS meant ON meant.terminal = awaited.terminal
                AND meant.epoch = awaited.for_epoch AND meant.seq = awaited.for_seq
            WHERE awaited.for_sha256 = ''
                OR (meant.sha256 = awaited.for_sha256 AND meant.kind = 'sale')
            UNION
            SELECT awaited.terminal, awaited.epoch, awaited.seq FROM awaited
            JOIN carried ON carried.terminal = awaited.terminal
                AND carried.epoch = awaited.for_epoch AND carried.seq = awaited.for_seq
                AND carried.sha256 = awaited.for_sha256
            JOIN entry AS meant ON meant.terminal = carried.terminal
                AND meant.epoch = carried.by_epoch AND meant.seq = carried.by_seq
            WHERE meant.kind = 'sale'
            ORDER BY 1, 2, 3 LIMIT ?
        ) AS one
        JOIN entry ON entry.terminal = one.terminal AND entry.epoch = one.epoch
            AND entry.seq = one.seq
        ORDER BY one.terminal, one.epoch, one.seq
        """,
        (most,),
    )
    return [
        Fresh(terminal, epoch, int(seq), kind, stored_at, bytes(body))
        for terminal, epoch, seq, kind, stored_at, body in found
    ]


def forget(read: Iterable[Fresh]) -> None:
    """Note that entries wait no longer."""
    run_many(
        "DELETE FROM awaited WHERE terminal = ? AND epoch = ? AND seq = ?",
        [(one.terminal, one.epoch, one.seq) for one in read],
    )
