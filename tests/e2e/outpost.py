"""A province and one terminal's link as real programs, the link at the far end of a line."""

import json
import secrets
import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from time import monotonic
from types import TracebackType
from typing import Self

from demo.ports import free_port
from demo.program import Program, run_once
from demo.stage import find_mosquitto
from device.counter.drug import Drug, Offer
from device.counter.sale import OpenSale, SaleLine
from device.keys import load_readers
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.settings import load_settings

TERMINAL, PROVINCE = "Q33-0001", "33"


def typical_sale(number: int) -> OpenSale:
    """Return a sale of two lines, as most are."""
    offers = (
        Offer(
            drug=Drug(id="VD-12345-24", name="Paracetamol 500 mg", prescription_only=False),
            unit="vỉ", unit_size=10, price_vnd=11_000,
        ),
        Offer(
            drug=Drug(id="893110123425", name="Vitamin C 500 mg", prescription_only=False),
            unit="viên", unit_size=1, price_vnd=1_500,
        ),
    )  # fmt: skip
    return OpenSale(
        lines=tuple(
            SaleLine(
                offer=offer,
                batch=f"24{number % 12 + 1:02d}A{place}",
                expiry=date(2027, 8, 31),
                batch_from="code",
                quantity=2 + number % 3,
            )
            for place, offer in enumerate(offers)
        )
    )


def until(condition: Callable[[], bool], seconds: float = 90.0) -> None:
    """Return when the condition holds; fail where it does not in time."""
    deadline, pause = monotonic() + seconds, Event()
    while not condition():
        assert monotonic() < deadline, "it has not come about in time"
        pause.wait(0.02)


@dataclass
class Outpost:
    """Mosquitto and ingest here; the link wherever `command` runs it."""

    folder: Path
    here: str
    command: Callable[..., tuple[str, ...]] = lambda *words: words
    linked_port: int | None = None
    """Where the link believes the broker to be, if that is not where it is."""

    def __post_init__(self) -> None:
        self._stack = ExitStack()
        self.port = free_port()

    def __enter__(self) -> Self:
        """Make keys and settings, and start everything but the link."""
        try:
            self._set_up()
        except BaseException:
            self._stack.close()
            raise
        return self

    def _set_up(self) -> None:
        self._make_keys()
        self.server_settings = self._write("server.toml", self._server())
        self.settings_file = self._write("device.toml", self._terminal())
        registration = self.keys / "terminals" / TERMINAL / "registration.json"
        run_once(
            "server", "register", "--settings", str(self.server_settings), str(registration),
            log=self.log,
        )  # fmt: skip
        python = (sys.executable, "-m")
        config = str(self.keys / "broker" / "mosquitto.conf")
        self.mosquitto = self._program("mosquitto", find_mosquitto(), "-c", config)
        self.ingest = self._program(
            "ingest", *python, "server", "ingest", "--settings", str(self.server_settings)
        )
        self.link = self._program(
            "link",
            *self.command(*python, "device", "link", "--settings", str(self.settings_file)),
        )
        settings = load_settings(self.settings_file)
        self.ledger = Ledger.open(
            settings.ledger,
            terminal=TERMINAL,
            readers=load_readers(settings, self.settings_file),
        )
        self._stack.callback(self.ledger.close)
        self.outbox = OutboxQueue(self.ledger.database, terminal=TERMINAL)
        self.mosquitto.start()
        self.ingest.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything."""
        self._stack.close()

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def log(self) -> Path:
        return self.folder / "setup.log"

    @property
    def unsent(self) -> int:
        """How many entries have no receipt."""
        return self.outbox.waiting().entries

    def stored(self) -> list[tuple[int, str]]:
        """Return number and hash of every entry that the province has."""
        with sqlite3.connect(self.folder / "store.sqlite") as store:
            return store.execute("SELECT seq, sha256 FROM entry ORDER BY seq").fetchall()

    def sell(self, number: int) -> float:
        """Commit one sale; return how many seconds that took."""
        began = monotonic()
        self.ledger.commit_sale(typical_sale(number), staff="NV-07")
        return monotonic() - began

    def _program(self, name: str, *command: str) -> Program:
        program = Program(name, list(command), self.folder / f"{name}.log")
        self._stack.callback(program.stop)
        return program

    def _make_keys(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, secret in (("badge", secrets.token_hex(16)), ("pin", "482915")):
            (self.folder / name).touch(mode=0o600)
            (self.folder / name).write_text(secret, encoding="ascii")
        keys, log = str(self.keys), self.log
        run_once("provisioning", "ca", keys, log=log)
        run_once("provisioning", "server", "keys", keys, log=log)
        run_once(
            "provisioning", "broker", keys, "--port", str(self.port), "--address", self.here,
            log=log,
        )  # fmt: skip
        run_once(
            "provisioning", "terminal", keys, "--id", TERMINAL, "--province", PROVINCE,
            "--outlet", "Quầy thuốc Thử Nghiệm", "--commune", "Xã Mẫu",
            "--badge-file", str(self.folder / "badge"), "--pin-file", str(self.folder / "pin"),
            log=log,
        )  # fmt: skip

    def _broker(self, folder: Path, name: str) -> dict[str, object]:
        return {
            "host": self.here,
            "port": self.port,
            "ca": str(folder / "ca.crt.pem"),
            "certificate": str(folder / f"{name}.crt.pem"),
            "key": str(folder / f"{name}.key.pem"),
        }

    def _server(self) -> dict[str, dict[str, object]]:
        folder = self.keys / "server"
        return {
            "": {
                "province": PROVINCE,
                "database": str(self.folder / "store.sqlite"),
                "signing_key": str(folder / "signing.key.pem"),
            },
            "broker": self._broker(folder, "ingest"),
        }

    def _terminal(self) -> dict[str, dict[str, object]]:
        folder = self.keys / "terminals" / TERMINAL
        return {
            "": {
                "terminal": TERMINAL,
                "province": PROVINCE,
                "ledger": str(self.folder / "terminal" / "ledger.sqlite"),
                "run": str(self.folder / "run"),
            },
            "outlet": {"name": "Quầy thuốc Thử Nghiệm", "address": "Xã Mẫu", "licence": "000"},
            "staff": {"badge": "NV-07", "name": "Cô Lan"},
            "broker": {
                **self._broker(folder, "terminal"),
                "port": self.linked_port or self.port,
                "longest_wait_seconds": 3.0,
            },
            "keys": {
                "signing": str(folder / "signing.key.pem"),
                "server": str(folder / "server-signing.pub.pem"),
                "book": str(folder / "book.pub.pem"),
            },
            "hardware": {"kind": "fake"},
        }

    def _write(self, name: str, tables: dict[str, dict[str, object]]) -> Path:
        """Write TOML; a JSON string, number or truth value is a TOML one too."""
        lines: list[str] = []
        for table, values in tables.items():
            lines += [f"[{table}]"] if table else []
            lines += [
                f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()
            ]
        file = self.folder / name
        file.write_text("\n".join(lines), encoding="utf-8")
        return file
