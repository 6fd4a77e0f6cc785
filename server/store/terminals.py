"""Terminals: who may send, and when each was last heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.store.database import from_text, given, locking, rows, run, run_many, to_json, to_text
from wire.registration import Registration
from wire.status import Status

OLD_KEY_DAYS = 40
"""How long a former key is believed: what a terminal signed before it was given another one may
be on its way still (30 days without a network, and some)."""
_HEARD_AGAIN = timedelta(seconds=10)
"""Pages show minutes: a terminal that sends all the time is not noted each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerKey:
    """A signing key that a terminal had before."""

    signing_key: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What ingest must know of a terminal."""

    id: str
    province: str
    signing_key: str
    """Ed25519 public key, PEM."""
    active: bool
    former_keys: tuple[FormerKey, ...] = ()
    """Those it had before, the one believed longest first."""

    def keys(self, now: datetime) -> list[str]:
        """Return the keys that it may sign with now, the newest first."""
        return [self.signing_key, *(k.signing_key for k in self.former_keys if now < k.until)]


def register(
    registration: Registration, *, now: datetime | None = None, old_key_days: int = OLD_KEY_DAYS
) -> None:
    """Add a terminal, or bring it up to date.

    One that was revoked stays revoked, unless it has been enrolled anew with another key. The key
    of an active terminal is believed for some days beside the one that follows it.
    """
    now = now or registration.enrolled_at
    if old_key_days:
        run(
            """
            INSERT INTO formerkey (terminal, signing_key, until)
            SELECT id, signing_key, ? FROM terminal
            WHERE id = ? AND signing_key <> ? AND status = 'active'
            ON CONFLICT (terminal, signing_key) DO UPDATE SET until = excluded.until
            """,
            (
                to_text(now + timedelta(days=old_key_days)),
                registration.terminal,
                registration.signing_key,
            ),
        )
    else:
        run(
            """
            DELETE FROM formerkey WHERE terminal = ? AND EXISTS
                (SELECT 1 FROM terminal WHERE id = formerkey.terminal AND signing_key <> ?)
            """,
            (registration.terminal, registration.signing_key),
        )
    # A key that is in use again is no former one.
    run(
        "DELETE FROM formerkey WHERE terminal = ? AND signing_key = ?",
        (registration.terminal, registration.signing_key),
    )
    run(
        """
        INSERT INTO terminal
            (id, province, outlet, commune, signing_key, status, enrolled_at, outlet_code)
        VALUES (?, ?, ?, ?, ?, 'active', ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            province = excluded.province, outlet = excluded.outlet, commune = excluded.commune,
            status = CASE terminal.signing_key WHEN excluded.signing_key
                     THEN terminal.status ELSE 'active' END,
            signing_key = excluded.signing_key, enrolled_at = excluded.enrolled_at,
            outlet_code = CASE excluded.outlet_code WHEN ''
                          THEN terminal.outlet_code ELSE excluded.outlet_code END
        """,
        (
            registration.terminal,
            registration.province,
            registration.outlet,
            registration.commune,
            registration.signing_key,
            to_text(registration.enrolled_at),
            registration.outlet_code,
        ),
    )


def revoke(terminal: str) -> bool:
    """Believe this terminal no more, with any key; return whether there is such a terminal."""
    run("UPDATE terminal SET status = 'revoked' WHERE id = ?", (terminal,))
    run("DELETE FROM formerkey WHERE terminal = ?", (terminal,))
    return is_registered(terminal)


def is_registered(terminal: str) -> bool:
    """Whether there is such a terminal, active or revoked."""
    return bool(rows("SELECT 1 FROM terminal WHERE id = ?", (terminal,)))


def find(terminals: Iterable[str]) -> dict[str, Terminal]:
    """Return those of the terminals that are registered."""
    return _find(terminals, "")


def active() -> list[str]:
    """Return the terminals that may send."""
    return [name for (name,) in rows("SELECT id FROM terminal WHERE status = 'active'")]


def hold(terminals: Iterable[str]) -> dict[str, Terminal]:
    """Return them, and let nobody else write to their ledgers until the transaction ends."""
    return _find(terminals, locking("terminal"))


def heard(terminals: Iterable[str], now: datetime) -> None:
    """Note that these terminals sent something genuine."""
    run(
        f"""
        UPDATE terminal SET last_contact_at = ?
        WHERE id IN (SELECT id FROM {given(id="text")} AS one)
        AND (last_contact_at IS NULL OR last_contact_at < ?)
        """,  # noqa: S608 (a fixed text)
        (to_text(now), to_json((id_,) for id_ in terminals), to_text(now - _HEARD_AGAIN)),
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


def _find(terminals: Iterable[str], lock: str) -> dict[str, Terminal]:
    """Ordered, so that two who hold several never wait for each other in a ring."""
    found: dict[str, Terminal] = {}
    for id_, province, signing_key, status, former, until in rows(
        f"""
        SELECT terminal.id, province, terminal.signing_key, status, former.signing_key, until
        FROM {given(id="text")} AS one CROSS JOIN terminal
        LEFT JOIN formerkey AS former ON former.terminal = terminal.id
        WHERE terminal.id = one.id ORDER BY terminal.id, until DESC {lock}
        """,  # noqa: S608 (fixed texts)
        (to_json((id_,) for id_ in terminals),),
    ):
        before = found[id_].former_keys if id_ in found else ()
        if former is not None:
            before = (*before, FormerKey(signing_key=former, until=from_text(until)))
        found[id_] = Terminal(
            id=id_,
            province=province,
            signing_key=signing_key,
            active=status == "active",
            former_keys=before,
        )
    return found
