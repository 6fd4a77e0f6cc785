"""Keys and certificates on the server: copies of the office's, each for the account that needs it.

The root key never comes here, and the issuing key only to the signer's folder.
"""

import grp
import os
import pwd
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provisioning import authority, broker, enrolment_door, server
from provisioning.authority import CERTIFICATE, FORMER_ROOT_KEY, ROOT_KEY, read_certificate
from provisioning.errors import ProvisioningError
from provisioning.installing.accounts import settle
from provisioning.installing.machine import Machine
from provisioning.installing.office import BACKUP_RECIPIENT, PARTS, SIGNING_KEY
from provisioning.installing.wish import Wish
from provisioning.revoked import LIST, put_on_list, unheard
from words import _

SIGNER = "/var/lib/quay-signer"
SIGNER_PASSWORD = "/etc/quay/signer.password"  # noqa: S105 - where it lies
BROKER, SERVER = "/etc/quay/broker", "/etc/quay/server"
_STAYS = {ROOT_KEY, FORMER_ROOT_KEY, "signing-next.key.pem", LIST, "issued.jsonl"}
"""Is never copied: keys that stay in the office, and what the signer writes itself."""


class OtherAuthorityError(ProvisioningError):
    """The office's folder is of another authority than the server's."""

    def __init__(self, office: Path) -> None:
        super().__init__(
            _(
                "{office} là của một nơi cấp chứng thư khác với máy chủ này; máy quầy sẽ không tin "
                "khóa ở đó. Chưa đổi khóa nào: hãy gắn đúng đĩa của Sở."
            ).format(office=office)
        )
        self.office = office


@dataclass(frozen=True, slots=True)
class Keys:
    """A step: each key is where its program reads it, and nobody else."""

    machine: Machine
    wish: Wish

    @property
    def said(self) -> str:
        """Say so."""
        return _("khóa và chứng thư ở /etc/quay, khóa cấp chứng thư ở {signer}").format(
            signer=SIGNER
        )

    def check(self) -> bool:
        """Whether all are, the newest of the office's; without its disk, whether any are."""
        if not self.wish.office.exists():
            return self.machine.path(SIGNING_KEY).exists()
        if not all((self.wish.office / part).exists() for part in PARTS):
            return False  # only looking: what is missing was not made
        self._require_own_authority()
        files = self._files()
        same = all(self.machine.holds(place, file.read_bytes()) for place, file in files.items())
        settled = same and not self._unheard() and not self._former_keys()
        return settled and self.machine.path(SIGNER_PASSWORD).exists()

    def apply(self) -> None:
        """Copy what is new, and give each to its account; raise `OtherAuthorityError`."""
        self._require_own_authority()
        for place, file in self._files().items():
            private = file.name.endswith((".key.pem", ".key"))
            if not self.machine.holds(place, file.read_bytes()):
                self.machine.write(place, file.read_bytes(), 0o600 if private else 0o644)
        for former in self._former_keys():
            former.unlink()
        for terminal in self._unheard():
            put_on_list(self.machine.path(SIGNER), terminal, at=datetime.now(UTC))
        if self.wish.password is not None:
            self.machine.write(SIGNER_PASSWORD, f"{self.wish.password}\n".encode(), 0o400)
        settle(self.machine)
        self._give(SIGNER, "quay-signer", "quay-signing")
        self._give(BROKER, "mosquitto", "mosquitto")

    def _require_own_authority(self) -> None:
        """Compare roots by their keys: `ca upgrade` makes the certificate anew."""
        here = self.machine.path(f"{SERVER}/{CERTIFICATE}")
        there = self.wish.office / authority.FOLDER / CERTIFICATE
        if not here.exists():
            return
        if read_certificate(here).public_key() != read_certificate(there).public_key():
            raise OtherAuthorityError(self.wish.office)

    def _former_keys(self) -> list[Path]:
        """Return issuing keys that the office has replaced: each would still be believed."""
        here = self.machine.path(f"{SIGNER}/ca").glob("issuing-*.key.pem")
        office = self.wish.office / authority.FOLDER
        return [file for file in here if not (office / file.name).exists()]

    def _unheard(self) -> list[str]:
        """Return terminals that the office revoked, and the signer still serves."""
        return unheard(self.wish.office, self.machine.path(SIGNER))

    def _files(self) -> dict[str, Path]:
        office = self.wish.office
        places = {f"/etc/quay/{BACKUP_RECIPIENT}": office / BACKUP_RECIPIENT}
        for name, there in (
            (server.FOLDER, SERVER),
            (enrolment_door.FOLDER, SERVER),
            (broker.FOLDER, BROKER),
            (authority.FOLDER, f"{SIGNER}/ca"),
        ):
            for file in sorted((office / name).iterdir()):
                if file.is_file() and file.name not in _STAYS and not file.name.endswith(".conf"):
                    places[f"{there}/{file.name}"] = file
        return places

    def _give(self, place: str, user: str, group: str) -> None:
        folder = self.machine.path(place)
        ids = pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid
        for path in [folder, *folder.rglob("*")]:
            # The folder is an account's own: a link that it left there is not root's way out.
            os.chown(path, *ids, follow_symlinks=False)
        folder.chmod(0o700)
