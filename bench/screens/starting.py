"""From starting the process to its first frame, and the memory that it takes."""

import statistics
from dataclasses import dataclass, field
from typing import Any

from bench.screens.children import Child
from bench.screens.outlet import HEIGHT, WIDTH, Outlet, gtin_of

SALES = 30


@dataclass(slots=True)
class Start:
    """What was found about a program."""

    what: str
    taken: list[float] = field(default_factory=list)
    """Seconds of each start."""
    sizes: list[float] = field(default_factory=list)
    """MB at the first frame."""
    sizes_later: list[float] = field(default_factory=list)
    """MB after the sales."""

    @property
    def seconds(self) -> float:
        """The median of all starts."""
        return statistics.median(self.taken)

    @property
    def mb(self) -> float:
        """The median at the first frame."""
        return statistics.median(self.sizes)

    @property
    def mb_later(self) -> float:
        """The median after the sales."""
        return statistics.median(self.sizes_later)

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines of the table."""
        measured = [("start to the first frame", self.taken, "s")]
        measured += [("memory (PSS) at the first frame", self.sizes, "MB")]
        if self.sizes_later:
            measured += [(f"memory (PSS) after {SALES} sales", self.sizes_later, "MB")]
        return [
            {
                "what": f"{self.what}: {name}",
                "times": len(values),
                "p50": round(statistics.median(values), 2),
                "p99": "-",
                "unit": unit,
            }
            for name, values, unit in measured
        ]


def measure_start(child: Child, outlet: Outlet, starts: int) -> dict[str, Start]:
    """Let the empty window and the terminal's program take turns, the first time for nothing."""
    found = {"empty": Start("empty Kivy window"), "terminal": Start("terminal")}
    programs = {
        "empty": ("empty", WIDTH, HEIGHT),
        "terminal": ("terminal", outlet.file, SALES, gtin_of(0)[1:]),
    }
    for number in range(1 + starts):
        for name, arguments in programs.items():
            begun, reports = child.run("bench.screens.started", *arguments)
            if number:
                found[name].taken.append(reports[0]["at"] - begun)
                found[name].sizes.append(reports[0]["pss_kb"] / 1024)
                found[name].sizes_later += [report["pss_kb"] / 1024 for report in reports[1:]]
    return found
