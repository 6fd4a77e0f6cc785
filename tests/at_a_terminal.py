"""A program run by somebody at a terminal: what was asked, what was typed, what was to be seen."""

import fcntl
import os
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Sequence

TIMEOUT_S = 60


class Screen:
    """A pseudo-terminal with one of the programs on it."""

    def __init__(self, *words: str) -> None:
        self._here, there = pty.openpty()
        self.shown = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdin=there,
            stdout=there,
            stderr=there,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads
        )
        os.close(there)

    def answer(self, question: str, typed: str) -> None:
        """Wait for a question, then type."""
        self.wait_for(question)
        os.write(self._here, typed.encode() + b"\n")

    def wait_for(self, text: str) -> None:
        """Wait until something new is shown that holds the text."""
        before, until = len(self.shown), time.monotonic() + TIMEOUT_S
        while text not in self.shown[before:] and time.monotonic() < until:
            if not self._read():
                break
        assert text in self.shown[before:], self.shown

    def end(self) -> int:
        """Wait for the program's end; return its exit status."""
        while self._read():
            pass
        os.close(self._here)
        return self._process.wait(TIMEOUT_S)

    def _read(self) -> bool:
        try:
            found = os.read(self._here, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += found.decode(errors="replace").replace("\r\n", "\n")
        return bool(found)


def at_a_terminal(words: Sequence[str], *answers: tuple[str, str]) -> tuple[int, str]:
    """Run a program, answering its questions; return exit status and everything that was shown."""
    screen = Screen(*words)
    for question, typed in answers:
        screen.answer(question, typed)
    return screen.end(), screen.shown
