"""A person who may come in."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.roles import Role

UNUSED = timedelta(days=45)
"""An account that nobody used for so long is locked (TCVN 14423:2026; SEC-03)."""
REVIEW = timedelta(days=182)
"""Accounts are gone through every six months (SEC-03)."""
PASSWORD_AGE = timedelta(days=60)
"""Administrators change their password every two months (TCVN 14423:2026, level 3; SEC-03)."""
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """As the pages know it; its secrets stay in this folder."""

    id: str
    """What one signs in with."""
    name: str
    """The person's."""
    roles: frozenset[Role]
    language: str = ""
    has_second: bool = False
    """Whether a second factor is confirmed."""
    must_change: bool = False
    created_at: datetime
    used_at: datetime
    changed_at: datetime
    locked_at: datetime | None = None
    reviewed_at: datetime | None = None

    @property
    def titles(self) -> str:
        """Roles, in the reader's words."""
        return ", ".join(role.words for role in Role if role in self.roles)

    def is_locked(self, now: datetime) -> bool:
        """Whether nobody can come in with it: locked by a person, or unused for too long."""
        return self.locked_at is not None or self.is_unused(now)

    def is_unused(self, now: datetime) -> bool:
        """Whether it was not used for too long."""
        return now - self.used_at > UNUSED

    def must_change_now(self, now: datetime) -> bool:
        """Whether one gets in only with a new password: somebody else gave it, or it is old."""
        is_old = now - self.changed_at > PASSWORD_AGE
        return self.must_change or (Role.ADMINISTRATOR in self.roles and is_old)

    def is_due(self, now: datetime) -> bool:
        """Whether somebody has to look whether it is still needed."""
        return now - (self.reviewed_at or self.created_at) > REVIEW


def tidy(name: str) -> str:
    """Return a name to sign in with as it is kept.

    >>> tidy(" Ha.DS ")
    'ha.ds'
    """
    return unicodedata.normalize("NFKC", name).strip().lower()
