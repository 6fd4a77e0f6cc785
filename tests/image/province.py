"""The province on this computer, as an emulated terminal reaches it; all of it is real."""

import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.ports import free_port, wait_for_port
from demo.program import Program, run_once
from demo.settings_files import write_toml
from tests.image.machine import HOST

TERMINAL, PROVINCE = "Q33-0001", "33"
BADGE = "NV01"
LOCAL = "127.0.0.1"
_OUTLETS = """\
terminal,province,outlet,name,address,licence,commune,badge,staff,roles
Q33-0001,33,NT-0001,Quầy thuốc Phú Sơn,"Thôn 2, xã Phú Sơn",000/ĐĐKKDD,Xã Phú Sơn,NV01,Cô Lan,staff
"""
_PROGRAMS = ("ingest", "answers", "enrol", "follow")


class Province:
    """Authority, signer, broker, ingest, answers, follow and the enrolment door."""

    def __init__(self, folder: Path, *, bundles: Path | None = None) -> None:
        """`bundles`: the folder from which terminals fetch systems."""
        self.folder, self.keys, self.logs = folder, folder / "office", folder / "logs"
        self.bundles = bundles or folder / "bundles"
        self._ports = {name: free_port() for name in ("broker", "enrol")}
        self._ended = ExitStack()
        self.store = folder / "store.sqlite"

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        self.bundles.mkdir(exist_ok=True)
        try:
            self._make_keys()
            self.settings = self._write_settings()
            self._load()
            self._start()
        except BaseException:
            self._ended.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.close()

    def label(self) -> str:
        """Prepare a terminal as an office does, and return what the code on its label says."""
        outlets = self.folder / "outlets.csv"
        outlets.write_text(_OUTLETS, encoding="utf-8")
        self._tell_office(
            "batch", str(outlets), str(self.keys), "--port", str(self._ports["enrol"])
        )
        (made,) = sorted((self.keys / "batches").iterdir())[-1:]
        self.tell("enrolments", "import", str(made / "batch.json"))
        sheet = json.loads((made / "outlets" / TERMINAL / "label.json").read_bytes())
        return str(sheet["labels"][0]["text"])

    def replacement_label(self) -> str:
        """Prepare a replacement of the terminal, and return what the code on its label says."""
        file = self.folder / "replacement.json"
        self.tell("enrolments", "replace", TERMINAL, "--label", str(file))
        return str(json.loads(file.read_bytes())["labels"][0]["text"])

    def tell(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs to its end."""
        return run_once(
            "server", program, "--settings", str(self.settings), *arguments,
            log=self.logs / "told.log",
        )  # fmt: skip

    def entries(self) -> list[str]:
        """Return what is stored of the terminal, one line for each entry."""
        return self.tell("entries", "--terminal", TERMINAL).splitlines()

    def calls(self) -> int:
        """Return how often the broker has let the terminal in."""
        return (self.logs / "mosquitto.log").read_text(encoding="utf-8").count(f" as {TERMINAL} ")

    def wait_until(self, what: str, seconds: float, is_so: object) -> float:
        """Wait until something is so; return after how many seconds."""
        begun = time.monotonic()
        assert callable(is_so)
        while not is_so():
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"{what}: not within {seconds:.0f} s; see {self.logs}")
            time.sleep(1.0)
        return time.monotonic() - begun

    def _tell_office(self, *arguments: str) -> None:
        run_once("provisioning", *arguments, log=self.logs / "office.log")

    def _make_keys(self) -> None:
        keys = str(self.keys)
        self._tell_office("ca", keys)
        self._tell_office("server", "keys", keys)
        self._tell_office("broker", keys, "--port", str(self._ports["broker"]), "--name", HOST)
        self._tell_office("enrolment", keys, "--name", HOST)

    def _write_settings(self) -> Path:
        server, door = self.keys / "server", self.keys / "enrolment"
        # A socket's name must be short.
        short = self._ended.enter_context(tempfile.TemporaryDirectory(prefix="quay-"))
        self._signer = Path(short) / "signer.sock"
        return write_toml(
            self.folder / "server.toml",
            {
                "": {
                    "province": PROVINCE,
                    "database": str(self.store),
                    "signing_key": str(server / "signing.key.pem"),
                },
                "broker": {
                    "host": LOCAL,
                    "port": self._ports["broker"],
                    "ca": str(server / "ca.crt.pem"),
                    "certificate": str(server / "ingest.crt.pem"),
                    "key": str(server / "ingest.key.pem"),
                },
                "answers": {
                    "certificate": str(server / "answers.crt.pem"),
                    "key": str(server / "answers.key.pem"),
                },
                "enrol": {
                    "host": LOCAL,
                    "port": self._ports["enrol"],
                    "certificate": str(door / "enrol.crt.pem"),
                    "key": str(door / "enrol.key.pem"),
                    "authority": str(door / "ca.crt.pem"),
                    "server_keys": str(server / "signing.pub.pem"),
                    "signer": str(self._signer),
                    "name": HOST,
                    "broker_host": HOST,
                    "broker_port": self._ports["broker"],
                    "bundles": str(self.bundles),
                },
            },
        )

    def _load(self) -> None:
        data = Path("demo/data").resolve()
        self.tell("reference", "import", "catalogue", str(data / "drugs.csv"))

    def _start(self) -> None:
        broker = ["mosquitto", "-c", str(self.keys / "broker" / "mosquitto.conf")]
        signer = ["provisioning", "signer", "--folder", str(self.keys), "--socket"]
        self._run("mosquitto", broker)
        self._run("signer", [sys.executable, "-m", *signer, str(self._signer)])
        for name in _PROGRAMS:
            command = [sys.executable, "-m", "server", name, "--settings", str(self.settings)]
            self._run(name, command)
        until = time.monotonic() + 60
        for port in self._ports.values():
            while not wait_for_port(port, 0.5):
                if time.monotonic() > until:
                    raise AssertionError(f"port {port} does not open; see {self.logs}")

    def _run(self, name: str, command: list[str]) -> None:
        program = Program(name, command, self.logs / f"{name}.log")
        self._ended.callback(program.stop)
        program.start()
