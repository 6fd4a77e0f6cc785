"""Quarantine: what was set aside instead of stored, with the reason, for a person to look at."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from server.store.database import rows, run, run_many, to_text

MAX_BODY_BYTES = 64 * 1024
"""Kept of a message that is not to be trusted; an entry that somebody signed is kept whole."""
MAX_MESSAGES = 100
"""Kept of each terminal that is not to be trusted: it must not fill the disk."""
MAX_LISTED = 300
"""Rejections that one receipt names: with everything else below `wire.size.MAX_SAID`."""


class Reason(StrEnum):
    """Why something was set aside. The values go to terminals: they never change."""

    FOREIGN_TOPIC = "foreign topic"
    TOO_LARGE = "too large"
    UNSIGNED = "unsigned"
    WRONG_SIGNER = "wrong signer"
    UNKNOWN_TERMINAL = "unknown terminal"
    REVOKED = "revoked"
    FORGED = "forged"
    MALFORMED = "malformed"
    UNEXPECTED = "unexpected"
    UNDECODABLE = "undecodable"
    FOREIGN_ENTRY = "foreign entry"
    CONFLICT = "conflict"
    CHAIN_BROKEN = "chain broken"
    NEWER_SCHEMA = "newer schema"
    CARRIED_TWICE = "carried twice"
    SEALED_UNINVITED = "sealed uninvited"
    """Not set aside: the blocks are dropped, and the entries are stored."""


class SetAside(NamedTuple):
    """Something to set aside. A message as a whole has neither epoch nor number."""

    terminal: str
    """Who it claims to be from; empty if it does not say."""
    epoch: str
    seq: int
    sha256: str
    reason: Reason
    body: bytes
    about: str = ""
    """What in particular an alarm should name, such as the true signer: ASCII, nothing personal."""


class Rejection(NamedTuple):
    """An entry that was set aside, as a receipt names it."""

    seq: int
    sha256: str
    reason: str


def set_aside(things: Iterable[SetAside], now: datetime) -> None:
    """Keep what could not be stored; a repeat only says when it came again."""
    at = to_text(now)
    run_many(
        """
        INSERT INTO quarantine (terminal, epoch, seq, sha256, reason, body, at, again_at)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?
        WHERE ? <> ''
           OR (SELECT count(*) FROM quarantine WHERE terminal = ? AND epoch = '') < ?
        ON CONFLICT (terminal, epoch, seq, sha256) DO UPDATE SET again_at = excluded.again_at
        """,
        [
            (
                *(thing.terminal, thing.epoch, thing.seq, thing.sha256),
                *(thing.reason.value, _kept(thing), at, at),
                *(thing.epoch, thing.terminal, MAX_MESSAGES),
            )
            for thing in things
        ],
    )


def rejections(terminal: str, epoch: str, *, through: int, most: int) -> list[Rejection]:
    """Return, in order, what of a ledger up to a number is set aside and may yet be its reader's.

    Up to that number each is stored or set aside. From the last that is not stored on, the hash
    there tells all: whoever has it has the stored entries, and not what was set aside beside them.
    """
    found = rows(
        """
        SELECT seq, sha256, reason FROM quarantine AS aside
        WHERE terminal = ? AND epoch = ? AND seq > 0 AND seq <= (
            SELECT coalesce(max(seq), 0) FROM quarantine AS alone
            WHERE terminal = ? AND epoch = ? AND seq <= ? AND NOT EXISTS (
                SELECT 1 FROM entry WHERE entry.terminal = alone.terminal
                AND entry.epoch = alone.epoch AND entry.seq = alone.seq
            )
        ) AND NOT EXISTS (
            SELECT 1 FROM entry WHERE entry.terminal = aside.terminal
            AND entry.epoch = aside.epoch AND entry.seq = aside.seq
            AND entry.sha256 = aside.sha256
        )
        ORDER BY seq, sha256 LIMIT ?
        """,
        (terminal, epoch, terminal, epoch, through, most),
    )
    return [Rejection._make(row) for row in found]


def hash_at(terminal: str, epoch: str, seq: int) -> str | None:
    """Return the hash of the entry last set aside at a number, or None if there is none."""
    found = rows(
        """
        SELECT sha256 FROM quarantine WHERE terminal = ? AND epoch = ? AND seq = ?
        ORDER BY again_at DESC, sha256 LIMIT 1
        """,
        (terminal, epoch, seq),
    )
    return str(found[0][0]) if found else None


def ledgers() -> list[tuple[str, str]]:
    """Return terminal and epoch of every ledger of which entries are set aside."""
    found = rows(
        """
        SELECT DISTINCT terminal, epoch FROM quarantine WHERE epoch <> '' ORDER BY terminal, epoch
        """
    )
    return [(row[0], row[1]) for row in found]


def entries_of(terminal: str, epoch: str) -> list[SetAside]:
    """Return the entries of a ledger that are set aside, in order."""
    found = rows(
        """
        SELECT terminal, epoch, seq, sha256, reason, body FROM quarantine
        WHERE terminal = ? AND epoch = ? ORDER BY seq, at, sha256
        """,
        (terminal, epoch),
    )
    return [
        SetAside(row[0], row[1], row[2], row[3], Reason(row[4]), bytes(row[5])) for row in found
    ]


def release(terminal: str, epoch: str, seq: int, sha256: str) -> None:
    """Forget an entry that has been stored after all, byte for byte."""
    run(
        "DELETE FROM quarantine WHERE terminal = ? AND epoch = ? AND seq = ? AND sha256 = ?",
        (terminal, epoch, seq, sha256),
    )


def _kept(thing: SetAside) -> bytes:
    """Return as much of it as is kept: an entry whole, since `release` may store it yet."""
    return thing.body if thing.epoch else thing.body[:MAX_BODY_BYTES]
