"""Quarantine: what was set aside instead of stored, with the reason, for a person to look at."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from server.store.database import rows, run_many, to_text

MAX_BODY_BYTES = 64 * 1024
MAX_MESSAGES = 100
"""Kept of each terminal that is not to be trusted: it must not fill the disk."""
MAX_LISTED = 500
"""Rejections that one receipt names: about 80 KB in base64, which every terminal still reads."""


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


class SetAside(NamedTuple):
    """Something to set aside. A message as a whole has neither epoch nor number."""

    terminal: str
    """Who it claims to be from; empty if it does not say."""
    epoch: str
    seq: int
    sha256: str
    reason: Reason
    body: bytes


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
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7
        WHERE ?2 != ''
           OR (SELECT count(*) FROM quarantine WHERE terminal = ?1 AND epoch = '') < ?8
        ON CONFLICT DO UPDATE SET again_at = excluded.again_at
        """,
        [
            (
                *thing._replace(reason=thing.reason.value, body=thing.body[:MAX_BODY_BYTES]),  # type: ignore[arg-type]
                at,
                MAX_MESSAGES,
            )
            for thing in things
        ],
    )


def rejections(terminal: str, epoch: str) -> list[Rejection]:
    """Return what was set aside of a ledger and is not stored either, what came last first.

    Not more than `MAX_LISTED`.
    """
    found = rows(
        """
        SELECT seq, sha256, reason FROM quarantine AS aside
        WHERE terminal = ?1 AND epoch = ?2 AND NOT EXISTS (
            SELECT 1 FROM entry WHERE terminal = ?1 AND epoch = ?2
            AND seq = aside.seq AND sha256 = aside.sha256
        )
        ORDER BY again_at DESC, seq LIMIT ?3
        """,
        (terminal, epoch, MAX_LISTED),
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
