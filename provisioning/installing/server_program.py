"""The server's own programs, as the installation runs them: this room never imports them."""

from dataclasses import dataclass

import msgspec

from provisioning.errors import UnusableFileError
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import Release
from provisioning.installing.settings_file import PLACE
from words import _

_KEEPS = "quay-backup"
"""The account whose folder backups lie in."""
BACKUPS = "/var/lib/quay-backup"


class Schema(msgspec.Struct, frozen=True):
    """The number of the tables: as they are, and as a release wants them."""

    made: int
    wanted: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerProgram:
    """A release's `python -m server`."""

    machine: Machine
    release: Release

    def run(self, program: str, *words: str, account: str = "") -> str:
        """Run one program to its end and return what it wrote; raise `CommandFailedError`."""
        command = (self.release.python, "-m", "server", program, *words, "--settings", PLACE)
        return self.machine.run(*command, account=account)

    def schema(self) -> Schema:
        """Return the number of the tables, without touching them; raise `ProvisioningError`."""
        said = self.run("self-test", "--schema")
        try:
            return msgspec.json.decode(said, type=Schema)
        except msgspec.DecodeError as error:
            raise UnusableFileError(
                self.machine.path(PLACE), _("cơ sở dữ liệu đọc được")
            ) from error

    def back_up(self) -> str:
        """Take a backup beside the nightly ones, and return where it is."""
        self.machine.run(
            "install", "-d", "-o", _KEEPS, "-g", "quay-server", "-m", "0700",
            self.machine.path(BACKUPS),
        )  # fmt: skip
        recipient = ("--recipient-file", "/etc/quay/backup.age.pub")
        self.run("backup", BACKUPS, "--dated", *recipient, account=_KEEPS)
        newest = max(self.machine.path(BACKUPS).iterdir(), key=lambda one: one.stat().st_mtime)
        return str(newest)

    def bring_forward(self) -> None:
        """Bring the tables to what this release wants: the first program that opens them does."""
        self.run("retain")

    def reads_tables(self) -> bool:
        """Whether this release can work with the tables as they are; raise `ProvisioningError`."""
        schema = self.schema()
        return schema.made <= schema.wanted

    def note_came_back(self, at: str) -> None:
        """Note that the database is as it was then: terminals are asked for what is missing."""
        self.run("restore", "--came-back", at)

    def test(self) -> str:
        """Run the self-test and return its lines; raise `CommandFailedError`, which has them."""
        return self.run("self-test")


@dataclass(frozen=True, slots=True)
class Tables:
    """A step: the tables are those that this release wants."""

    program: ServerProgram

    @property
    def said(self) -> str:
        """Say so."""
        return _("các bảng trong cơ sở dữ liệu")

    def check(self) -> bool:
        """Whether they are; what cannot be asked is not."""
        try:
            schema = self.program.schema()
        except CommandFailedError:
            return False
        return schema.made == schema.wanted and not schema.missing

    def apply(self) -> None:
        """Make them, or bring them forward."""
        self.program.bring_forward()
