"""One sale with a citizen card through the real programs, everything on the line kept."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from demo.morning import Morning
from demo.postgres import Postgres
from demo.settings_files import TERMINAL
from demo.stage import Stage
from server.settings import load_settings
from tests.e2e import capture
from tests.e2e.recorder import Recorder, let_in
from tests.e2e.secrets_in import birth_dates, parts_of_person

Sending = Literal["off", "on"]
LAN, MINH, PHUC = "Trần Thị Lan", "Lê Minh", "Đỗ Phúc"
_PASSPHRASES = {
    LAN: "một câu mật khẩu dài của Lan",
    MINH: "a long passphrase of Minh",
    PHUC: "câu mật khẩu thứ ba, của Phúc",
}


class SecretStage(Stage):
    """A stage with a recorder, a vault and, where wanted, sealed sending and PostgreSQL."""

    def __init__(self, root: Path, *, sending: Sending, database: str | None) -> None:
        super().__init__(root, width=800, height=480, web_port=None, display=False)
        self._sending, self._store = sending, database
        self.vault = root / "vault"

    @property
    def secrets(self) -> Path:
        """Where people keep what they know: no part of the system."""
        return self.folders.root / "people"

    def _make_keys(self) -> None:
        super()._make_keys()
        let_in(self.folders.keys)

    def _write_settings(self) -> None:
        super()._write_settings()
        self.vault.mkdir(mode=0o700)
        self.secrets.mkdir(mode=0o700)
        _add(self.server_settings, {"vault": {"folder": str(self.vault)}})
        if self._store:
            text = self.server_settings.read_text(encoding="utf-8")
            here = str(self.folders.server / "store.sqlite")
            self.server_settings.write_text(text.replace(here, self._store), encoding="utf-8")
        for name, passphrase in _PASSPHRASES.items():
            (self.secrets / name).write_text(passphrase, encoding="utf-8")
        made = self.in_vault("init", *self.custodians(LAN, MINH, PHUC))
        assert made.returncode == 0, made.stderr
        if self._sending == "on":
            (public,) = self.vault.glob("*.pub.pem")
            number = public.name.removeprefix("vault-").removesuffix(".pub.pem")
            _add(self.server_settings, {"sealed": {"regulation": "99/2026/QĐ-UBND"}})
            _add(self.terminal_settings, {"sealed_sending": {
                "regulation": "99/2026/QĐ-UBND", "vault_key": str(public), "vault_key_id": number,
            }})  # fmt: skip

    def custodians(self, *names: str) -> list[str]:
        """Return the words of a command that name custodians and where their secrets are."""
        return [
            word
            for name in names
            for word in ("--custodian", name, "--passphrase-file", f"{name}={self.secrets / name}")
        ]

    def in_vault(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the vault's program."""
        return program("server", "vault", "--settings", str(self.server_settings), *words)

    def open_book(self, *words: str, pin: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Open the outlet's book with the badge, and the PIN or another."""
        locked = self.folders.keys / "terminals" / TERMINAL / "book.locked"
        return program(
            "device", "open-book", "--settings", str(self.terminal_settings),
            "--locked", str(locked), "--badge-file", str(self.folders.server / "badge"),
            "--pin-file", str(pin or self.folders.server / "pin"), *words,
        )  # fmt: skip


class OneCustomer(Morning):
    """One sale on a prescription, with a card."""

    def play(self) -> None:
        """Serve the customer, and wait for the receipt."""
        self._hand.wait_until("Ready", lambda state: state["state"] == "Ready")
        self._hand.wait_until("online", lambda state: bool(state["online"]))
        self._a_prescription()
        self._until_all_is_received()


@dataclass(frozen=True)
class Sold:
    """What is left of the sale."""

    stage: SecretStage
    sending: Sending
    traffic: tuple[tuple[str, bytes], ...]
    captured: Path | str
    """What passed over the line, or why that cannot be told."""
    database: Postgres | None

    @property
    def person(self) -> tuple[str, ...]:
        """What nobody may find."""
        card = self.stage.samples["card"]
        return (*parts_of_person(card), *birth_dates(card))

    def blocks(self) -> dict[int, bytes]:
        """Return the sealed blocks in the terminal's ledger."""
        with closing(sqlite3.connect(self.stage.folders.terminal / "ledger.sqlite")) as opened:
            return dict(opened.execute("SELECT seq, block FROM sealed"))


@contextmanager
def sold(root: Path, *, sending: Sending, postgresql: bool) -> Iterator[Sold]:
    """Play the sale; the programs run until the block ends."""
    with ExitStack() as stack:
        root.mkdir(parents=True)
        database = stack.enter_context(Postgres(root / "database")) if postgresql else None
        url = database.url if database else None
        stage = stack.enter_context(SecretStage(root / "run", sending=sending, database=url))
        broker = load_settings(stage.server_settings).broker
        captured: Path | str = root / "line.pcap"
        with ExitStack() as listening:
            ports = (broker.port, *((database.port,) if database else ()))
            try:
                listening.enter_context(capture.Capture(root / "line.pcap", *ports))
            except capture.CannotCaptureError as error:
                captured = str(error)
            recorder = listening.enter_context(
                Recorder(stage.folders.keys, host=broker.host, port=broker.port)
            )
            OneCustomer(stage, chaos=False, say=lambda _text: None).play()
            traffic = recorder.messages()
        yield Sold(stage, sending, traffic, captured, database)


def program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one of the programs to its end."""
    return subprocess.run(
        [sys.executable, "-m", *words], check=False, capture_output=True, text=True, timeout=60
    )


def _add(file: Path, tables: dict[str, dict[str, str]]) -> None:
    with file.open("a", encoding="utf-8") as settings:
        for name, values in tables.items():
            settings.write(f"\n[{name}]\n")
            settings.writelines(f'{key} = "{value}"\n' for key, value in values.items())
