"""A machine that writes down what it is told, with two versions of the server on it."""

import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import InUse
from tests.systemd.unit import FOLDER


@dataclass(frozen=True)
class Told(Machine):
    """A machine without commands of its own: each is noted, and fails if it is to."""

    told: list[str] = field(default_factory=list)
    fails: tuple[str, ...] = ()
    finds: dict[str, str] = field(default_factory=dict)
    """Commands that end as a self-test with faults does, and what they write."""
    fails_once: list[str] = field(default_factory=list)
    hears: dict[str, signal.Signals] = field(default_factory=dict)
    """Signals that arrive while something is done, each once."""
    answers: dict[str, str] = field(default_factory=dict)
    runs_systemd: bool = False
    copies: list[str] = field(default_factory=list)
    """What is noted on the copy of the database, where there is one."""
    unasked: list[str] = field(default_factory=list)
    """Likewise on the database itself."""

    @property
    def has_systemd(self) -> bool:
        """As it was made."""
        return self.runs_systemd

    def run(
        self,
        *command: str | Path,
        account: str = "",
        surroundings: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> str:
        """Note a command, and fail if it holds one of the words that fail."""
        del account, surroundings, seconds
        line = " ".join(map(str, command)).replace(str(self.root), "")
        self.told.append(line)
        if any(word in line for word in self.fails):
            raise CommandFailedError("x", "it does not")
        if faults := next((said for part, said in self.finds.items() if part in line), ""):
            raise CommandFailedError("x", faults)
        for word in [word for word in self.hears if word in line]:
            os.kill(os.getpid(), self.hears.pop(word))
        for word in self.fails_once:
            if word in line:
                self.fails_once.remove(word)
                raise CommandFailedError("x", "this time it does not")
        self._copy(line)
        if "datname = 'quay'" in line and "shobj_description" in line:
            return "".join(self.unasked)
        if "shobj_description" in line:
            return "".join(f"quay_before {noted}\n" for noted in self.copies)
        # What was answered last is the more particular.
        answers = reversed(self.answers.items())
        return next((said for part, said in answers if part in line), "")

    def _copy(self, line: str) -> None:
        if noted := re.search(r"COMMENT ON DATABASE quay IS (NULL|'.*')", line):
            self.unasked[:] = [noted[1].strip("'")] if noted[1] != "NULL" else []
        if "CREATE DATABASE quay_before" in line:
            self.copies.append("")
        elif noted := re.search(r"COMMENT ON DATABASE quay_before IS '(.*)'", line):
            self.copies[-1] = noted[1]
        elif "RENAME TO quay" in line or "DROP DATABASE IF EXISTS quay_before" in line:
            self.copies.clear()

    def room(self, place: str) -> int:
        """Some."""
        return 10_000 if place else 0

    def asked_again(self) -> int:
        """Return how often it was told that the database came back."""
        return sum("--came-back" in line for line in self.told)

    def has(self, part: str) -> bool:
        """Whether something was told."""
        return any(part in line for line in self.told)

    def index(self, part: str) -> int:
        """Return when something was told first."""
        return next(number for number, line in enumerate(self.told) if part in line)


ANSWERS = {
    "pg_lsclusters": "15 main 5432 online postgres x y\n",
    "pg_database_size": "4000\n",
    "--schema": '{"made": 3, "wanted": 3, "missing": []}',
}
OLD, NEW = "1.0.0", "1.1.0"


def place(told: Told, version: str) -> None:
    """Put a version on a machine."""
    folder = told.path(f"/opt/quay/releases/{version}")
    folder.mkdir(parents=True)
    (folder / "systemd").symlink_to(FOLDER)
    (folder / "whole").touch()


def machine(tmp_path: Path, *fails: str, runs_systemd: bool = False) -> Told:
    """Return a machine with the old version in use and the new one beside it."""
    made = Told(tmp_path, fails=fails, answers=dict(ANSWERS), runs_systemd=runs_systemd)
    for version in (OLD, NEW):
        place(made, version)
    made.path("/var/lib/quay-backup/2026-11-23").mkdir(parents=True)
    made.path("/etc").mkdir()
    made.path("/etc/passwd").touch()
    InUse(made, OLD).apply()
    return made
