"""A campaign: storms of kills on broken lines, misfortunes in the calm between, the verdict."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults import evidence as found
from tests.faults.evidence import Evidence
from tests.faults.misfortunes import FLIP_KINDS, Misfortunes, Record
from tests.faults.outlet import Outlet
from tests.faults.plan import Plan, Round
from tests.faults.province import Province
from tests.faults.readable import find_persons
from tests.faults.screen import Screen
from tests.faults.storm import Simple, Toll, Victim, rage
from tests.faults.table import Outcome
from tests.faults.verdict import judge
from tests.faults.weather import Weather

DRAIN_SECONDS = 120.0
PAUSE = 0.06
"""Seconds between two sales of a counter."""
Say = Callable[[str], None]


class Campaign:
    """Carries out one plan in one province."""

    def __init__(self, plan: Plan, folder: Path, *, line_faults: int, say: Say) -> None:
        self.plan, self.wish, self._folder = plan, plan.wish, folder
        self._line_faults, self._say = line_faults, say
        self.weather = Weather(seed=plan.wish.seed)
        self.toll, self.record = Toll(), Record()
        self.befallen: Counter[str] = Counter()
        self._ends = ExitStack()
        self._not_drained: list[str] = []

    def run(self) -> Outcome:
        """Do everything and return what it came to."""
        began = time.monotonic()
        with self.played():
            verdict = judge(self.gather())
            self._keep_small_disk()
        return Outcome(
            seed=self.wish.seed,
            store=self.wish.store,
            seconds=time.monotonic() - began,
            kills=self.toll.kills,
            steps=self.toll.steps,
            line_faults=self.weather.struck,
            misfortunes=self.befallen,
            fell=self.toll.fell,
            verdict=verdict,
            notes=(*self.record.skipped, *self._refusals()),
        )

    @contextmanager
    def played(self) -> Iterator[Province]:
        """Do everything; within the block all is over and still there to be looked at."""
        with self._ends:
            self.province = self._ends.enter_context(
                Province(self._folder, self.weather, store=self.wish.store, pause=PAUSE)
            )
            self._open()
            for number, one in enumerate(self.plan.rounds, 1):
                self._say(f"{self.wish.store}: round {number} of {len(self.plan.rounds)}")
                self._play(one)
            self._weather_on()
            self.drain()
            self._halt()
            self.province.reconcile()
            yield self.province

    def _open(self) -> None:
        province = self.province
        for number in range(self.wish.outlets):
            province.add_outlet(f"Q33-01{number:02d}")
        self.screen = None
        if self.wish.screen:
            outlet = province.add_outlet("Q33-0200")
            outlet.has_screen = True
            self.screen = Screen(outlet, province.nursery)
            self._ends.callback(self.screen.close)
        self._sellers = province.outlets[: self.wish.outlets]
        self._start()

    def _victims(self) -> dict[str, Victim]:
        province = self.province
        victims: dict[str, Victim] = {"ingest": province.ingest}
        victims["broker"] = Simple(begin=province.start_broker, end=province.broker.kill)
        if province.postgres:
            victims["postgres"] = Simple(begin=province.postgres.start, end=province.postgres.kill)
        if self.screen:
            victims["ui"] = self.screen
        for number, outlet in enumerate(self._sellers):
            victims[f"counter {number}"], victims[f"link {number}"] = outlet.counter, outlet.link
        return victims

    def _play(self, one: Round) -> None:
        self._start()
        self.weather.storm = True
        began = time.monotonic()
        rage(self._victims(), one.kills, self.toll)
        self.weather.storm = False
        stormed = time.monotonic()
        self.drain()
        self._say(
            f"  {one.count} kills in {stormed - began:.0f} s, "
            f"received {time.monotonic() - stormed:.0f} s later; "
            f"{self.weather.total} faults on the line"
        )
        for misfortune in one.misfortunes:
            self._say(f"  {misfortune}")
            misfortunes = Misfortunes(
                self.province, self.record, drain=self.drain, seed=self.wish.seed
            )
            self.befallen[misfortune] += misfortunes.befall(misfortune)
            self.drain()

    def _weather_on(self) -> None:
        """Let the storm go on without kills until the line has had its share."""
        self._start()
        until = time.monotonic() + 600
        while self.weather.total < self._line_faults and time.monotonic() < until:
            self.weather.storm = True
            time.sleep(1.0)
        self.weather.storm = False

    def _start(self) -> None:
        """Let everything run that should; what runs already is left alone."""
        if not self.province.ingest.runs:
            self.province.ingest.start()
        for outlet in self.province.outlets:
            if outlet.is_clone:
                continue
            if outlet in self._sellers and not outlet.counter.runs:
                outlet.counter.start()
            if not outlet.link.runs:
                outlet.link.start()
        if self.screen and not self.screen.runs:
            self.screen.start()

    def drain(self) -> None:
        """In calm weather, with nobody selling, wait until everything has been received."""
        self._start()
        for outlet in self.province.outlets:
            outlet.rest()
            if outlet.is_counter and not outlet.counter.runs:
                outlet.counter.start()
        if self.screen:
            self.screen.stop()
        until = time.monotonic() + DRAIN_SECONDS
        while any(one.unsettled() for one in self._lasting()):
            if time.monotonic() > until:
                left = {one.terminal: one.unsettled() for one in self._lasting()}
                self._not_drained.append(str(left))
                break
            time.sleep(0.1)
            self._start_senders()
        for outlet in self.province.outlets:
            outlet.counter.stop()
            outlet.go_on()

    def _start_senders(self) -> None:
        for program in (self.province.ingest, *(one.link for one in self._lasting())):
            if not program.runs:
                program.start()

    def _lasting(self) -> list[Outlet]:
        return [outlet for outlet in self.province.outlets if not outlet.is_clone]

    def _halt(self) -> None:
        for outlet in self.province.outlets:
            outlet.link.stop()
            self.record.remember(outlet)
        self.province.ingest.stop()

    def _keep_small_disk(self) -> None:
        """What is on it goes with this process; somebody may want to look."""
        for place in (outlet.place for outlet in self.province.outlets):
            if place.on_small_disk:
                shutil.copytree(place.ledger.parent, place.folder / "data.kept")

    def _refusals(self) -> list[str]:
        refused = Counter(why for one in self.province.outlets for why in one.refused)
        return [f"refused at the counter: {why} ({times})" for why, times in refused.items()]

    def gather(self, database: str | None = None) -> Evidence:
        """Return everything that the verdict is found from; of another `database`, if given."""
        province, record = self.province, self.record
        store = database or province.database
        outlets = province.outlets
        return Evidence(
            confirmed=(*(sale for one in outlets for sale in one.confirmed), *record.extra),
            stored=found.read_store(store),
            ledgers=record.ledgers,
            alarms=found.read_alarms(store),
            due=tuple(record.due),
            allowed=frozenset(record.allowed | self._allowed_by_weather()),
            purged=record.purged,
            kills=self.toll.kills["counter"] + self.toll.kills["ui"] + 4 * len(self.plan.rounds),
            broken_chains=tuple(self._broken_chains()),
            not_drained=tuple(self._not_drained),
            readable=find_persons(self._searched(), province.captured),
            missed_steps=tuple(self.toll.missed),
            unmet=tuple(record.unmet),
        )

    def _allowed_by_weather(self) -> set[tuple[str, str]]:
        flipped = any("flip" in fault for fault in self.weather.struck)
        terminals = {outlet.terminal for outlet in self.province.outlets} if flipped else set()
        return {(kind, terminal) for kind in FLIP_KINDS for terminal in terminals}

    def _searched(self) -> list[Path]:
        folders = self.province.folders
        data = [one.place.folder for one in self.province.outlets]
        more = [self.province.postgres.data] if self.province.postgres else []
        return [folders.server, folders.keys / "broker", folders.logs, *data, *more]

    def _broken_chains(self) -> list[str]:
        checks = {
            outlet.place.folder.name: ("device", "verify", "--settings", str(outlet.place.settings))
            for outlet in self.province.outlets
        }
        checks["server"] = ("server", "verify", "--settings", str(self.province.server_settings))
        said = {name: _fails(*command) for name, command in checks.items()}
        return [f"{name}: {why}" for name, why in said.items() if why]


def _fails(*command: str) -> str:
    """Return what a check complains of; nothing if it is content."""
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    return (done.stderr + done.stdout).strip().split("\n")[-1] if done.returncode else ""
