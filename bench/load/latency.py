"""From the counter's commit to the receipt: a real ledger, the real link, the real ingest."""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.load import counter
from bench.load.province import Province
from bench.load.running import Running
from demo.folders import Folders
from demo.program import run_once
from demo.settings_files import COMMUNE, OUTLET, PROVINCE, TERMINAL, write_terminal_settings
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue

_PAUSE_SECONDS = (0.1, 0.6)
"""Between two customers, the shortest and the longest: not in step with the link's own looks."""
_LOOK_SECONDS = 0.001
_PATIENCE_SECONDS = 60.0
_WARM_UP = 3


class Shop:
    """A counter with its own keys, made by the technician's command."""

    def __init__(self, province: Province) -> None:
        self._folders = Folders(province.folder)
        self._folders.terminal.mkdir()
        for file, secret in (("badge", "badge-of-the-bench"), ("pin", "135790")):
            (province.folder / file).write_text(secret, encoding="ascii")
        run_once(
            "provisioning", "terminal", str(province.keys), "--id", TERMINAL,
            "--province", PROVINCE, "--outlet", OUTLET, "--commune", COMMUNE,
            "--badge-file", str(province.folder / "badge"),
            "--pin-file", str(province.folder / "pin"),
            log=province.log,
        )  # fmt: skip
        self._settings = write_terminal_settings(
            self._folders,
            broker_port=province.port,
            scanner=province.folder / "scanner",
            remote=province.folder / "remote",
            width=800,
            height=480,
        )

    @property
    def registration(self) -> Path:
        """What the server must know."""
        return self._folders.keys / "terminals" / TERMINAL / "registration.json"

    @contextmanager
    def linked(self, logs: Path) -> Iterator["Till"]:
        """Run the link, its log in `logs`, and open the ledger that it sends, new each time."""
        file = self._folders.terminal / "ledger.sqlite"
        for old in self._folders.terminal.glob("ledger.sqlite*"):
            old.unlink()
        readers = {name: key.public_key() for name, key in counter.readers().items()}
        ledger = Ledger.open(file, terminal=TERMINAL, readers=readers)
        command = [sys.executable, "-m", "device", "link", "--settings", str(self._settings)]
        link = Running(command, logs / "link.log")
        try:
            with closing(sqlite3.connect(file)) as watch:
                yield Till(ledger, watch, link.pid)
        finally:
            link.stop()
            ledger.close()


class Till:
    """Sells, and waits for the receipts."""

    def __init__(self, ledger: Ledger, watch: sqlite3.Connection, link: int) -> None:
        self._ledger, self._watch, self.link = ledger, watch, link
        self._outbox = OutboxQueue(ledger.database, terminal=TERMINAL)
        self._chance = random.Random(7)

    def sell(self, sales: int) -> list[float]:
        """Make sales one after the other; return how many seconds each receipt took."""
        for _sale in range(_WARM_UP):
            self._sell_one()
        taken = []
        for _sale in range(sales):
            taken.append(self._sell_one())
            time.sleep(self._chance.uniform(*_PAUSE_SECONDS))
        return taken

    def _sell_one(self) -> float:
        self._ledger.commit_sale(counter.prescribed_sale(), staff=counter.STAFF)
        begun = time.monotonic()
        seen = self._version()
        while self._outbox.waiting().entries:
            while (version := self._version()) == seen:
                if time.monotonic() - begun > _PATIENCE_SECONDS:
                    raise TimeoutError("no receipt has come")
                time.sleep(_LOOK_SECONDS)
            seen = version
        return time.monotonic() - begun

    def _version(self) -> int:
        """Return what changes whenever another process has written to the ledger."""
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])
