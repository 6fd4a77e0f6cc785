"""The synthetic province, with everything that stands behind its pages, on this computer."""

import secrets
import shutil
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.errors import StageError
from demo.folders import Folders
from demo.ports import HOST, claim_port, free_port
from demo.program import Program, run_once
from demo.province_shops import Shops
from demo.province_visitor import Visitor
from demo.settings_files import write_toml
from demo.stage import find_mosquitto
from server.sample.planted import PlantedList, read_planted
from words import _

PROVINCE = "99"
USER = "duoc.son-giang"
PROGRAMS = ("mosquitto", "ingest", "door", "answers", "follow", "web")
START_SECONDS = 60.0


class Province:
    """Broker, programs of the server, and a store full of what happened in Sơn Giang."""

    def __init__(self, root: Path, *, outlets: int, days: int, web_port: int | None) -> None:
        self.folders = Folders(root)
        self._outlets, self._days, self._web_port = outlets, days, web_port
        self._taken_down = ExitStack()
        self.programs: dict[str, Program] = {}

    def __enter__(self) -> Self:
        """Make and start everything; raise `StageError`, with nothing left running."""
        try:
            self._set_up()
            self._make_sample()
            self._make_account()  # before anything else writes to the store
            self._start()
        except BaseException:
            self._taken_down.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything that was started, the newest first, and throw the store away."""
        self._taken_down.close()

    @property
    def address(self) -> str:
        """The address of the pages."""
        return f"http://{HOST}:{self._web}"

    def visitor(self) -> Visitor:
        """Come in for the first time: set a second factor up and a password of one's own."""
        return Visitor.enrolled(self.address, USER, self._first_password)

    def shops(self) -> Shops:
        """Return the terminals that go on selling."""
        return Shops(
            HOST, self._door, self.folders.keys / "server" / "ca.crt.pem", self.planted,
            lambda terminal: self.tell("entries", "--terminal", terminal),
        )  # fmt: skip

    def tell(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs to its end, and return what it said."""
        return run_once(
            "server", program, "--settings", str(self._settings), *arguments,
            log=self.folders.logs / "server.log",
        )  # fmt: skip

    def _set_up(self) -> None:
        find_mosquitto()
        lock = self.folders.make()
        self._taken_down.callback(lock.close)
        store = tempfile.mkdtemp(prefix="quay-son-giang-")
        self._taken_down.callback(shutil.rmtree, store, ignore_errors=True)
        self._web, self._broker, self._door = claim_port(self._web_port), free_port(), free_port()
        keys, log = str(self.folders.keys), self.folders.logs / "setup.log"
        run_once("provisioning", "ca", keys, log=log)
        run_once("provisioning", "server", "keys", keys, log=log)
        run_once("provisioning", "broker", keys, "--port", str(self._broker), log=log)
        self._settings = self._write_settings(Path(store))

    def _write_settings(self, store: Path) -> Path:
        keys = self.folders.keys / "server"
        broker = self.folders.keys / "broker"
        return write_toml(
            self.folders.server / "server.toml",
            {
                "": {
                    "province": PROVINCE,
                    "database": str(store / "store.sqlite"),
                    "signing_key": str(keys / "signing.key.pem"),
                },
                "broker": {
                    "host": HOST,
                    "port": self._broker,
                    "ca": str(keys / "ca.crt.pem"),
                    "certificate": str(keys / "ingest.crt.pem"),
                    "key": str(keys / "ingest.key.pem"),
                },
                "answers": {
                    "certificate": str(keys / "answers.crt.pem"),
                    "key": str(keys / "answers.key.pem"),
                },
                "door": {
                    "host": HOST,
                    "port": self._door,
                    "certificate": str(broker / "broker.crt.pem"),
                    "key": str(broker / "broker.key.pem"),
                },
                "web": {"host": HOST, "port": self._web, "name": "Sở Y tế Sơn Giang"},
            },
        )

    def _make_sample(self) -> None:
        planted = self.folders.server / "planted.json"
        self.told = self.tell(
            "sample", "--outlets", str(self._outlets), "--days", str(self._days),
            "--planted", str(planted),
        ).strip()  # fmt: skip
        self.planted: PlantedList = read_planted(planted.read_bytes())
        self.tell("follow", "--recount")

    def _make_account(self) -> None:
        self._first_password = secrets.token_urlsafe(12)
        file = self.folders.server / "first-password"
        file.touch(mode=0o600)
        file.write_text(self._first_password, encoding="ascii")
        self.tell(
            "account", "add", USER, "--person", "DS. Hà", "--role", "pharmacy", "--role", "fleet",
            "--password-file", str(file),
        )  # fmt: skip
        file.unlink()

    def _start(self) -> None:
        mosquitto = [find_mosquitto(), "-c", str(self.folders.keys / "broker" / "mosquitto.conf")]
        for name in PROGRAMS:
            command = [sys.executable, "-m", "server", name, "--settings", str(self._settings)]
            program = Program(
                name, mosquitto if name == "mosquitto" else command,
                self.folders.logs / f"{name}.log",
            )  # fmt: skip
            self.programs[name] = program
            self._taken_down.callback(program.stop)
            program.start()
        until = time.monotonic() + START_SECONDS
        while not self._page_answers():
            for program in self.programs.values():
                program.must_run()
            if time.monotonic() > until:
                raise StageError(_("trang không sẵn sàng; xem {log}").format(log=self.folders.logs))
            time.sleep(0.2)

    def _page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own figure
        except OSError:
            return False
