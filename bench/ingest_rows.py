"""The table and the claims of `bench.ingest`."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bench.load.measure import Run
from bench.load.targets import Target
from bench.report import Claim, at_least, at_most

OURS = "Quầy"
NODE_RED = "Node-RED"
SINGLES, BATCHES, DAY = "single sales", "catch-up batches", "cut off for a day"
_TIMES, _DAY_SECONDS = 6, 60.0
_STAGES = {
    "broker": ("broker",),
    "program": ("ingest", "Node-RED", "mqttwarn", "reader"),
    "workers": ("ingest, children",),
    "database": ("PostgreSQL", "PostgreSQL, children"),
    "generator": ("generator",),
}
_NOTHING = "-"


class Table:
    """What was measured, round by round."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, str], list[Run]] = defaultdict(list)
        self._checks: dict[tuple[str, str], str] = {}
        self._latency: list[dict[str, Any]] = []
        self._missing: list[str] = []

    def add(self, what: str, target: Target, run: Run) -> None:
        """Take a measurement in."""
        self._runs[what, target.name].append(run)
        self._checks[what, target.name] = target.checks

    def add_latency(self, program: str, under: str, seconds: Sequence[float]) -> None:
        """Take in how long receipts took."""
        ordered = sorted(1000 * taken for taken in seconds)
        row = _row(f"commit to receipt, {under}", program, "all, on both sides")
        row["p50 ms"] = round(statistics.median(ordered))
        row["p99 ms"] = round(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))])
        row["sent"] = row["stored"] = len(ordered)
        self._latency.append(row)
        print(row, file=sys.stderr, flush=True)

    def missing(self, name: str, why: str) -> None:
        """Say that somebody could not be measured."""
        self._missing.append(name)
        print(f"NOT MEASURED, and nothing is claimed beside it: {why}", file=sys.stderr)

    def rows(self) -> list[dict[str, Any]]:
        """One row for each load and program, medians over the rounds."""
        measured = [_measured(*key, self._checks[key], runs) for key, runs in self._runs.items()]
        absent = [_row("not installed", name, "not measured") for name in self._missing]
        return [*measured, *self._latency, *absent]

    def claims(self) -> Iterator[Claim]:
        """What is promised of ours."""
        peer = self._runs.get((SINGLES, f"{NODE_RED}, SQLite"), [])
        for (what, name), runs in self._runs.items():
            if not name.startswith(OURS):
                continue
            lost = sum(run.sales - run.stored for run in runs)
            yield at_most(f"{what}, {name}: sales missing", lost, 0)
            if what == DAY:
                taken = max(run.said.get("seconds", run.seconds) for run in runs)
                yield at_most(f"{what}, {name}: seconds", taken, _DAY_SECONDS)
            elif peer:
                times = statistics.median(
                    mine.rate / theirs.rate for mine, theirs in zip(runs, peer, strict=False)
                )
                least = _TIMES if what == BATCHES else 1
                yield at_least(f"{what}, {name}: times Node-RED's single sales", times, least)


def _measured(what: str, name: str, checks: str, runs: list[Run]) -> dict[str, Any]:
    def middle(values: Iterator[float]) -> float:
        return round(statistics.median(values), 1)

    row = _row(what, name, checks)
    row["rounds"] = len(runs)
    row["sent"], row["stored"] = runs[0].sales, min(run.stored for run in runs)
    row["sales/s"] = round(middle(run.rate for run in runs))
    row["messages/s"] = round(middle(run.rate * run.messages / run.sales for run in runs))
    if what == DAY:
        row["seconds"] = middle(run.said.get("seconds", run.seconds) for run in runs)
    for stage, parts in _STAGES.items():
        row[f"{stage} us"] = middle(sum(run.each(part) for part in parts) for run in runs)
    return row


def _row(what: str, name: str, checks: str) -> dict[str, Any]:
    empty = (
        "rounds",
        "sent",
        "stored",
        "sales/s",
        "messages/s",
        *(f"{stage} us" for stage in _STAGES),
    )
    return {
        "load": what,
        "program": name,
        "checks": checks,
        **dict.fromkeys((*empty, "seconds", "p50 ms", "p99 ms"), _NOTHING),
    }
