"""Accounts and folders, made by systemd-sysusers and systemd-tmpfiles from a release's files."""

from dataclasses import dataclass

from provisioning.installing.machine import Machine
from provisioning.installing.release import UNITS, Release
from words import _

FILES = {
    "/etc/sysusers.d/quay-server.conf": "quay-server.sysusers.conf",
    "/etc/sysusers.d/quay-vault.conf": "quay-vault.sysusers.conf",
    "/etc/tmpfiles.d/quay-server.conf": "quay-server.tmpfiles.conf",
    "/etc/tmpfiles.d/quay-vault.conf": "quay-vault.tmpfiles.conf",
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """A step: an account for each program, and the folders they share."""

    machine: Machine
    release: Release

    @property
    def said(self) -> str:
        """Say so."""
        return _("tài khoản riêng cho từng dịch vụ, và các thư mục")

    def check(self) -> bool:
        """Whether all are there."""
        if not all(self.machine.holds(place, content) for place, content in self._files().items()):
            return False
        lines = self.machine.path("/etc/passwd").read_text(encoding="utf-8").splitlines()
        known = {line.partition(":")[0] for line in lines}
        return self._wanted() <= known and self.machine.path("/var/lib/quay-server").is_dir()

    def apply(self) -> None:
        """Make them."""
        for place, content in self._files().items():
            self.machine.write(place, content)
        self.machine.run("systemd-sysusers", f"--root={self.machine.root}")
        settle(self.machine)

    def _files(self) -> dict[str, bytes]:
        folder = self.release.folder / UNITS
        return {place: (folder / name).read_bytes() for place, name in FILES.items()}

    def _wanted(self) -> set[str]:
        lines = b"\n".join(self._files().values()).decode().splitlines()
        return {line.split()[1] for line in lines if line.startswith("u ")}


def settle(machine: Machine) -> None:
    """Give every file and folder to whom it belongs."""
    folders = [place for place in FILES if "tmpfiles" in place]
    machine.run("systemd-tmpfiles", f"--root={machine.root}", "--create", *folders)
