"""A day's sales over a line of 64 kbit/s that loses a tenth of all packets, with real programs.

python -m tests.e2e.slow_line 150     # so many sales one by one, and as many as a backlog
"""

import argparse
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from tests.e2e.outpost import Outpost, until
from tests.netns import Line, open_line
from tests.weather import Weather

WEATHER = Weather(bits_per_second=64_000, loss=0.1)
_COMMITS = 40


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What came of it."""

    line: str
    sold: int
    stored: int
    same_hashes: bool
    bytes_per_single_sale: float
    """Each sale in a message of its own, both directions, everything included."""
    bytes_per_backlog_sale: float
    bytes_per_sale: float
    """Over the whole run, connecting included."""
    median_seconds_to_receipt: float
    commit_ratio: float
    """How long a sale takes while the line is stuck, over how long with no link at all."""


def measure(folder: Path, line: Line, *, singles: int, backlog: int) -> Figures:
    """Sell one by one, then while the line is stuck, and count."""
    with Outpost(folder, line.here, line.command) as outpost:
        began = line.bytes_sent()
        outpost.link.start()
        _sell_and_wait(outpost, 0)
        waits, each = _one_by_one(outpost, line, singles)
        line.stick(stuck=True)
        stuck = [outpost.sell(number) for number in range(backlog)]
        line.stick(stuck=False)
        before = line.bytes_sent()
        until(lambda: outpost.unsent == 0)
        together = line.bytes_sent() - before
        total = line.bytes_sent() - began
        outpost.link.stop()
        free = [outpost.sell(number) for number in range(_COMMITS)]
        outpost.link.start()
        until(lambda: outpost.unsent == 0)
        ours = [(entry.seq, entry.sha256) for entry in outpost.ledger.entries()]
        stored = outpost.stored()
    return Figures(
        line=line.kind,
        sold=len(ours),
        stored=len(stored),
        same_hashes=ours == stored,
        bytes_per_single_sale=round(each / singles, 1),
        bytes_per_backlog_sale=round(together / backlog, 1),
        bytes_per_sale=round(total / (1 + singles + backlog), 1),
        median_seconds_to_receipt=round(median(waits), 2),
        commit_ratio=round(median(stuck[:_COMMITS]) / median(free), 2),
    )


def _one_by_one(outpost: Outpost, line: Line, count: int) -> tuple[list[float], int]:
    before = line.bytes_sent()
    waits = [_sell_and_wait(outpost, number) for number in range(count)]
    return waits, line.bytes_sent() - before


def _sell_and_wait(outpost: Outpost, number: int) -> float:
    began = monotonic()
    outpost.sell(number)
    until(lambda: outpost.unsent == 0)
    return monotonic() - began


def main() -> int:
    """Run the long form and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sales", type=int, nargs="?", default=150)
    sales = parser.parse_args().sales
    with tempfile.TemporaryDirectory() as folder, open_line(WEATHER) as line:
        figures = measure(Path(folder) / "outpost", line, singles=sales, backlog=sales)
    for name, value in asdict(figures).items():
        sys.stdout.write(f"{name:28} {value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
