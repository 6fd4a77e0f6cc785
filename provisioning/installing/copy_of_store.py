"""A copy of the whole database, for as long as an upgrade may fail.

The encrypted backup opens only with the key in the safe; a copy beside it needs nobody. PostgreSQL
copies files, and only while nobody is connected, which is so while the programs are stopped.
https://www.postgresql.org/docs/15/manage-ag-templatedbs.html
"""

from dataclasses import dataclass

from provisioning.errors import ProvisioningError
from provisioning.installing.database import DATABASE, ROLE, tell
from provisioning.installing.machine import Machine
from words import _

BEFORE = f"{DATABASE}_before"


class NoRoomError(ProvisioningError):
    """A copy does not fit on the disk."""

    def __init__(self, wanted: int, free: int) -> None:
        super().__init__(
            _("Ổ đĩa không đủ chỗ để nâng cấp: cần {wanted} MB, còn {free} MB.").format(
                wanted=wanted // 1024**2, free=free // 1024**2
            )
        )


@dataclass(frozen=True, slots=True)
class CopyOfStore:
    """The copy; PostgreSQL must run, and our programs must not."""

    machine: Machine

    def make(self) -> None:
        """Copy; raise `NoRoomError` or `CommandFailedError`."""
        self.drop()
        size = int(tell(self.machine, f"SELECT pg_database_size('{DATABASE}')"))
        free = self.machine.room("/var/lib/postgresql")
        if size * 2 > free:  # tables that come forward may be written anew
            raise NoRoomError(size * 2, free)
        tell(
            self.machine,
            f"CREATE DATABASE {BEFORE} TEMPLATE {DATABASE} OWNER {ROLE} STRATEGY FILE_COPY",
        )

    def bring_back(self) -> None:
        """Put the copy in the place of the database."""
        tell(self.machine, f"DROP DATABASE {DATABASE} WITH (FORCE)")
        tell(self.machine, f"ALTER DATABASE {BEFORE} RENAME TO {DATABASE}")
        tell(self.machine, f"REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC")

    def drop(self) -> None:
        """Remove the copy, if there is one."""
        tell(self.machine, f"DROP DATABASE IF EXISTS {BEFORE}")
