"""The machine that becomes the server: its files, and its own commands."""

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from provisioning.errors import ProvisioningError
from provisioning.installing.signals import is_deaf_to
from words import _

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_LAST_WORDS = 300
_MODULE_WORDS = 3
"""Of "-m server retain"."""


class CommandFailedError(ProvisioningError):
    """One of the machine's own commands did not do what it was asked to."""

    def __init__(self, command: str, said: str) -> None:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        last = lines[-1][:_LAST_WORDS] if lines else "?"
        super().__init__(
            _("Lệnh {command} không làm được: {said}").format(command=command, said=last)
        )
        self.said = said


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine's root folder: "/", or elsewhere to see what would be written."""

    root: Path = Path("/")

    def path(self, place: str) -> Path:
        """Return where a place of the machine is: `path("/etc/quay")`."""
        return self.root / place.lstrip("/")

    @property
    def has_systemd(self) -> bool:
        """Whether systemd runs it (sd_booted(3)); in a chroot it does not."""
        return self.root == Path("/") and Path("/run/systemd/system").is_dir()

    def run(
        self,
        *command: str | Path,
        account: str = "",
        surroundings: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> str:
        """Run a command and return what it wrote; raise `CommandFailedError`.

        `seconds`: how long it may take; without, as long as it likes.
        """
        words = [str(word) for word in command]
        if account:
            words = ["runuser", "-u", account, "--", *words]
        environment = {"PATH": _PATH, "LANG": "C.UTF-8", "HOME": "/root", **(surroundings or {})}
        try:
            done = subprocess.run(  # noqa: S603 - commands of ours and of Debian's, no shell
                words,
                check=False,
                capture_output=True,
                text=True,
                env=environment,
                cwd="/",
                timeout=seconds,
                # psql hears Ctrl+C even where it was begun deaf to it; in a group of its own not.
                process_group=0 if is_deaf_to(SIGINT) else None,
            )
        except subprocess.TimeoutExpired as error:
            late = _("không xong sau {seconds} giây").format(seconds=seconds)
            raise CommandFailedError(_named(words), late) from error
        except OSError as error:
            raise CommandFailedError(words[0], error.strerror or str(error)) from error
        if done.returncode:
            raise CommandFailedError(_named(words), f"{done.stdout}{done.stderr}")
        return done.stdout

    def says(self, *command: str | Path, account: str = "") -> str:
        """Return what a command writes; nothing where it fails."""
        try:
            return self.run(*command, account=account)
        except CommandFailedError:
            return ""

    def write(self, place: str, content: bytes, mode: int = 0o644) -> None:
        """Write a file whole or not at all, its folder too."""
        file = self.path(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.fresh")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as opened:
            os.fchmod(descriptor, mode)
            if before := _before(file):  # whoever was given it keeps it
                os.fchown(descriptor, before.st_uid, before.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
            opened.write(content)
            opened.flush()
            os.fsync(descriptor)
        fresh.replace(file)

    def holds(self, place: str, content: bytes) -> bool:
        """Whether a file has exactly this in it."""
        try:
            return self.path(place).read_bytes() == content
        except OSError:
            return False

    def link(self, place: str, target: str) -> None:
        """Make a symbolic link, in one step where there is another one."""
        file = self.path(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.fresh")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(file)

    def room(self, place: str) -> int:
        """Return how many bytes are free where a place will be."""
        folder = self.path(place)
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free


def _before(file: Path) -> os.stat_result | None:
    """Return whose a file is, and for whom; of a link nothing: its owner may have put it there."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _named(words: list[str]) -> str:
    """Return a command's name and what it was to do, without the rest."""
    shown = words[4:] if words[:1] == ["runuser"] else words
    count = _MODULE_WORDS if shown[1:2] == ["-m"] else 2 if shown[0] == "systemctl" else 1
    return " ".join([Path(shown[0]).name, *shown[1 : 1 + count]])
