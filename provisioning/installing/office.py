"""The office's folder: what the server needs of it is made there, once, and stays there."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provisioning import authority, broker, enrolment_door, server
from provisioning.authority import make_authority, open_authority
from provisioning.broker import Door, make_broker
from provisioning.enrolment_door import make_enrolment_door
from provisioning.errors import MissingError, ProvisioningError
from provisioning.files import write_private, write_public
from provisioning.installing.machine import Machine
from provisioning.installing.settings_file import PLACE
from provisioning.installing.wish import BROKER_PORT, Wish
from provisioning.server import make_server
from words import _

BACKUP_KEY, BACKUP_RECIPIENT = "backup.key", "backup.age.pub"
SIGNING_KEY = "/etc/quay/server/signing.key.pem"


class OfficeAwayError(ProvisioningError):
    """The server has keys of the office's, and the folder is not the office's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "Máy này đã là máy chủ của tỉnh, mà không thấy {path}: đĩa của Sở chưa gắn, hoặc "
                "đường dẫn gõ nhầm. Chưa lập và chưa đổi khóa nào."
            ).format(path=path)
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class Papers:
    """A step: authority, keys and certificates are in the office's folder."""

    machine: Machine
    wish: Wish

    @property
    def said(self) -> str:
        """Say where."""
        return _("nơi cấp chứng thư, khóa và chứng thư của máy chủ trong {folder}").format(
            folder=self.wish.office
        )

    def check(self) -> bool:
        """Whether they are, or on the server already while the office's disk is away."""
        if not self.wish.office.exists() and self.machine.path(PLACE).exists():
            return True
        self._require_office()
        return all((self.wish.office / part).exists() for part in PARTS)

    def apply(self) -> None:
        """Make what is missing; raise `OfficeAwayError` where a server has it already."""
        self._require_office()
        now, office = datetime.now(UTC), self.wish.office
        office.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (office / authority.FOLDER).exists():
            self._make_authority(now)
        issuing = open_authority(office, self.wish.password)
        if not (office / server.FOLDER).exists():
            make_server(office, issuing, at=now)
        if not (office / enrolment_door.FOLDER).exists():
            make_enrolment_door(office, issuing, names=[self.wish.name], at=now)
        if not (office / broker.FOLDER).exists():
            # The server's own programs call it by the loopback's address.
            door = Door(address="127.0.0.1", port=BROKER_PORT)
            make_broker(office, door, authority=issuing, names=[self.wish.name], at=now)
        if not (office / BACKUP_RECIPIENT).exists():
            self._make_backup_key()

    def _require_office(self) -> None:
        for part, traces in _MADE_ONCE.items():
            is_in_use = any(self.machine.path(trace).exists() for trace in traces)
            if is_in_use and not (self.wish.office / part).exists():
                raise OfficeAwayError(self.wish.office / part)

    def _make_authority(self, now: datetime) -> None:
        if self.wish.password is None:
            raise MissingError(self.wish.office / authority.FOLDER)
        make_authority(
            self.wish.office,
            at=now,
            password=self.wish.password,
            root_password=self.wish.root_password or self.wish.password,
        )

    def _make_backup_key(self) -> None:
        made = self.machine.run("age-keygen")
        (public,) = [line for line in made.splitlines() if line.startswith("# public key: ")]
        office = self.wish.office
        write_private(office / BACKUP_KEY, made.encode())
        write_public(office / BACKUP_RECIPIENT, f"{public.split()[-1]}\n".encode())


PARTS = (
    authority.FOLDER,
    server.FOLDER,
    enrolment_door.FOLDER,
    broker.FOLDER,
    BACKUP_RECIPIENT,
)
_MADE_ONCE = {
    authority.FOLDER: (PLACE, SIGNING_KEY),
    server.FOLDER: (SIGNING_KEY,),
    BACKUP_RECIPIENT: (f"/etc/quay/{BACKUP_RECIPIENT}",),
}
"""What a province has one of for years, and what on the machine shows that it is in use."""


def new_secret() -> str:
    """Return a password that nobody has to remember."""
    return secrets.token_urlsafe(24)
