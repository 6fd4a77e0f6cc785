"""Whoever supervises a program, as systemd does: hears what it says of itself."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
WATCHDOG_SECONDS = 2
"""What the programs are told: they beat four times as often."""


@dataclass
class Notified:
    """A program that was started, and what it said."""

    process: "subprocess.Popen[bytes]"
    line: socket.socket

    def hear(self, seconds: float) -> list[str]:
        """Return the next message; nothing where none comes in time."""
        self.line.settimeout(seconds)
        try:
            return self.line.recv(4096).decode().splitlines()
        except TimeoutError:
            return []

    def wait_for(self, said: str, *, never: str = "") -> None:
        """Wait until the program says something; fail if it ends, or says what it may not."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            heard = self.hear(0.2)
            assert not never or never not in heard, heard
            if said in heard:
                return
            assert self.process.poll() is None, "it has ended"
        raise AssertionError(f"it never said {said}")

    def hang(self) -> None:
        """Block the program's main loop, and forget what was said until now."""
        self.process.send_signal(signal.SIGUSR1)
        self.hear_out(WATCHDOG_SECONDS / 2)

    def hear_out(self, seconds: float) -> None:
        """Forget what is said within so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.hear(left)


@contextmanager
def notified(
    folder: Path, *command: str, environment: Mapping[str, str] | None = None
) -> Iterator[Notified]:
    """Run one of our programs, so that SIGUSR1 makes its main loop hang."""
    name = folder / "notify"
    name.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(name))
        surroundings = {
            **os.environ,
            **(environment or {}),
            "NOTIFY_SOCKET": str(name),
            "WATCHDOG_USEC": str(WATCHDOG_SECONDS * 1_000_000),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.systemd.hangable", *command], cwd=ROOT, env=surroundings
        )
        try:
            yield Notified(process, line)
        finally:
            process.kill()
            process.wait()
