"""Terminals: who may send, and when each was last heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from server.store.database import rows, run, run_many, to_text
from wire.registration import Registration
from wire.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What ingest must know of a terminal."""

    id: str
    province: str
    signing_key: str
    """Ed25519 public key, PEM."""
    active: bool


def register(registration: Registration) -> None:
    """Add a terminal, or bring it up to date.

    One that was revoked stays revoked, unless it has been enrolled anew with another key.
    """
    run(
        """
        INSERT INTO terminal (id, province, outlet, commune, signing_key, status, enrolled_at)
        VALUES (?, ?, ?, ?, ?, 'active', ?)
        ON CONFLICT (id) DO UPDATE SET
            province = excluded.province, outlet = excluded.outlet, commune = excluded.commune,
            status = CASE signing_key WHEN excluded.signing_key THEN status ELSE 'active' END,
            signing_key = excluded.signing_key, enrolled_at = excluded.enrolled_at
        """,
        (
            registration.terminal,
            registration.province,
            registration.outlet,
            registration.commune,
            registration.signing_key,
            to_text(registration.enrolled_at),
        ),
    )


def revoke(terminal: str) -> bool:
    """Believe this terminal no more; return whether there is such a terminal."""
    run("UPDATE terminal SET status = 'revoked' WHERE id = ?", (terminal,))
    return is_registered(terminal)


def is_registered(terminal: str) -> bool:
    """Whether there is such a terminal, active or revoked."""
    return bool(rows("SELECT 1 FROM terminal WHERE id = ?", (terminal,)))


def find(terminals: Iterable[str]) -> dict[str, Terminal]:
    """Return those of the terminals that are registered."""
    found = {}
    for terminal in terminals:
        for row in rows(
            "SELECT id, province, signing_key, status FROM terminal WHERE id = ?", (terminal,)
        ):
            found[terminal] = Terminal(
                id=row[0], province=row[1], signing_key=row[2], active=row[3] == "active"
            )
    return found


def heard(terminals: Iterable[str], now: datetime) -> None:
    """Note that these terminals sent something genuine."""
    run_many(
        "UPDATE terminal SET last_contact_at = ? WHERE id = ?",
        [(to_text(now), terminal) for terminal in terminals],
    )


def report(statuses: Iterable[Status], now: datetime) -> None:
    """Keep what terminals say of themselves; the last word stands."""
    run_many(
        """
        UPDATE terminal
        SET unsent = ?, last_seq = ?, software = ?, reported_at = ? WHERE id = ?
        """,
        [
            (status.unsent, status.last_seq, status.software, to_text(now), status.terminal)
            for status in statuses
        ],
    )
