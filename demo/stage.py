"""The stage: broker, server and one terminal, started in order and taken down in reverse."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.errors import StageError
from demo.folders import Folders
from demo.outlets import COUNTER, DATA, Outlet
from demo.ports import HOST, claim_port, free_port, wait_for_port
from demo.program import Program, run_once
from demo.province_visitor import Visitor
from demo.samples import make_samples, write_tray
from demo.serial_line import SerialLine
from demo.settings_files import (
    COMMUNE,
    PROVINCE,
    TERMINAL,
    write_opening_stock,
    write_prescriptions,
    write_server_settings,
    write_terminal_settings,
)
from device.clock import local_day, system_clock
from words import _

START_SECONDS = 30.0
USER = "so.y.te"
ROLES = ("pharmacy", "fleet", "privacy", "administrator")


class Stage:
    """Everything that one outlet and its province need, on this computer."""

    def __init__(
        self,
        root: Path,
        *,
        width: int,
        height: int,
        web_port: int | None,
        display: bool,
        outlet: Outlet = COUNTER,
    ) -> None:
        self.outlet, self.today = outlet, local_day(system_clock())
        self.folders = Folders(root)
        self._size, self._web_port, self._display = (width, height), web_port, display
        self._taken_down = ExitStack()
        self.samples = make_samples(self.today)
        self.programs: dict[str, Program] = {}

    def __enter__(self) -> Self:
        """Start everything; raise `StageError`, with nothing left running."""
        try:
            self._set_up()
            for name in ("mosquitto", "ingest", "answers", "follow", "web", "link", "ui"):
                self.start(name)
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
        """Stop everything that was started, the newest first. A second Ctrl-C does not hurry it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._taken_down.close()

    @property
    def dashboard(self) -> str:
        """The address of the province's page."""
        return f"http://{HOST}:{self._web}/"

    @cached_property
    def visitor(self) -> Visitor:
        """Somebody of the department, signed in to the pages."""
        found = Visitor.enrolled(self.dashboard.rstrip("/"), USER, self._password)
        self._taken_down.callback(found.close)
        return found

    def start(self, name: str) -> None:
        """Start a program, or start it again, and wait until it is of use."""
        program = self.programs[name]
        program.start()
        self._wait_for(name)

    def _wait_for(self, name: str) -> None:
        ready = {
            "mosquitto": lambda: wait_for_port(self._broker, 0.2),
            "web": self._page_answers,
            "ui": self.remote.exists,
        }.get(name, lambda: True)
        until = time.monotonic() + START_SECONDS
        while not ready():
            self.programs[name].must_run()
            if time.monotonic() > until:
                raise StageError(
                    _("{name} không sẵn sàng sau {seconds} giây").format(
                        name=name, seconds=round(START_SECONDS)
                    )
                )
            time.sleep(0.05)
        self.programs[name].must_run()

    def _page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(  # noqa: S310 - our own address
                self.dashboard + "health", timeout=2
            ) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own figure
        except OSError:
            return False

    def _set_up(self) -> None:
        mosquitto = find_mosquitto()
        lock = self.folders.make()
        self._taken_down.callback(lock.close)
        self._web = claim_port(self._web_port)
        self._broker = free_port()
        sockets = tempfile.TemporaryDirectory(prefix="quay-")
        self._taken_down.callback(sockets.cleanup)
        self.remote = Path(sockets.name) / "remote"
        self.serial = SerialLine(self.folders.terminal / "scanner")
        self._taken_down.callback(self.serial.close)
        self._make_keys()
        self._write_settings()
        self._load()
        self._make_account()
        self._plan(mosquitto)

    def _make_keys(self) -> None:
        keys, log = str(self.folders.keys), self.folders.logs / "setup.log"
        badge, pin = self.folders.server / "badge", self.folders.server / "pin"
        for file, secret in (
            (badge, secrets.token_hex(16)),
            (pin, f"{secrets.randbelow(10**6):06}"),
        ):
            file.touch(mode=0o600)
            file.write_text(secret, encoding="ascii")
        run_once("provisioning", "ca", keys, log=log)
        run_once("provisioning", "server", "keys", keys, log=log)
        run_once("provisioning", "broker", keys, "--port", str(self._broker), log=log)
        run_once(
            "provisioning", "terminal", keys, "--id", TERMINAL, "--province", PROVINCE,
            "--outlet", self.outlet.name, "--commune", COMMUNE,
            "--badge-file", str(badge), "--pin-file", str(pin),
            log=log,
        )  # fmt: skip

    def _write_settings(self) -> None:
        self.server_settings = write_server_settings(
            self.folders, broker_port=self._broker, web_port=self._web
        )
        width, height = self._size
        self.terminal_settings = write_terminal_settings(
            self.folders,
            broker_port=self._broker,
            scanner=self.serial.port,
            remote=self.remote,
            width=width,
            height=height,
            outlet=self.outlet,
        )
        write_tray(self.folders.terminal / "samples.toml", self.samples)

    def _load(self) -> None:
        log = self.folders.logs / "setup.log"
        registration = self.folders.keys / "terminals" / TERMINAL / "registration.json"
        run_once(
            "server", "register", "--settings", str(self.server_settings), str(registration),
            log=log,
        )  # fmt: skip
        stock = write_opening_stock(
            self.folders.terminal / "stock.csv", self.today, self.outlet.stock
        )
        run_once(
            "device", "load", "--settings", str(self.terminal_settings),
            "--catalogue", str(DATA / "drugs.csv"), "--catalogue", str(DATA / "catalogue.csv"),
            "--stock", str(stock),
            log=log,
        )  # fmt: skip
        if self.outlet.prescriptions:
            sheets = write_prescriptions(
                self.folders.server / "prescriptions.jsonl", self.today, self.outlet.prescriptions
            )
            self.tell_server("prescriptions", str(sheets))

    def _make_account(self) -> None:
        """Make somebody of the department, who is everything: there is nobody else."""
        file = self.folders.server / "first-password"
        file.touch(mode=0o600)
        self._password = secrets.token_urlsafe(12)
        file.write_text(self._password, encoding="ascii")
        roles = [word for role in ROLES for word in ("--role", role)]
        self.tell_server("account", "add", USER, *roles, "--password-file", str(file))

    def tell_server(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs to its end, and return what it said."""
        settings = ("--settings", str(self.server_settings))
        return run_once(
            "server", program, *settings, *arguments, log=self.folders.logs / "server.log"
        )

    def _plan(self, mosquitto: str) -> None:
        server, terminal = str(self.server_settings), str(self.terminal_settings)
        config = str(self.folders.keys / "broker" / "mosquitto.conf")
        python = [sys.executable, "-m"]
        screen = {} if self._display else {"SDL_VIDEODRIVER": "offscreen"}
        for name, command, environment in (
            ("mosquitto", [mosquitto, "-c", config], {}),
            ("ingest", [*python, "server", "ingest", "--settings", server], {}),
            ("answers", [*python, "server", "answers", "--settings", server], {}),
            ("follow", [*python, "server", "follow", "--settings", server], {}),
            ("web", [*python, "server", "web", "--settings", server], {}),
            ("link", [*python, "device", "link", "--settings", terminal], {}),
            ("ui", [*python, "device", "ui", "--settings", terminal], screen),
        ):
            program = Program(name, command, self.folders.logs / f"{name}.log", environment)
            self.programs[name] = program
            self._taken_down.callback(program.stop)


def find_mosquitto() -> str:
    """Return where Mosquitto is; raise `StageError` where it is missing."""
    found = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found:
        raise StageError(_("thiếu gói mosquitto; hãy chạy make setup"))
    return found
