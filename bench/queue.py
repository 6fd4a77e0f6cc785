"""`make bench-queue`: the durable commit of a whole sale, beside other queues on the disk.

All in one run, on one disk, in turns, so that noise hits everybody. Ours writes a sale with all
its rows (entry, stock, outbox, print job, the sealed patient where there is one); the others write
the same entry as one item. strace counts how often each forces the disk, and each is killed.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.installed import PeerMissingError, packages_of, python_peer
from bench.load.child import Child
from bench.load.killing import Survived, kill_once
from bench.load.queues import CONTENDERS, INSTALLED, OURS, OURS_SEALED, RAW
from bench.load.syncs import Syncs, count_syncs
from bench.report import FOLDER, Claim, at_least, at_most, publish

_WARM_UP = 50
_MOST_CONFIRMED = 60
"""Items that are confirmed before a kill, at most."""
_AT_MOST_RAW = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    calls: int
    """In each round."""
    strace: int
    """Calls under strace."""
    kills: int


FULL = Size(rounds=10, calls=200, strace=300, kills=20)
QUICK = Size(rounds=3, calls=50, strace=40, kills=2)


@dataclass(slots=True)
class Measured:
    """What was found about one contender."""

    rounds: list[list[float]] = field(default_factory=list)
    """Seconds of each call, by rounds."""
    cpu: float = 0.0
    syncs: Syncs | None = None
    kills: list[Survived] = field(default_factory=list)

    @property
    def p50_us(self) -> float:
        """The median of the rounds' medians: a round that was disturbed does not count."""
        return 1e6 * statistics.median(statistics.median(taken) for taken in self.rounds)

    @property
    def usual_syncs(self) -> int:
        """How often most items force the disk."""
        return self.syncs.usual if self.syncs else 0

    @property
    def confirmed(self) -> int:
        """Items whose call had returned before a kill."""
        return sum(kill.confirmed for kill in self.kills)

    @property
    def kept(self) -> int:
        """Those of them that were on the disk after it."""
        return sum(kill.kept for kill in self.kills)

    def row(self, name: str) -> dict[str, Any]:
        """Return the contender's line in the table."""
        taken = [seconds for round_ in self.rounds for seconds in round_]
        return {
            "queue": name,
            "p50 us": round(self.p50_us),
            "p99 us": round(1e6 * statistics.quantiles(taken, n=100)[98]),
            "per second": round(len(taken) / sum(taken)),
            "CPU us": round(1e6 * self.cpu / len(taken)),
            "fsyncs usual": self.usual_syncs,
            "fsyncs in 1000": round(1000 * self.syncs.each) if self.syncs else 0,
            "kills": len(self.kills),
            "confirmed": self.confirmed,
            "survived": self.kept,
        }


def measure(names: Sequence[str], packages: Path | None, size: Size) -> dict[str, Measured]:
    """Measure the named contenders: times in turns, then strace, then kills."""
    found = {name: Measured() for name in names}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="queue-") as place:
        fresh = _folders(Path(place))
        _time(found, packages, size, fresh)
        for name, measured in found.items():
            measured.syncs = count_syncs(name, next(fresh), packages, size.strace)
        chance = random.Random(1)
        for _kill in range(size.kills):
            for name, measured in found.items():
                measured.kills.append(
                    kill_once(
                        name, folder := next(fresh), packages, chance.randint(1, _MOST_CONFIRMED)
                    )
                )
                shutil.rmtree(folder)
    return found


def _not_measured(name: str) -> dict[str, Any]:
    """Return the line of somebody who cannot be installed here."""
    empty = dict.fromkeys(Measured(rounds=[[1.0, 1.0]]).row(name), "-")
    return {**empty, "queue": f"{name}: NOT INSTALLED"}


def _time(
    found: dict[str, Measured], packages: Path | None, size: Size, fresh: Iterator[Path]
) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(Child(name, next(fresh), packages)) for name in found]
        for child in children:
            child.ask("time", _WARM_UP)
        for number in range(size.rounds):
            # Each round begins with another one: who comes first has the calmest disk.
            turn = number % len(children)
            for child in children[turn:] + children[:turn]:
                answer = child.ask("time", size.calls)
                found[child.name].rounds.append(answer["seconds"])
                found[child.name].cpu += answer["cpu"]


def _folders(place: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        folder = place / str(number)
        folder.mkdir()
        yield folder


def claims(found: dict[str, Measured]) -> Iterator[Claim]:
    """What is promised of our ledger."""
    for name in (OURS, OURS_SEALED):
        mine, usual = found[name], found[name].usual_syncs
        limit = _AT_MOST_RAW * found[RAW].p50_us
        yield Claim(f"{name}: one fsync, and no more", usual, 1, usual == 1)
        yield at_most(f"{name}: p50 us, {_AT_MOST_RAW} raw single rows", mine.p50_us, limit)
        yield at_least(f"{name}: confirmed sales survive kill -9", mine.kept, mine.confirmed)


def main() -> int:
    """Run, publish, and return 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.queue", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run: half a minute")
    is_quick = parser.parse_args().quick
    size = QUICK if is_quick else FULL
    try:
        packages: Path | None = packages_of(python_peer("queue"))
    except PeerMissingError as error:
        print(f"NOT MEASURED, {', '.join(INSTALLED)}: {error}", file=sys.stderr)
        packages = None
    names = [name for name in CONTENDERS if packages or name not in INSTALLED]
    found = measure(names, packages, size)
    rows = [measured.row(name) for name, measured in found.items()]
    if packages is None:
        rows += [_not_measured(name) for name in INSTALLED]
    return publish("queue-part" if is_quick else "queue", rows, list(claims(found)))


if __name__ == "__main__":
    sys.exit(main())
