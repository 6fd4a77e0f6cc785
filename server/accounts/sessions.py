"""Sessions: a browser that a person has signed in with. Writing wants a transaction."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from server.accounts.account import Account
from server.accounts.book import find
from server.store.database import add, from_text, rows, run, to_text

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
AT_ONCE = 3
"""Of one account; the oldest gives way."""
HALF_WAY = timedelta(minutes=10)
"""How long one may take between the password and the code."""
_NOTED = timedelta(minutes=1)
"""A session's last use is written down only so often: reading pages need not write."""


class Stage(StrEnum):
    """How far somebody has come in."""

    PASSWORD = "password"  # noqa: S105 - a stage
    """The password was right; now the code."""
    CHANGE = "change"
    """Password and code were right; now the password that somebody else gave is changed."""
    ENROL = "enrol"
    """The password was right; there is no second factor yet."""
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser."""

    sha256: str
    account: Account
    stage: Stage
    began_at: datetime
    seen_at: datetime
    address: str
    browser: str
    told: str = ""
    offered: bytes | None = field(default=None, repr=False)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    account: Account, stage: Stage, now: datetime, *, address: str = "", browser: str = ""
) -> str:
    """Begin a session and return its token; the account's oldest ones give way.

    One that is half way in gives way to its like alone: a password does not sign anybody out.
    """
    token = secrets.token_urlsafe(32)
    at = to_text(now)
    add(
        "websession",
        ("sha256", "account", "stage", "began_at", "seen_at", "address", "browser", "told"),
        [(hash_of(token), account.id, stage, at, at, address, browser[:200], "")],
    )
    kept = rows(
        """
        SELECT sha256 FROM websession
        WHERE account = ? AND CASE WHEN stage = ? THEN 1 ELSE 0 END = ?
        ORDER BY began_at DESC, sha256
        """,
        (account.id, Stage.IN, int(stage is Stage.IN)),
    )
    for (sha256,) in kept[AT_ONCE:]:
        end(sha256)
    return token


def read(token: str, now: datetime) -> Session | None:
    """Return the session of a token; None if there is none, or it is over."""
    return find_session(hash_of(token), now) if token else None


def find_session(sha256: str, now: datetime) -> Session | None:
    """Return a session by its token's hash."""
    found = rows(
        "SELECT sha256, account, stage, began_at, seen_at, address, browser, told, offered"
        " FROM websession WHERE sha256 = ?",
        (sha256,),
    )
    account = find(found[0][1]) if found else None
    if account is None:
        return None
    session = _session(found[0], account)
    return None if is_over(session, now) or account.is_locked(now) else session


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has come to its end."""
    longest, idle = (LONGEST, IDLE) if session.stage is Stage.IN else (HALF_WAY, HALF_WAY)
    return now - session.began_at > longest or now - session.seen_at > idle


def is_to_note(session: Session, now: datetime) -> bool:
    """Whether it is time to write down that a session is in use."""
    return now - session.seen_at > _NOTED or bool(session.told)


def note(session: Session, now: datetime) -> None:
    """Write down that a session is in use, and that it was told what it was to be told."""
    run(
        "UPDATE websession SET seen_at = ?, told = '' WHERE sha256 = ?",
        (to_text(now), session.sha256),
    )


def tell(sha256: str, words: str) -> None:
    """Have something told on the next page."""
    run("UPDATE websession SET told = ? WHERE sha256 = ?", (words, sha256))


def offer(session: Session, sealed: bytes) -> None:
    """Keep a second factor until its first code confirms it."""
    run("UPDATE websession SET offered = ? WHERE sha256 = ?", (sealed, session.sha256))


def end(sha256: str) -> None:
    """End a session."""
    run("DELETE FROM websession WHERE sha256 = ?", (sha256,))


def end_all(account: Account, *, but: str = "") -> None:
    """End every session of an account, one of them perhaps excepted."""
    run("DELETE FROM websession WHERE account = ? AND sha256 <> ?", (account.id, but))


def of(account: Account, now: datetime) -> list[Session]:
    """Return an account's sessions, the latest first."""
    found = rows(
        "SELECT sha256, account, stage, began_at, seen_at, address, browser, told, offered"
        " FROM websession WHERE account = ? ORDER BY began_at DESC, sha256",
        (account.id,),
    )
    sessions = [_session(row, account) for row in found]
    return [session for session in sessions if not is_over(session, now)]


def sweep(now: datetime) -> None:
    """Forget sessions that are long over."""
    run("DELETE FROM websession WHERE began_at < ?", (to_text(now - LONGEST),))


def _session(row: tuple[object, ...], account: Account) -> Session:
    sha256, _name, stage, began, seen, address, browser, told, offered = row
    return Session(
        sha256=str(sha256),
        account=account,
        stage=Stage(str(stage)),
        began_at=from_text(str(began)),
        seen_at=from_text(str(seen)),
        address=str(address),
        browser=str(browser),
        told=str(told),
        offered=bytes(offered) if isinstance(offered, bytes | bytearray | memoryview) else None,
    )
