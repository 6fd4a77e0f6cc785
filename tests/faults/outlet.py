"""A terminal of a campaign: its folder, its counter, its link, and what was confirmed there."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.ports import HOST
from demo.program import run_once
from demo.settings_files import PROVINCE, write_toml
from tests.faults.network import Papers
from tests.faults.programs import Nursery, Plan, Program

_UNSETTLED = """
    SELECT count(*) FROM outbox JOIN entry ON entry.id = outbox.id
    WHERE state = 'waiting' OR (
        state = 'rejected' AND reason IN ('conflict', 'chain broken')
        AND kind NOT IN ('epoch-begun', 'stock-count')
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A sale that the counter called sold."""

    terminal: str
    seq: int
    total: int
    epoch: str = ""
    """Empty where only the number was seen, on a screen."""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a terminal's things lie."""

    terminal: str
    folder: Path
    keys: Path
    on_small_disk: bool = False

    @property
    def settings(self) -> Path:
        return self.folder / "device.toml"

    @property
    def ledger(self) -> Path:
        return self.folder / "data" / "ledger.sqlite"

    @property
    def papers(self) -> Papers:
        return Papers(
            authority=self.keys / "ca.crt.pem",
            certificate=self.keys / "terminal.crt.pem",
            key=self.keys / "terminal.key.pem",
        )


class Outlet:
    """One terminal's programs. Confirmed sales are read from a pipe, outside of what is killed."""

    def __init__(
        self, place: Place, nursery: Nursery, *, line: str, seed: int, pause: float
    ) -> None:
        self.place, self.terminal, self.line = place, place.terminal, line
        self._nursery, self._seed, self._pause = nursery, seed, pause
        self.confirmed: list[Confirmed] = []
        self.refused: list[str] = []
        self.is_clone = self.has_screen = False
        self._pipe, self._idle = place.folder / "confirmed", place.folder / "idle"
        os.mkfifo(self._pipe)
        # Open for both, so that there is no end of file between two counters.
        self._end = os.open(self._pipe, os.O_RDWR)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.clock_days = 0.0
        self._starts = 0
        self.counter = Program(self._counter_plan(), nursery)
        self.link = Program(self._link_plan(), nursery)

    @property
    def log(self) -> Path:
        return self.place.folder / "setup.log"

    def turn_clock(self, days: float) -> None:
        """Let both programs start with a clock that is wrong by so much, from the next start on."""
        self.clock_days = days
        self.counter.plan, self.link.plan = self._counter_plan(), self._link_plan()

    def next_seed(self) -> None:
        """Let the next counter meet other customers."""
        self._starts += 1
        self.counter.plan = self._counter_plan()

    def ledger_lines(self) -> list[list[str]]:
        """Return what `device ledger` prints: epoch, number, hash, state."""
        printed = run_once("device", "ledger", "--settings", str(self.place.settings), log=self.log)
        return [line.split() for line in printed.splitlines() if line.strip()]

    def epochs(self) -> set[str]:
        """Return the epochs that the terminal's database knows; none while it is damaged."""
        return {str(row[0]) for row in self._ask("SELECT epoch FROM book")}

    @property
    def is_counter(self) -> bool:
        """Whether it is neither a clone nor sold at by a screen."""
        return not (self.is_clone or self.has_screen)

    def purged(self) -> list[tuple[str, int]]:
        """Return through which number received entries were purged to make room, by epoch."""
        found = self._ask(
            "SELECT book.epoch, through FROM checkpoint JOIN book ON book.id = checkpoint.book"
        )
        return [(str(epoch), int(through)) for epoch, through in found]

    def rest(self) -> None:
        """Let the counter sell nothing, but run."""
        self._idle.touch()

    def go_on(self) -> None:
        """Let the counter sell again."""
        self._idle.unlink(missing_ok=True)

    def unsettled(self) -> int:
        """Return how many entries have no receipt yet, or must be written once more."""
        found = self._ask(_UNSETTLED)
        return int(found[0][0]) if found else 1

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(f"file:{self.place.ledger}?mode=rw", uri=True)) as ledger:
                return ledger.execute(question).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):  # the latter: its own words are damaged
            return []

    def close(self) -> None:
        self.counter.kill()
        self.link.kill()
        os.write(self._end, b'{"end": true}\n')
        self._reader.join(10)
        os.close(self._end)

    def _counter_plan(self) -> Plan:
        seed = f"{self._seed}{self._starts:05d}"
        return self._plan(
            "counter", "tests.faults.counter",
            "--confirmed", str(self._pipe), "--seed", seed, "--pause", str(self._pause), "--slips",
            "--idle", str(self._idle),
        )  # fmt: skip

    def _link_plan(self) -> Plan:
        return self._plan("link", "device.__main__", "link")

    def _plan(self, name: str, module: str, *arguments: str) -> Plan:
        return Plan(
            name=f"{name} {self.terminal}",
            module=module,
            arguments=(*arguments, "--settings", str(self.place.settings)),
            log=self.place.folder / f"{name}.log",
            witness=self.place.folder / f"{name}.died",
            clock_days=self.clock_days,
        )

    def _read(self) -> None:
        with os.fdopen(os.dup(self._end), "rb") as lines:
            for line in lines:
                said = json.loads(line)
                if "end" in said:
                    return
                self._hear(said)

    def _hear(self, said: dict[str, Any]) -> None:
        if "refused" in said:
            self.refused.append(f"{said['refused']} {said['why']}".strip())
        else:
            self.confirmed.append(Confirmed(terminal=self.terminal, **said))


def write_outlet_settings(place: Place, *, broker_port: int) -> Path:
    """Write the settings of a terminal with fake hardware, and nothing on it but a printer."""
    keys = place.keys
    return write_toml(
        place.settings,
        {
            "": {
                "terminal": place.terminal,
                "province": PROVINCE,
                "ledger": str(place.ledger),
                "run": str(place.folder / "run"),
            },
            "outlet": {"name": "Quầy thuốc Tâm An", "address": "Xã Mẫu", "licence": "000/ĐĐKKDD"},
            "staff": {"badge": "NV01", "name": "Cô Lan"},
            "broker": {
                "host": HOST,
                "port": broker_port,
                "ca": str(keys / "ca.crt.pem"),
                "certificate": str(keys / "terminal.crt.pem"),
                "key": str(keys / "terminal.key.pem"),
                "longest_wait_seconds": 6.0,
            },
            "keys": {
                "signing": str(keys / "signing.key.pem"),
                "server": str(keys / "server-signing.pub.pem"),
                "book": str(keys / "book.pub.pem"),
            },
            "hardware": {"kind": "fake"},
            "hardware.printer": {"driver": "fake", "width_mm": 58},
        },
    )
