"""One terminal with the engine of folders: everything real but the card and the hour."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from device.health import CounterHealth
from device.updating.course import Course
from device.updating.fake import FakeBundle, FakeEngine, make_fake_bundle
from device.updating.fetching import FetchError, NoSuchBundleError
from device.updating.job import JobBook
from device.updating.proof import Seen
from device.updating.quiet import Quiet
from device.updating.trial import Trial
from device.updating.updater import Updater
from device.updating.wish import Wish, Wishes

OLD, NEW = "4.2.0", "4.2.1"
NIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""23:00 at the counter."""
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PROOF_SECONDS = 600.0
ALL_WELL = Seen(screen=True, scanner=True, printer=True, ledger=True, link=True)


class LocalLine:
    """The province's shelf, as a folder; it may break off."""

    def __init__(self, shelf: Path) -> None:
        self.shelf, self.breaks, self.fetched = shelf, 0, 0

    def fetch(self, address: str, target: Path) -> None:
        if self.breaks:
            self.breaks -= 1
            raise FetchError("the line broke off")
        source = self.shelf / address.rpartition("/")[2]
        if not source.exists():
            raise NoSuchBundleError("the province has no such bundle")
        self.fetched += 1
        shutil.copyfile(source, target)


@dataclass
class Terminal:
    folder: Path
    now: datetime = NIGHT
    is_trusted: bool = True
    seconds: float = 100_000.0
    seen: Seen = ALL_WELL
    idle_for: float | None = 3600.0
    """None: a sale is in hand."""
    runs: str = OLD
    while_waiting: Callable[[], None] = lambda: None
    started: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("updates", "state", "shelf", "sticks/sda1"):
            (self.folder / name).mkdir(parents=True)
        self.engine = FakeEngine(self.folder / "slots")
        self.wishes = Wishes(self.folder / "updates")
        self.jobs = JobBook(self.folder / "state")
        self.line = LocalLine(self.folder / "shelf")

    def updater(self) -> Updater:
        """As it is made at each start of the program."""
        quiet = Quiet(
            hours="21:30-05:00",
            clock=lambda: self.now,
            is_clock_trusted=lambda: self.is_trusted,
            health=self._health,
            monotonic=lambda: self.seconds,
        )
        course = Course(self.jobs, self.wishes)
        trial = Trial(
            engine=self.engine, course=course, quiet=quiet, look=lambda: self.seen,
            version=self.runs, seconds=PROOF_SECONDS,
            monotonic=lambda: self.seconds, wait=self._wait,
        )  # fmt: skip
        return Updater(
            engine=self.engine, course=course, line=self.line, quiet=quiet, trial=trial,  # type: ignore[arg-type]
            clock=lambda: self.now, version=self.runs,
            bundles="https://so.example/v1/bundles", sticks=self.folder / "sticks",
        )  # fmt: skip

    def go_on(self) -> None:
        """The timer calls."""
        before = self.engine.restarts
        self.updater().go_on()
        if self.engine.restarts > before:
            self._start()

    def power_comes_back(self) -> None:
        self.engine.boot()
        self._start()

    def _start(self) -> None:
        slot = self.engine.slots().running
        file = self.folder / "slots" / slot
        self.runs = self.engine.version_of(file) if file.exists() else OLD
        self.started.append(self.runs)

    def order(self, version: str = NEW, command: str = "c1", *, hours: float = 24) -> None:
        until = self.now + timedelta(hours=hours)
        self.wishes.want(Wish(version=version, command=command, until=until))

    def publish(self, version: str = NEW, **head: str) -> Path:
        file = self.folder / "shelf" / f"quay-{version}.raucb"
        return make_fake_bundle(file, FakeBundle(**{"version": version, **head}))

    def bring(self, version: str, **head: str) -> Path:
        """Plug a stick in."""
        file = self.folder / "sticks/sda1" / f"quay-{version}.raucb"
        return make_fake_bundle(file, FakeBundle(**{"version": version, **head}))

    def results(self) -> list[tuple[str, str, str]]:
        return [(one.command, one.state, one.detail) for one in self.wishes.results()]

    def _wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.while_waiting()

    def _health(self) -> CounterHealth | None:
        if not self.seen.screen:
            return None
        idle = None if self.idle_for is None else self.seconds - self.idle_for
        return CounterHealth(printer="ok", scanner="ok", idle_since=idle, beat=self.seconds)
