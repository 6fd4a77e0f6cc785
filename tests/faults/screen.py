"""The real screen of a terminal, sold at by its remote, and killed; its own process and Kivy."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from demo.errors import StageError
from demo.hand import Hand
from demo.settings_files import write_toml
from tests.faults.deaths import Death
from tests.faults.outlet import Confirmed, Outlet
from tests.faults.programs import Nursery, Plan, Program
from tests.faults.shop import customers
from words import _


class Screen:
    """A victim like the others: started with a death or without, and killed."""

    def __init__(self, outlet: Outlet, nursery: Nursery) -> None:
        self._outlet = outlet
        self._folder = Path(tempfile.mkdtemp(prefix="quay-"))
        self._remote = self._folder / "remote"
        self._settings = outlet.place.folder / "screen.toml"
        text = outlet.place.settings.read_text(encoding="utf-8")
        extra = write_toml(
            self._folder / "extra.toml",
            {"screen": {"fullscreen": False, "remote": str(self._remote)}},
        )
        self._settings.write_text(text + "\n" + extra.read_text(encoding="utf-8"), encoding="utf-8")
        self._program = Program(self._plan(None), nursery)
        self._stopping = threading.Event()
        self._cashier = threading.Thread(target=self._sell, daemon=True)
        self._cashier.start()

    @property
    def status(self) -> int | None:
        return self._program.status

    @property
    def runs(self) -> bool:
        return self._program.runs

    def start(self, death: Death | None = None) -> None:
        self._remote.unlink(missing_ok=True)
        self._program.plan = self._plan(death)
        self._program.start()

    def wait(self, seconds: float) -> bool:
        return self._program.wait(seconds)

    def kill(self) -> None:
        self._program.kill()

    def stop(self) -> None:
        self._program.stop()

    def _plan(self, death: Death | None) -> Plan:
        """Kivy is not born in the nursery: the launcher runs the program as anybody would."""
        folder = self._outlet.place.folder
        launcher = ["tests.faults.die_at", "--hurry"]
        if death:
            launcher += [f"--{death.when}", death.place, "--call", str(death.call)]
        program = ["--", "device", "ui", "--settings", str(self._settings)]
        return Plan(
            name="ui",
            arguments=(sys.executable, "-m", *launcher, *program),
            log=folder / "ui.log",
            witness=folder / "ui.died",
            environment={"SDL_VIDEODRIVER": "offscreen"},
        )

    def close(self) -> None:
        self._stopping.set()
        self.kill()
        self._cashier.join(30)
        shutil.rmtree(self._folder)

    def _sell(self) -> None:
        """Sell for ever; a screen that is gone is waited for."""
        hand, people = Hand(self._remote), _texts(os.getpid())
        while not self._stopping.is_set():
            if not self._remote.exists():
                self._stopping.wait(0.05)
                continue
            with suppress(OSError, ValueError, StageError):
                self._sell_once(hand, next(people))

    def _sell_once(self, hand: Hand, texts: list[str]) -> None:
        for text in texts:
            hand.type(text)
        total = hand.state()["total"]
        hand.press(_("Thu tiền mặt"))
        state = hand.wait_until("Paid", lambda state: state["state"] == "Paid")
        self._outlet.confirmed.append(
            Confirmed(terminal=self._outlet.terminal, seq=state["last_sale"], total=total)
        )


def _texts(seed: int) -> Iterator[list[str]]:
    for scans in customers(seed, date.today()):  # noqa: DTZ011 - the shop's day
        yield [scan.data.decode() for scan in scans]
