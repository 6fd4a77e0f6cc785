"""A machine that is set up: what its hands can do to it, wherever it runs.

The steps know no more of it; the emulator's are in `tests.image`, which has eyes but no remote.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from demo.errors import StageError
from demo.hand import Hand
from demo.program import Program

WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.05
State = dict[str, Any]


class Machine(Protocol):
    """A terminal with a scanner, a finger before its glass, and somebody who looks at it."""

    def power_on(self) -> None:
        """Switch it on; returns at once."""

    def scan(self, text: str) -> None:
        """Hold a code before its scanner."""

    def press(self, words: str) -> None:
        """Press the button with these words."""

    def look(self) -> State:
        """Return what the screen shows (`device.ui.remote`); empty while there is none."""


def wait_until(machine: Machine, what: str, true: Callable[[State], bool]) -> State:
    """Return what the screen shows as soon as it is so; raise `StageError` if it never is."""
    until = time.monotonic() + WAIT_SECONDS
    while not ((shown := machine.look()) and true(shown)):
        if time.monotonic() > until:
            raise StageError(f"{what} has not come in {WAIT_SECONDS:.0f} s: {shown}")
        time.sleep(LOOK_SECONDS)
    return shown


class LocalMachine:
    """The real programs on this computer, with fake hardware: a scanner that types."""

    def __init__(self, folder: Path, *, board: str = "") -> None:
        """`board`: what the machine says of itself, such as a serial number."""
        self.root, self._remote = folder / "card", folder / "remote"
        self._hand, self._folder = Hand(self._remote), folder
        self._board = board
        self._stack = ExitStack()
        self.programs: dict[str, Program] = {}

    def __enter__(self) -> Self:
        """Write the image's part of the settings; nothing runs yet."""
        for part in ("etc/quay", "run/quay", "var/lib/quay", "proc/device-tree"):
            (self.root / part).mkdir(parents=True, exist_ok=True)
        (self.root / "proc/device-tree/serial-number").write_text(self._board, "ascii")
        (self.root / "etc/quay/base.toml").write_text(
            f"""
ledger = "{self.root / "var/lib/quay/ledger.sqlite"}"
run = "{self.root / "run/quay"}"
status_seconds = 10.0
[broker]
longest_wait_seconds = 3.0
[screen]
fullscreen = false
remote = "{self._remote}"
[hardware]
kind = "fake"
[hardware.printer]
driver = "fake"
width_mm = 58
folder = "{self._folder / "tickets"}"
""",
            "utf-8",
        )
        screen = {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
        settings = ["--settings", str(self.settings)]
        for name, words, around in (
            ("enrol", ["enrol", "--root", str(self.root)], screen),
            ("link", ["link", *settings], {}),
            ("ui", ["ui", *settings], screen),
        ):
            command = [sys.executable, "-m", "device", *words]
            log = self._folder / f"{name}.log"
            self.programs[name] = Program(name, command, log, {**os.environ, **around})
            self._stack.callback(self.programs[name].stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Pull the plug."""
        self._stack.close()

    @property
    def settings(self) -> Path:
        """The settings file; not there while nobody has enrolled the machine."""
        return self.root / "etc/quay/device.toml"

    def power_on(self) -> None:
        """Start what the system would start: the first start, or the counter."""
        self._remote.unlink(missing_ok=True)
        if self.settings.exists():
            self._start("link", "ui")
        else:
            self._start("enrol")

    def scan(self, text: str) -> None:
        """Type a code as a scanner does."""
        self._hand.type(text)

    def press(self, words: str) -> None:
        """Press a button, once its dead time is over."""
        self._hand.press(words)

    def look(self) -> State:
        """Return what the screen shows; as the system would, go on from first start to counter."""
        if self.settings.exists() and not self.programs["ui"].running:
            if self.programs["enrol"].running:
                return {}
            self._start("link", "ui")
        if not self._remote.exists():
            return {}
        try:
            return self._hand.state()
        except StageError:
            return {}

    def _start(self, *names: str) -> None:
        for name in names:
            self._remote.unlink(missing_ok=True)
            self.programs[name].start()
