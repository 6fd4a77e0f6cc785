"""Programs that a benchmark starts, and what they cost."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from bench.report import FOLDER

_PATIENCE_SECONDS = 90.0
_LOOK_SECONDS = 0.02
_STOP_SECONDS = 15.0


def keep_logs(name: str, *folders: Path) -> Path:
    """Something went wrong: copy what was said to var/bench/failed/NAME."""
    kept = FOLDER / "failed" / name
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for log in (log for folder in folders for log in folder.glob("*.log")):
        shutil.copy(log, kept)
    return kept


class NotReadyError(RuntimeError):
    """A program did not come up, or ended by itself."""


class Running:
    """A program with a log of its own, in a session of its own."""

    def __init__(self, command: Sequence[str], log: Path, **environment: str) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs and pinned peers
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **environment},
            )

    @property
    def pid(self) -> int:
        """The first process of the program."""
        return self._process.pid

    def wait_for(self, text: str, log: Path | None = None) -> None:
        """Return when its log, or another's, holds the text; raise `NotReadyError`."""
        until, read = time.monotonic() + _PATIENCE_SECONDS, log or self._log
        while text not in read.read_text(encoding="utf-8", errors="replace"):
            if self._process.poll() is not None or time.monotonic() > until:
                said = self._log.read_text(encoding="utf-8", errors="replace")
                raise NotReadyError(f"no {text!r} in {read}: ...{said[-400:]}")
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> None:
        """Ask it to end, and end it with all its children if it does not."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()


class Cost:
    """CPU seconds of processes and all their children, since this was made."""

    def __init__(self, stages: dict[str, int]) -> None:
        self._stages = stages
        self._before = self._seconds()

    def spent(self) -> dict[str, float]:
        """Return the CPU seconds of each stage; children of a first process stand apart."""
        now = self._seconds()
        return {stage: seconds - self._before.get(stage, 0.0) for stage, seconds in now.items()}

    def _seconds(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for stage, pid in self._stages.items():
            first = psutil.Process(pid)
            ended = first.cpu_times()
            found[stage] = _own([first])
            children = _own(first.children(recursive=True))
            found[f"{stage}, children"] = children + ended.children_user + ended.children_system
        return found


def _own(processes: Iterable[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total
