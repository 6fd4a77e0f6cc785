"""A province for a campaign: authority, broker, store, ingest, and its outlets behind bad lines."""

import secrets
import subprocess
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from demo.folders import Folders
from demo.outlets import DATA
from demo.ports import free_port, wait_for_port
from demo.postgres import Postgres
from demo.program import run_once
from demo.settings_files import COMMUNE, OUTLET, PROVINCE, write_server_settings
from demo.stage import find_mosquitto
from tests.faults.disk import mount_small_disk, unmount
from tests.faults.network import Network, Papers
from tests.faults.outlet import Outlet, Place, write_outlet_settings
from tests.faults.packets import Publish
from tests.faults.programs import Nursery, Plan, Program
from tests.faults.shop import write_stock
from tests.faults.weather import Direction, Weather

StoreKind = Literal["sqlite", "postgresql"]
_CAPTURED_BYTES = 24_000_000


class Province:
    """Made new; everything ends with the block."""

    def __init__(self, root: Path, weather: Weather, *, store: StoreKind, pause: float) -> None:
        self.folders, self.weather, self.store = Folders(root), weather, store
        self._pause = pause
        self._ends = ExitStack()
        self.outlets: list[Outlet] = []
        self.postgres: Postgres | None = None
        self.captured: dict[str, list[Publish]] = {}
        self._captured_bytes = 0

    def __enter__(self) -> Self:
        try:
            self._set_up()
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.close()

    @property
    def keys(self) -> Path:
        return self.folders.keys

    @property
    def setup_log(self) -> Path:
        return self.folders.logs / "setup.log"

    def enrol(self, terminal: str, *, register: bool = True) -> Path:
        """Make a terminal's keys and register it; return the folder of its keys."""
        self.provision(
            "terminal", "--id", terminal, "--province", PROVINCE, "--outlet", OUTLET,
            "--commune", COMMUNE, "--badge-file", str(self._badge), "--pin-file", str(self._pin),
        )  # fmt: skip
        keys = self.keys / "terminals" / terminal
        if register:
            self.server("register", str(keys / "registration.json"))
        return keys

    def add_outlet(self, terminal: str) -> Outlet:
        """Enrol a terminal and fill its shelf. The first has a small disk, where it may."""
        folder = self.folders.root / "outlets" / terminal
        folder.mkdir(parents=True)
        place = Place(
            terminal=terminal,
            folder=folder,
            keys=self.enrol(terminal),
            on_small_disk=not self.outlets and mount_small_disk(folder / "data"),
        )
        if place.on_small_disk:
            self._ends.callback(unmount, place.ledger.parent)
        outlet = self.settle(place)
        self.load(outlet)
        return outlet

    def load(self, outlet: Outlet) -> None:
        """Load catalogue and shelf; what is there already stays."""
        place = outlet.place
        stock = write_stock(place.folder / "stock.csv", date.today())  # noqa: DTZ011
        run_once(
            "device", "load", "--settings", str(place.settings),
            "--catalogue", str(DATA / "catalogue.csv"), "--stock", str(stock),
            log=outlet.log,
        )  # fmt: skip

    def settle(self, place: Place, *, is_clone: bool = False) -> Outlet:
        """Connect a terminal whose things are in place, and count it among the outlets."""
        line = f"{place.terminal}.{len(self.outlets)}"
        port = self.network.connect(line, place.papers, self._overhear)
        place.ledger.parent.mkdir(exist_ok=True)
        write_outlet_settings(place, broker_port=port)
        seed = self.weather.seed * 100 + len(self.outlets)
        outlet = Outlet(place, self.nursery, line=line, seed=seed, pause=self._pause)
        outlet.is_clone = is_clone
        self._ends.callback(outlet.close)
        self.outlets.append(outlet)
        return outlet

    def server(self, *command: str) -> str:
        """Run one of the server's programs to its end and return what it printed."""
        program, *rest = command
        return run_once(
            "server", program, "--settings", str(self.server_settings), *rest, log=self.setup_log
        )

    def reconcile(self) -> None:
        """Compare both sides, as the province does every day. Status 1: there is something."""
        settings = str(self.server_settings)
        subprocess.run(
            [sys.executable, "-m", "server", "reconcile", "--settings", settings],
            capture_output=True,
            check=False,
        )

    def start_broker(self) -> None:
        self.broker.start()
        if not wait_for_port(self.broker_port, 20):
            raise RuntimeError(f"no mosquitto: see {self.broker.plan.log}")

    def _set_up(self) -> None:
        self._ends.callback(self.folders.make().close)
        self.broker_port, self.database = free_port(), str(self.folders.server / "store.sqlite")
        if self.store == "postgresql":
            self.postgres = self._ends.enter_context(Postgres(self.folders.root, free_port()))
            self.database = self.postgres.url
        self._make_keys()
        self.nursery = Nursery(self.folders.logs / "nursery.log")
        self._ends.callback(self.nursery.close)
        self._start_broker()
        self._start_network()
        self._start_server()

    def _make_keys(self) -> None:
        self._badge, self._pin = self.folders.server / "badge", self.folders.server / "pin"
        self._badge.write_text(secrets.token_hex(16), encoding="ascii")
        self._pin.write_text(f"{secrets.randbelow(10**6):06}", encoding="ascii")
        for file in (self._badge, self._pin):
            file.chmod(0o600)
        self.provision("ca")
        self.provision("server keys")
        self.provision("broker", "--port", str(self.broker_port))

    def provision(self, command: str, *rest: str) -> None:
        run_once("provisioning", command, str(self.keys), *rest, log=self.setup_log)

    def _start_broker(self) -> None:
        settings = self.keys / "broker" / "mosquitto.conf"
        plan = Plan(
            name="mosquitto",
            arguments=(find_mosquitto(), "-c", str(settings)),
            log=self.folders.logs / "broker.log",
            witness=self.folders.logs / "broker.died",
        )
        self.broker = Program(plan, self.nursery)
        self.start_broker()
        self._ends.callback(self.broker.kill)

    def _start_network(self) -> None:
        server, broker = self.keys / "server", self.keys / "broker"
        self.network = Network(
            self.weather,
            broker=self.broker_port,
            broker_papers=Papers(
                authority=broker / "ca.crt.pem",
                certificate=broker / "broker.crt.pem",
                key=broker / "broker.key.pem",
            ),
        )
        self._ends.callback(self.network.close)
        papers = Papers(
            authority=server / "ca.crt.pem",
            certificate=server / "ingest.crt.pem",
            key=server / "ingest.key.pem",
        )
        self._ingest_port = self.network.connect("ingest", papers, self._overhear)

    def _start_server(self) -> None:
        self.server_settings = write_server_settings(
            self.folders,
            broker_port=self._ingest_port,
            web_port=free_port(),
            database=self.database,
        )
        plan = Plan(
            name="ingest",
            module="server.__main__",
            arguments=("ingest", "--settings", str(self.server_settings)),
            log=self.folders.logs / "ingest.log",
            witness=self.folders.logs / "ingest.died",
        )
        self.ingest = Program(plan, self.nursery)
        self._ends.callback(self.ingest.kill)

    def _overhear(self, line: str, _direction: Direction, message: Publish) -> None:
        """Keep what passed, to look for persons in it, and for a thief to send again."""
        if self._captured_bytes < _CAPTURED_BYTES:
            self._captured_bytes += len(message.payload)
            self.captured.setdefault(line, []).append(message)
