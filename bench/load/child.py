"""A contender's process, as its parent sees it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.load.queues import INSTALLED


class Child:
    """Runs `bench.load.contender` until the block ends."""

    def __init__(
        self, name: str, folder: Path, packages: Path | None, wrapper: Sequence[str] = ()
    ) -> None:
        self.name = name
        command = [*wrapper, sys.executable, "-m", "bench.load.contender", name, str(folder)]
        # Only what needs the others' packages is given them: ours runs as it is shipped.
        known = {"PYTHONPATH": str(packages)} if name in INSTALLED else {}
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **known},
        )
        self._next_line()

    def __enter__(self) -> Self:
        """The process is there already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def ask(self, task: str, number: int) -> dict[str, Any]:
        """Have so many items put; return what the contender found."""
        self._tell(f"{task} {number}")
        answer: dict[str, Any] = json.loads(self._next_line())
        return answer

    def confirmed(self) -> Iterator[int]:
        """Have items put for ever, and yield each number that the contender confirms."""
        self._tell("confirm 0")
        assert self._process.stdout  # noqa: S101 - it was made with a pipe
        for line in self._process.stdout:
            # The last line of a killed process may be half a number.
            if line.endswith("\n"):
                yield int(line)

    def finish(self) -> None:
        """Let it end by itself."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def kill(self) -> None:
        """Kill -9."""
        self._process.kill()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin  # noqa: S101 - it was made with a pipe
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _next_line(self) -> str:
        assert self._process.stdout  # noqa: S101 - it was made with a pipe
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError(f"{self.name} has ended: exit {self._process.wait()}")
        return line
