"""Where things lie on a terminal, below a root that is / anywhere but on a work bench."""

import grp
import logging
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

TERMINAL = "terminal"
SETTINGS = "device.toml"
PENDING = "enrolling"
BASE = "base.toml"

TLS_KEY, CERTIFICATE, AUTHORITY = "terminal.key.pem", "terminal.crt.pem", "ca.crt.pem"
SIGNING_KEY, SERVER_KEYS = "signing.key.pem", "server-signing.pub.pem"
REGISTRATION, LOCKED, BOOK = "registration.json", "book.locked", "book.pub.pem"

SCREEN, LINK, BOTH = "quay-ui", "quay-link", "quay"
"""The accounts of the two programs, and the group of both (quay-terminal.sysusers.conf)."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one terminal."""

    root: Path

    @property
    def etc(self) -> Path:
        """What the terminal is told and who it is."""
        return self.root / "etc/quay"

    @property
    def settings(self) -> Path:
        """The settings file: once it is there, the terminal is enrolled."""
        return self.etc / SETTINGS

    @property
    def terminal(self) -> Path:
        """Keys, certificate, book."""
        return self.etc / TERMINAL

    @property
    def pending(self) -> Path:
        """What is known so far of a terminal that is not enrolled yet; root's alone."""
        return self.etc / PENDING

    @property
    def bases(self) -> tuple[Path, ...]:
        """Where the image's own part of the settings may lie, the first that is there counts."""
        return self.etc / BASE, self.root / "usr/lib/quay" / BASE

    @property
    def ledger(self) -> Path:
        """The ledger, where the image says nothing else."""
        return self.root / "var/lib/quay/ledger.sqlite"

    @property
    def run(self) -> Path:
        """What may vanish with the power."""
        return self.root / "run/quay"

    @property
    def old_cards(self) -> Path:
        """Where the system shows what is on a card in a reader, a folder for each partition."""
        return self.root / "run/quay-old-card"

    @property
    def is_enrolled(self) -> bool:
        """Whether the counter can open."""
        return self.settings.is_file()


def give(file: Path, owner: str, group: str) -> None:
    """Give a file to an account and a group, where there are such and we may; raise `OSError`.

    On a work bench everything stays ours.
    """
    try:
        ids = pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid
    except KeyError:
        return
    try:
        os.chown(file, *ids, follow_symlinks=False)
    except PermissionError:
        log.warning("%s stays this account's: it may not be given away", file.name)
