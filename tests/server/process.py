"""Real programs that a test starts, listens to and ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread

TIMEOUT_S = 30


class Program:
    """A running program; `wait_for` returns when its stderr has said something."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        self._heard = Condition()
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._heard:
                self.said.append(line)
                self._heard.notify_all()

    def wait_for(self, text: str, times: int = 1) -> None:
        def is_said() -> bool:
            return sum(text in line for line in self.said) >= times

        with self._heard:
            assert self._heard.wait_for(is_said, TIMEOUT_S), (text, self.said)

    def terminate(self) -> int:
        """Ask the program to end, and return its exit status."""
        self.process.terminate()
        return self._ended()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self._ended()

    def _ended(self) -> int:
        status = self.process.wait(TIMEOUT_S)
        self._listener.join(TIMEOUT_S)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return status


@contextmanager
def running(*command: str, ready: str) -> Iterator[Program]:
    """Run a program until the block ends, whatever happens in it."""
    program = Program(*command)
    try:
        program.wait_for(ready)
        yield program
    finally:
        if program.process.poll() is None:
            program.kill()
        elif program.process.stderr is not None and not program.process.stderr.closed:
            program._ended()


def server(*arguments: str | Path) -> tuple[str, ...]:
    """Return the command of one of the server's programs."""
    return (sys.executable, "-m", "server", *map(str, arguments))


def run_server(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run one of the server's programs to its end."""
    return subprocess.run(
        server(*arguments), capture_output=True, text=True, timeout=60, check=False
    )
