"""A copy of the whole database, for as long as an upgrade may fail.

The encrypted backup opens only with the key in the safe; a copy beside it needs nobody. PostgreSQL
copies files, and only while nobody is connected, which is so while the programs are stopped.
https://www.postgresql.org/docs/15/manage-ag-templatedbs.html
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from provisioning.errors import ProvisioningError
from provisioning.installing.database import DATABASE, ROLE, tell
from provisioning.installing.machine import CommandFailedError, Machine
from words import _

BEFORE, _AFTER = f"{DATABASE}_before", f"{DATABASE}_after"
_FOUND = (
    "SELECT datname || ' ' || coalesce(shobj_description(oid, 'pg_database'), '')"  # noqa: S608
    f" FROM pg_database WHERE datname = '{BEFORE}'"
)
_UNASKED = (
    "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"  # noqa: S608 - our own name
    f" FROM pg_database WHERE datname = '{DATABASE}'"
)
_SEND_AWAY = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"  # noqa: S608 - our own name
    f" WHERE datname = '{DATABASE}'"
)
_FRESH = timedelta(days=1)
_NOTED = 3
"""Words of a copy with its note: name, version, moment."""


class NoRoomError(ProvisioningError):
    """A copy does not fit on the disk."""

    def __init__(self, wanted: int, free: int) -> None:
        super().__init__(
            _("Ổ đĩa không đủ chỗ để nâng cấp: cần {wanted} MB, còn {free} MB.").format(
                wanted=wanted // 1024**2, free=free // 1024**2
            )
        )


class NoCopyError(ProvisioningError):
    """There is no copy that could be put in the place of the database."""

    def __init__(self) -> None:
        super().__init__(
            _("Không có bản sao {name}; cơ sở dữ liệu vẫn nguyên.").format(name=BEFORE)
        )


class Copied(NamedTuple):
    """What a copy was made of."""

    version: str
    """The release in use then."""
    at: str
    """ISO 8601, UTC."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is so young that little more than entries has come since."""
        return now - datetime.fromisoformat(self.at) < _FRESH


@dataclass(frozen=True, slots=True)
class CopyOfStore:
    """The copy; PostgreSQL must run, and our programs must not."""

    machine: Machine

    def make(self, version: str) -> None:
        """Copy, and note which release was in use; raise `NoRoomError` or `CommandFailedError`.

        A copy that is there already may be all that is left of something: it is not touched.
        """
        size = int(tell(self.machine, f"SELECT pg_database_size('{DATABASE}')"))
        free = self.machine.room("/var/lib/postgresql")
        if size * 2 > free:  # tables that come forward may be written anew
            raise NoRoomError(size * 2, free)
        at = _now()
        tell(
            self.machine,
            f"CREATE DATABASE {BEFORE} TEMPLATE {DATABASE} OWNER {ROLE} STRATEGY FILE_COPY",
        )

        tell(self.machine, f"COMMENT ON DATABASE {BEFORE} IS '{version} {at}'")

    def found(self) -> Copied | None:
        """Return what the copy is of; None: there is none."""
        words = tell(self.machine, _FOUND).split()
        if not words:
            return None
        _name, version, at = words if len(words) == _NOTED else (BEFORE, "", _now())
        return Copied(version, at)

    def bring_back(self, *, has_served: bool) -> Copied:
        """Put the copy in the place of the database; raise `NoCopyError`, and nothing is lost.

        `has_served`: entries came in since; the database says so (`unasked`) until `asked`.
        """
        found = self.found()
        if found is None:
            raise NoCopyError
        tell(self.machine, f"DROP DATABASE IF EXISTS {_AFTER} WITH (FORCE)")
        tell(self.machine, _SEND_AWAY)
        came_back = f"'{found.at}'" if has_served else "NULL"
        # In one transaction: there is never no database, and none that does not say what it lacks.
        tell(
            self.machine,
            f"ALTER DATABASE {DATABASE} RENAME TO {_AFTER};"
            f" ALTER DATABASE {BEFORE} RENAME TO {DATABASE};"
            f" REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC;"
            f" COMMENT ON DATABASE {DATABASE} IS {came_back}",
        )
        with suppress(CommandFailedError):  # it is of no use; the next one drops it
            tell(self.machine, f"DROP DATABASE {_AFTER} WITH (FORCE)")
        return found

    def unasked(self) -> str:
        """Return as of when the database came back while nobody was asked for what it lacks."""
        return tell(self.machine, _UNASKED).strip()

    def asked(self) -> None:
        """Note that terminals are asked."""
        tell(self.machine, f"COMMENT ON DATABASE {DATABASE} IS NULL")

    def drop(self) -> None:
        """Remove the copy, if there is one."""
        tell(self.machine, f"DROP DATABASE IF EXISTS {BEFORE}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
