"""One measurement: a broker, a program that takes messages in, a generator, and the clock."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load.progress import Progress
from bench.load.province import Province
from bench.load.running import Cost, keep_logs
from bench.load.shipments import Load, save
from bench.load.targets import Taking, Target

_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one measurement found."""

    sales: int
    messages: int
    stored: int
    """Sales that were in the database at the end: fewer than were sent where time ran out."""
    seconds: float
    """From the generator's start until the last sale was in the database."""
    cpu: dict[str, float]
    """CPU seconds by stage."""
    said: dict[str, Any]
    """What the generator says of itself."""

    @property
    def rate(self) -> float:
        """Sales stored in a second."""
        return self.stored / self.seconds

    def each(self, stage: str) -> float:
        """CPU microseconds for a sale."""
        return 1e6 * self.cpu.get(stage, 0.0) / max(self.stored, 1)


class Generator:
    """The load generator's process. `credit` is how much it may believe to be stored."""

    def __init__(self, file: Path, folder: Path, *mode: str) -> None:
        self.credit = Progress(folder / "stored")
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [
                sys.executable,
                "-m",
                "bench.load.generator",
                str(file),
                str(folder / "stored"),
                *mode,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        if self._line() != "ready\n":
            raise ChildProcessError("the generator did not come up")

    def go(self) -> None:
        """Begin."""
        assert self._process.stdin  # noqa: S101 - it was made with a pipe
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def report(self) -> dict[str, Any]:
        """Wait for its end; return what it did."""
        found: dict[str, Any] = json.loads(self._line() or "{}")
        return found

    @property
    def has_ended(self) -> bool:
        """Whether it has nothing more to do."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _line(self) -> str:
        assert self._process.stdout  # noqa: S101 - it was made with a pipe
        return self._process.stdout.readline()


class Bench:
    """Measures on one province, each time in a new folder."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self._count = 0

    def load(self, load: Load, name: str) -> Path:
        """Write a load where generators find it."""
        file = self.province.folder / f"{name}.load"
        save(load, file)
        return file

    def run(
        self, target: Target, load: Load, file: Path, *mode: str, patience: float = 120.0
    ) -> Run:
        """Send a load once through the broker into a program, until all of it is stored."""
        with self.taking(target) as (taking, broker, folder):
            generator = Generator(file, folder, *mode)
            try:
                cost = Cost({"broker": broker, "generator": generator.pid, **taking.stages})
                generator.go()
                seconds, stored = _watch(taking, generator, load.sales, patience)
                cpu = cost.spent()
                if stored < load.sales:
                    keep_logs(folder.name, folder, self.province.folder)
                said = generator.report() if stored >= load.sales else {}
                return Run(
                    sales=load.sales,
                    messages=load.messages,
                    stored=taking.counted(),
                    seconds=seconds,
                    cpu=cpu,
                    said=said,
                )
            finally:
                generator.close()

    @contextmanager
    def taking(self, target: Target) -> Iterator[tuple[Taking, int, Path]]:
        """Run broker and program; give the program, the broker's process, and a folder."""
        self._count += 1
        folder = self.province.folder / f"run{self._count}"
        folder.mkdir()
        with (
            self.province.broker() as broker,
            target.running(self.province, folder) as taking,
        ):
            yield taking, broker.pid, folder
        shutil.rmtree(folder)


def _watch(taking: Taking, generator: Generator, wanted: int, patience: float) -> tuple[float, int]:
    """Look until all is stored; return how long it took, and how much there is."""
    begun = time.monotonic()
    while (stored := taking.stored()) < wanted:
        generator.credit.count = stored
        if time.monotonic() - begun > patience or generator.has_ended:
            break
        time.sleep(_LOOK_SECONDS)
    taken = time.monotonic() - begun
    generator.credit.count = stored
    return taken, stored
