"""`make bench-screen`: from a code to the frame that shows it, searching, starting, memory.

Each beside the least that the same libraries can do in the same run, in turns: a bare Kivy label
for the frame, an empty Kivy window for start and memory. The terminal's program runs unchanged, in
processes of its own, over a ledger with 5,000 sales and a catalogue of 55,000 drugs.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import Claim, at_most, publish
from bench.screens.children import Child
from bench.screens.history import sell_before
from bench.screens.latency import Latency, measure_frames
from bench.screens.outlet import NATIONAL, on_shelf_of, open_outlet, stock_up
from bench.screens.searching import measure_search
from bench.screens.starting import Start, measure_start

_TIMES_LABEL = 1.5
_TIMES_EMPTY = 1.3
_SEARCH_MS = 50


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    drugs: int
    on_shelf: int
    sales: int
    rounds: int
    """Children of each kind, in turns."""
    trials: int
    """Codes for each child."""
    queries: int
    starts: int


FULL = Size(
    drugs=NATIONAL, on_shelf=500, sales=5_000, rounds=4, trials=100, queries=2_000, starts=7
)
QUICK = Size(drugs=600, on_shelf=60, sales=50, rounds=1, trials=20, queries=100, starts=1)


def measure(folder: Path, size: Size, only: str | None) -> tuple[list[dict[str, Any]], list[Claim]]:
    """Measure all parts, or only one."""
    outlet = open_outlet(folder)
    stock_up(outlet, drugs=size.drugs, on_shelf=size.on_shelf)
    sell_before(outlet, size.sales, drugs=size.drugs, on_shelf=size.on_shelf)
    child = Child()
    rows: list[dict[str, Any]] = []
    claims: list[Claim] = []
    if only in {None, "frames"}:
        numbers = on_shelf_of(size.drugs, size.on_shelf)
        found = measure_frames(child, outlet, size.rounds, size.trials, numbers=numbers)
        rows += [latency.row() for latency in found.values()]
        claims.append(_frame_claim(found))
    if only in {None, "search"}:
        searched = measure_search(outlet, size.queries, size.drugs)
        rows.append(searched.row())
        claims.append(at_most("search: p99 ms", searched.p99_ms, _SEARCH_MS))
    if only in {None, "start"}:
        started = measure_start(child, outlet, size.starts)
        rows += _start_rows(started)
        claims += _start_claims(started)
    return rows, claims


def _frame_claim(found: dict[str, Latency]) -> Claim:
    limit = _TIMES_LABEL * found["label"].p99_ms
    words = f"a pack's code to its frame: p99 ms, {_TIMES_LABEL} labels"
    return at_most(words, found["pack"].p99_ms, limit)


def _start_rows(found: dict[str, Start]) -> list[dict[str, Any]]:
    return [row for start in found.values() for row in start.rows()]


def _start_claims(found: dict[str, Start]) -> list[Claim]:
    empty, terminal = found["empty"], found["terminal"]
    times = f"{_TIMES_EMPTY} empty windows"
    return [
        at_most(f"first frame: seconds, {times}", terminal.seconds, _TIMES_EMPTY * empty.seconds),
        at_most(f"memory at the first frame: MB, {times}", terminal.mb, _TIMES_EMPTY * empty.mb),
        at_most(f"memory after 30 sales: MB, {times}", terminal.mb_later, _TIMES_EMPTY * empty.mb),
    ]


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.screen", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="too short for figures")
    parser.add_argument("--only", choices=("frames", "search", "start"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quay-screen-") as folder:
        size = QUICK if chosen.quick else FULL
        rows, claims = measure(Path(folder) / "terminal", size, chosen.only)
    is_whole = not chosen.quick and not chosen.only
    return publish("screen" if is_whole else "screen-part", rows, claims)


if __name__ == "__main__":
    sys.exit(main())
