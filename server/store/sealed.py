"""Sealed blocks: kept for `server/vault`; nobody here can open one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from server.store.database import add as add_rows
from server.store.database import rows, to_text


class Block(NamedTuple):
    """The sealed block of an entry that is stored."""

    terminal: str
    epoch: str
    seq: int
    block: bytes


def keep(blocks: Iterable[Block], now: datetime) -> None:
    """Keep blocks; one that is there already is left alone."""
    stored_at = to_text(now)
    add_rows(
        "sealed",
        ("terminal", "epoch", "seq", "block", "stored_at"),
        [(*one, stored_at) for one in blocks],
    )


def find(terminal: str, epoch: str, seq: int) -> bytes | None:
    """Return the sealed block of an entry, or None if there is none."""
    found = rows(
        "SELECT block FROM sealed WHERE terminal = ? AND epoch = ? AND seq = ?",
        (terminal, epoch, seq),
    )
    return bytes(found[0][0]) if found else None
