"""Slowing down those who guess, without telling them whether there is such an account."""

import hashlib
from datetime import datetime, timedelta

from server.accounts.account import tidy
from server.store.database import add, rows, run, to_text

WINDOW = timedelta(minutes=15)
PAIR, ACCOUNT, ADDRESS = 5, 30, 50
"""Failed tries within the window: of one account from one address, of one account, of one address.

The first is small; the second is larger, so that a stranger elsewhere cannot easily keep the
account's own person out.
"""


def is_held(name: str, address: str, now: datetime) -> bool:
    """Whether a try has to wait; wants a transaction."""
    since, key = to_text(now - WINDOW), _key(name)
    pair, account, place = rows(
        """
        SELECT count(CASE WHEN name = ? AND address = ? THEN 1 END),
               count(CASE WHEN name = ? THEN 1 END),
               count(CASE WHEN address = ? THEN 1 END)
        FROM failedtry WHERE at > ? AND (name = ? OR address = ?)
        """,
        (key, address, key, address, since, key, address),
    )[0]
    return bool(pair >= PAIR or account >= ACCOUNT or place >= ADDRESS)


def note_failure(name: str, address: str, now: datetime) -> None:
    """Note a failed try and forget those that no longer count."""
    add("failedtry", ("name", "address", "at"), [(_key(name), address, to_text(now))])
    run("DELETE FROM failedtry WHERE at < ?", (to_text(now - WINDOW),))


def forget(name: str, address: str) -> None:
    """Forget the failed tries of one who got in."""
    run("DELETE FROM failedtry WHERE name = ? AND address = ?", (_key(name), address))


def _key(name: str) -> str:
    return hashlib.sha256(tidy(name).encode()).hexdigest()
