"""A province with everything that a new terminal meets: the real programs, on this computer.

The broker is named by `name`, and so is the door; a guest in an emulator may know this computer by
an address of its own.
"""

import csv
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.errors import StageError
from demo.ports import free_port, wait_for_port
from demo.program import Program, run_once
from demo.stage import find_mosquitto
from settings.toml import write_toml
from wire.enrolment_batch import read_sheet

START_SECONDS = 60.0
PROVINCE = "33"
KEEPER, STAFF = "DS01", "NV01"
"""Badges of the person in charge, and of somebody who sells."""
_COLUMNS = {
    "province": PROVINCE, "address": "Thôn 2, xã Phú Sơn", "licence": "33-000/ĐKKDDD",
    "commune": "Xã Phú Sơn", "kind": "QT", "badge": KEEPER, "staff": "DS. Hương",
    "badge_2": STAFF, "staff_2": "Cô Lan",
}  # fmt: skip


class FieldProvince:
    """Office, signer, door, broker and ingest."""

    def __init__(
        self, folder: Path, *, name: str = "localhost", listens: str = "127.0.0.1"
    ) -> None:
        """`name`: what terminals call this computer; `listens`: where the broker does."""
        self.folder, self.name, self._listens = folder, name, listens
        self.office = folder / "office"
        self.log = folder / "setup.log"
        self.settings = folder / "server.toml"
        self.broker_port, self.door_port = free_port(), free_port()
        self.programs: dict[str, Program] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Make keys and settings, and start everything; raise `StageError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._make_office()
            self._write_settings()
            for name, command in self._commands().items():
                self.programs[name] = Program(name, command, self.folder / f"{name}.log")
                self._stack.callback(self.programs[name].stop)
                self.start(name)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything, the newest first."""
        self._stack.close()

    def start(self, name: str) -> None:
        """Start a program, and wait until it is of use."""
        program = self.programs[name]
        program.start()
        ready = {
            "mosquitto": lambda: wait_for_port(self.broker_port, 0.2),
            "door": lambda: wait_for_port(self.door_port, 0.2),
            "signer": self._socket.exists,
        }.get(name, lambda: True)
        until = time.monotonic() + START_SECONDS
        while not ready():
            program.must_run()
            if time.monotonic() > until:
                raise StageError(f"{name} is not there after {START_SECONDS:.0f} s")
            time.sleep(0.05)

    def print_labels(self, *terminals: str) -> dict[str, str]:
        """Prepare a batch of terminals, and have the server know it; return each label's text."""
        sheet = self.folder / f"outlets-{terminals[0]}.csv"
        with sheet.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(("terminal", "outlet", "name", *_COLUMNS))
            for number, terminal in enumerate(terminals, 1):
                name = f"Quầy thuốc Mẫu {number}"
                writer.writerow((terminal, f"QT-{terminal}", name, *_COLUMNS.values()))
        before = set(self._batches())
        self._run(
            "provisioning", "batch", str(sheet), str(self.office),
            "--host", self.name, "--port", str(self.door_port),
        )  # fmt: skip
        (batch,) = set(self._batches()) - before
        self.tell_server("enrolments", "import", str(batch / "batch.json"))
        return {
            terminal: _label(batch / "outlets" / terminal / "label.json") for terminal in terminals
        }

    def replacement_label(self, terminal: str) -> str:
        """Return the text of a label by which another machine goes on for this terminal."""
        file = self.folder / f"{terminal}-replacement.json"
        self.tell_server("enrolments", "replace", terminal, "--label", str(file))
        return _label(file)

    def call_back(self, terminal: str) -> None:
        """Call a label back that was not used."""
        self.tell_server("enrolments", "recall-code", terminal)

    def tell_server(self, program: str, deed: str, *rest: str) -> str:
        """Run one of the server's programs to its end; return what it printed."""
        return self._run("server", program, "--settings", str(self.settings), deed, *rest)

    def entries(self, terminal: str) -> list[tuple[str, int]]:
        """Return epoch and number of every entry of a terminal that the province has."""
        said = self._run(
            "server", "entries", "--settings", str(self.settings), "--terminal", terminal
        )
        rows = (line.split() for line in said.splitlines())
        return [(epoch, int(seq)) for epoch, seq, *_rest in rows]

    def publish_catalogue(self, file: Path) -> None:
        """Publish the drugs of a file for every terminal."""
        self.tell_server("reference", "import", "catalogue", str(file))

    @property
    def _names(self) -> list[str]:
        """Who lives here calls it localhost, whoever comes from outside by its name."""
        return [
            word for name in dict.fromkeys(("localhost", self.name)) for word in ("--name", name)
        ]

    @property
    def _socket(self) -> Path:
        return self.folder / "signer.sock"

    def _batches(self) -> list[Path]:
        folder = self.office / "batches"
        return sorted(folder.iterdir()) if folder.exists() else []

    def _run(self, *words: str) -> str:
        return run_once(*words, log=self.log)

    def _make_office(self) -> None:
        office = str(self.office)
        self._run("provisioning", "ca", office)
        self._run("provisioning", "server", "keys", office)
        self._run(
            "provisioning", "broker", office, "--port", str(self.broker_port),
            "--address", self._listens, *self._names,
        )  # fmt: skip
        self._run("provisioning", "enrolment", office, *self._names)

    def _write_settings(self) -> None:
        server, door = self.office / "server", self.office / "enrolment"
        tables = {
            "province": PROVINCE,
            "database": str(self.folder / "store.sqlite"),
            "signing_key": str(server / "signing.key.pem"),
            "answers": {
                "certificate": str(server / "answers.crt.pem"),
                "key": str(server / "answers.key.pem"),
            },
            "broker": {
                "host": "localhost",
                "port": self.broker_port,
                "ca": str(server / "ca.crt.pem"),
                "certificate": str(server / "ingest.crt.pem"),
                "key": str(server / "ingest.key.pem"),
            },
            "enrol": {
                "host": self._listens,
                "port": self.door_port,
                "certificate": str(door / "enrol.crt.pem"),
                "key": str(door / "enrol.key.pem"),
                "authority": str(door / "ca.crt.pem"),
                "server_keys": str(server / "signing.pub.pem"),
                "signer": str(self._socket),
                "name": self.name,
                "broker_port": self.broker_port,
                "bundles": str(self.folder / "bundles"),
            },
        }
        self.settings.write_text(write_toml(tables), encoding="utf-8")

    def _commands(self) -> dict[str, list[str]]:
        python, settings = [sys.executable, "-m"], ["--settings", str(self.settings)]
        broker = str(self.office / "broker" / "mosquitto.conf")
        signer = ["--folder", str(self.office), "--socket", str(self._socket)]
        return {
            "signer": [*python, "provisioning", "signer", *signer],
            "mosquitto": [find_mosquitto(), "-c", broker],
            "ingest": [*python, "server", "ingest", *settings],
            "answers": [*python, "server", "answers", *settings],
            "door": [*python, "server", "enrol", *settings],
        }


def _label(file: Path) -> str:
    (label,) = read_sheet(file.read_bytes()).labels
    return label.text
