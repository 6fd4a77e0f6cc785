"""The programs of a campaign: born in the nursery or by themselves, and killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.deaths import Death

STOP_SECONDS = 15.0
BIRTH_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a program is started: `main(arguments)` of a module, or without one a command."""

    name: str
    module: str = ""
    arguments: tuple[str, ...]
    log: Path
    witness: Path
    """A file that gets a line when a named place was reached."""
    clock_days: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Process:
    """A process that somebody else waits for."""

    pid: int
    ended: threading.Event = field(default_factory=threading.Event)
    status: int | None = None


class Nursery:
    """Starts programs by forking (`tests.faults.nursery`)."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self._lock, self._changed = threading.Lock(), threading.Condition()
        self._born: dict[str, Process] = {}
        self._processes: dict[int, Process] = {}
        self._is_ready = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_ready, BIRTH_SECONDS):
                raise RuntimeError(f"the nursery does not open: see {log}")

    def bear(self, plan: Plan, death: Death | None) -> Process:
        """Start a program; with a death it ends itself there."""
        birth = {
            "name": f"{plan.name}.{os.urandom(4).hex()}",
            "module": plan.module,
            "arguments": plan.arguments,
            "log": str(plan.log),
            "witness": str(plan.witness),
            "clock_days": plan.clock_days,
            "environment": plan.environment,
            "death": asdict(death) if death else None,
        }
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(json.dumps(birth).encode() + b"\n")
            self._process.stdin.flush()
        name = str(birth["name"])
        with self._changed:
            if not self._changed.wait_for(lambda: name in self._born, BIRTH_SECONDS):
                raise RuntimeError(f"{plan.name} was not born")
            return self._born.pop(name)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(STOP_SECONDS)
        self._listener.join(STOP_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._hear(json.loads(line))

    def _hear(self, said: dict[str, Any]) -> None:
        with self._changed:
            if "born" in said:
                process = Process(said["pid"])
                self._born[said["born"]] = self._processes[process.pid] = process
            elif "ended" in said:
                process = self._processes.pop(said["ended"])
                process.status = os.waitstatus_to_exitcode(said["status"])
                process.ended.set()
            self._is_ready = True
            self._changed.notify_all()


class Program:
    """A program that is killed and started again."""

    def __init__(self, plan: Plan, nursery: Nursery) -> None:
        self.plan, self._nursery = plan, nursery
        self._process: Process | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None and not self._process.ended.is_set()

    @property
    def status(self) -> int | None:
        """Exit status of the last run, negative for a signal."""
        return self._process.status if self._process else None

    def start(self, death: Death | None = None) -> None:
        self._process = self._nursery.bear(self.plan, death)

    def wait(self, seconds: float) -> bool:
        """Return whether it ended within so many seconds."""
        return self._process is None or self._process.ended.wait(seconds)

    def kill(self) -> None:
        """kill -9."""
        self._signal(signal.SIGKILL)
        if not self.wait(STOP_SECONDS):
            raise RuntimeError(f"{self.plan.name} survives kill -9")

    def stop(self) -> None:
        """Ask it to end; after a while, end it."""
        self._signal(signal.SIGTERM)
        if not self.wait(STOP_SECONDS):
            self.kill()

    def _signal(self, number: int) -> None:
        process = self._process
        if process and not process.ended.is_set():
            try:
                os.kill(process.pid, number)
            except ProcessLookupError:
                process.ended.wait(STOP_SECONDS)
