"""One of the project's programs, started and stopped by the demo."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from demo.errors import StageError
from words import _

STOP_SECONDS = 10


class Program:
    """A child process with a log of its own. It does not outlive the demo."""

    def __init__(
        self, name: str, command: list[str], log: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.name, self._command, self.log = name, command, log
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a session of its own so that Ctrl-C reaches the demo alone."""
        # setpriv (util-linux): the kernel ends the child if the demo itself is killed.
        wrapper = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*wrapper, *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if not self.running or self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, with everything it started, as a pulled plug would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_words(self) -> str:
        """Return the last line of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "-")

    def must_run(self) -> None:
        """Raise `StageError` if it has ended."""
        if not self.running:
            raise StageError(
                _("{name} không chạy được: {reason} (xem {log})").format(
                    name=self.name, reason=self.last_words(), log=self.log
                )
            )


def run_once(*command: str, log: Path) -> str:
    """Run one of the project's commands to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    with log.open("a", encoding="utf-8") as out:
        out.write(f"$ python -m {' '.join(command)}\n{done.stdout}{done.stderr}")
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip() or "?").split("\n")[-1]
        raise StageError(f"python -m {' '.join(command[:2])}: {reason}")
    return done.stdout
