"""A version whose updater does not run is judged by nobody: the one before comes back by itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provisioning.image.boot import backend, initial_state
from provisioning.image.boot.backend import BootState, SlotState, read_state

SCRIPT = Path(backend.__file__).with_name("give_way.sh")
PROVEN = read_state(initial_state())[0]
ON_TRIAL = PROVEN.prefer("B").put("B", SlotState(2))


class Starting:
    """A terminal after a start: systemd says how the updater is, and notes a restart."""

    def __init__(self, folder: Path, state: BootState, slot: str, updater: str) -> None:
        self.folder, self.state = folder, folder / "state"
        self.state.write_bytes(state.to_bytes() * 2)
        (folder / "slot").write_text(f"{slot}\n")
        self._program("boot-backend", f'exec {sys.executable} -I {backend.__file__} "$@"')
        self._program(
            "systemctl",
            f'case $1 in show) echo {updater};; *) echo "$@" >> {folder}/restarts;; esac',
        )

    def _program(self, name: str, deed: str) -> None:
        file = self.folder / name
        file.write_text(f"#!/bin/sh\n{deed}\n")
        file.chmod(0o755)

    def look(self) -> None:
        places = {
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "QUAY_BOOTSTATE": str(self.state),
            "QUAY_RUNNING": str(self.folder / "slot"),
        }
        subprocess.run(["/bin/sh", SCRIPT], env=places, check=True, timeout=30)

    @property
    def restarts(self) -> list[str]:
        noted = self.folder / "restarts"
        return noted.read_text().splitlines() if noted.exists() else []

    @property
    def primary(self) -> str | None:
        return read_state(self.state.read_bytes())[0].primary


@pytest.mark.parametrize("updater", ["failed", "inactive"])
def test_what_nobody_judges_gives_way_to_the_version_before(tmp_path: Path, updater: str) -> None:
    starting = Starting(tmp_path, ON_TRIAL, "B", updater)
    starting.look()
    assert starting.primary == "A"
    assert starting.restarts == ["--no-block reboot"]


def test_whoever_judges_it_right_now_decides(tmp_path: Path) -> None:
    starting = Starting(tmp_path, ON_TRIAL, "B", "activating")
    starting.look()
    assert (starting.primary, starting.restarts) == ("B", [])


@pytest.mark.parametrize(("state", "slot"), [(PROVEN, "A"), (ON_TRIAL, "A")])
def test_what_was_found_good_stays(tmp_path: Path, state: BootState, slot: str) -> None:
    starting = Starting(tmp_path, state, slot, "failed")
    before = starting.state.read_bytes()
    starting.look()
    assert starting.restarts == []
    assert starting.state.read_bytes() == before
