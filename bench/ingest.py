"""`make bench-ingest`: what the province takes in, beside a bare reader, Node-RED and mqttwarn.

The real Mosquitto with the project's own settings, TLS and the same signed messages for all; a new
broker and an empty database for each measurement, in turns; a sale counts when it is in the
database. Generator, broker, program and PostgreSQL share this machine.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bench.ingest_rows import BATCHES, DAY, SINGLES, Table
from bench.installed import PeerMissingError, node_red, python_peer
from bench.load.latency import Shop
from bench.load.measure import Bench, Generator, Run
from bench.load.others import Bare, Mqttwarn, NodeRed
from bench.load.province import Province
from bench.load.running import keep_logs
from bench.load.shipments import Load, make_load
from bench.load.targets import Ingest, Target
from bench.report import FOLDER, publish
from demo.errors import StageError
from demo.postgres import Postgres

BATCH = 60
"""Sales in a catch-up batch: what 32 KB hold."""
BUSY = 400
"""Terminals that send at the same time; ingest slows a single one that sends too much."""
PROVINCE_TERMINALS, SALES_A_DAY = 886, 150
_SECONDS_FOR_A_SALE = 3
"""At most, where sales are timed: so long others send."""
_WINDOW_SINGLES, _WINDOW_BATCHES = 4_000, 12_000
"""Sales on the way at most: the broker's queue (20,000 messages) never overflows."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    singles: int
    """Messages of one sale, from each of the busy terminals."""
    slow: int
    """The same for a program that takes a tenth as many."""
    batches: int
    """Catch-up batches, from each of them."""
    terminals: int
    """Cut off for a day."""
    sales: int
    """Timed from commit to receipt."""
    steady: int = 300
    """Messages a second from others while sales are timed under load."""


FULL = Size(rounds=3, singles=50, slow=10, batches=4, terminals=PROVINCE_TERMINALS, sales=60)
QUICK = Size(rounds=1, singles=5, slow=2, batches=1, terminals=50, sales=4)


class Session:
    """One whole run: a province, its loads, and who is measured."""

    def __init__(self, size: Size, folder: Path, postgres: Postgres | None) -> None:
        self.size, self.postgres, self.table = size, postgres, Table()
        self.province = Province(folder, max(size.terminals, BUSY))
        self.bench = Bench(self.province)
        self._others: list[tuple[Target, bool]] = []
        self._flows: list[Target] = []
        self._install()

    def _install(self) -> None:
        def installed(name: str, how: Callable[[], Path]) -> Path | None:
            try:
                return how()
            except PeerMissingError as error:
                self.table.missing(name, str(error))
                return None

        if place := installed("Node-RED", node_red):
            self._others.append((NodeRed(place, batches=False), False))
            self._flows.append(NodeRed(place, batches=True))
        if place := installed("mqttwarn", lambda: python_peer("mqttwarn", dependencies=True)):
            self._others.append((Mqttwarn(place), True))

    def ingests(self) -> list[Target]:
        """Return ours on each of its databases."""
        papers = self.province.registrations()
        found: list[Target] = [Ingest(None, papers)]
        if self.postgres:
            found.append(Ingest(self.postgres, papers))
        return found

    def throughput(self) -> None:
        """Measure everyone in turns, as fast as each takes them."""
        size = self.size
        singles = self._load("singles", BUSY, size.singles, 1)
        slow = self._load("slow", BUSY, size.slow, 1)
        batches = self._load("batches", BUSY, size.batches * BATCH, BATCH)
        window = str(_WINDOW_SINGLES), str(_WINDOW_BATCHES)
        for number in range(size.rounds):
            fast = [(target, False) for target in (Bare(batch=1), *self.ingests())]
            for target, is_slow in _turned([*fast, *self._others], number):
                load = slow if is_slow else singles
                self._measure(SINGLES, target, load, "flow", window[0])
            for target in _turned([Bare(batch=BATCH), *self.ingests(), *self._flows], number):
                self._measure(BATCHES, target, batches, "flow", window[1])

    def drain(self) -> None:
        """Let a whole province send its day at once."""
        load = self._load("day", self.size.terminals, SALES_A_DAY, BATCH)
        for target in self.ingests():
            self._measure(DAY, target, load, "drain")

    def latency(self) -> None:
        """Time sales from commit to receipt, in quiet and under load."""
        shop = Shop(self.province)
        seconds = _SECONDS_FOR_A_SALE * self.size.sales + 30
        _load, file = self._load("steady", BUSY, self.size.steady * seconds // BUSY, 1)
        papers = [shop.registration, *self.province.registrations()[:BUSY]]
        target = Ingest(self.postgres, papers)
        for is_loaded in (False, True):
            with self.bench.taking(target) as (_taking, _broker, folder), ExitStack() as stack:
                if is_loaded:
                    generator = Generator(file, folder, "steady", str(self.size.steady))
                    stack.callback(generator.close)
                    generator.go()
                till = stack.enter_context(shop.linked(folder))
                under = f"{self.size.steady} others a second" if is_loaded else "quiet"
                try:
                    self.table.add_latency(target.name, under, till.sell(self.size.sales))
                except TimeoutError as error:
                    kept = keep_logs("latency", folder, self.province.folder)
                    raise TimeoutError(f"{error}; the logs are in {kept}") from error

    def _load(self, name: str, terminals: int, sales: int, batch: int) -> tuple[Load, Path]:
        load = make_load(self.province, terminals=terminals, sales_each=sales, batch=batch)
        return load, self.bench.load(load, name)

    def _measure(self, what: str, target: Target, load: tuple[Load, Path], *mode: str) -> None:
        run = self.bench.run(target, *load, *mode)
        print(f"{what}: {target.name}: {_told(run)}", file=sys.stderr, flush=True)
        self.table.add(what, target, run)


T = TypeVar("T")


def _turned(everybody: Sequence[T], turn: int) -> Sequence[T]:
    """Return them beginning with another one: each round has another first."""
    begin = turn % len(everybody)
    return [*everybody[begin:], *everybody[:begin]]


def _told(run: Run) -> str:
    spent = ", ".join(f"{stage} {run.each(stage):.1f}" for stage in run.cpu if run.cpu[stage])
    return f"{run.stored} of {run.sales} sales, {run.rate:.0f} a second; CPU us each: {spent}"


PARTS = ("throughput", "drain", "latency")


def _parts(session: Session, chosen: list[str]) -> Iterator[Callable[[], None]]:
    for name in chosen or PARTS:
        yield {
            "throughput": session.throughput,
            "drain": session.drain,
            "latency": session.latency,
        }[name]


def main() -> int:
    """Run, publish, and return 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run: a minute")
    parser.add_argument("--rounds", type=int, help="how often everybody is measured")
    parser.add_argument(
        "--only", choices=PARTS, action="append", default=[], help="leave out the rest"
    )
    parser.add_argument("--no-postgres", action="store_true", help="SQLite alone")
    given = parser.parse_args()
    size = QUICK if given.quick else FULL
    if given.rounds:
        size = replace(size, rounds=given.rounds)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=FOLDER, prefix="ingest-")))
        postgres = None if given.no_postgres else _postgres(stack, place)
        session = Session(size, place / "province", postgres)
        if postgres is None:
            session.table.missing("PostgreSQL", "no PostgreSQL here, or none wanted")
        for part in _parts(session, given.only):
            part()
        is_whole = not (given.quick or given.only or given.no_postgres)
        name = "ingest" if is_whole else "ingest-part"
        return publish(name, session.table.rows(), list(session.table.claims()))


def _postgres(stack: ExitStack, place: Path) -> Postgres | None:
    try:
        return stack.enter_context(Postgres(place))
    except StageError as error:
        print(f"PostgreSQL does not start: {error}", file=sys.stderr)
        return None


if __name__ == "__main__":
    sys.exit(main())
