"""The example for other vendors, run as they would run it against the real door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.registrations import read_registrations
from server.store.database import reading, rows, writing
from server.store.terminals import register
from tests.server.door import Door, make_door
from tests.server.process import run_server
from wire.chain import verify_chain

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CLIENT = EXAMPLES / "client.py"
NAME = "V33-0042"


class Shop:
    """A folder of a pharmacy, and the command that its owner calls."""

    def __init__(self, folder: Path, door: Door) -> None:
        self.folder, self._door = folder / "shop", door
        self._key = folder / "server-signing.pub.pem"
        self._key.write_bytes(
            door.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )

    def run(self) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-W", "error", CLIENT, self.folder, NAME, self._door.url, self._key,
             self._door.pki.ca],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )  # fmt: skip

    def registered(self) -> None:
        assert self.run().returncode == 1
        file = self.folder / "registration.json"
        (found,) = read_registrations([file], province="33")
        with writing():
            register(found)


def stored() -> list[tuple[int, bytes]]:
    with reading():
        return [
            (row[0], bytes(row[1]))
            for row in rows("SELECT seq, body FROM entry WHERE terminal = ? ORDER BY seq", (NAME,))
        ]


@pytest.fixture
def shop(tmp_path: Path, store: Path) -> Shop:
    return Shop(tmp_path, make_door(tmp_path, store))


def test_its_sales_are_stored_once_however_often_they_are_sent(tmp_path: Path, shop: Shop) -> None:
    shop.registered()
    with shop._door.opened():
        done = shop.run()
        assert (done.returncode, done.stdout) == (0, "Received through 3 rejected: []\n"), done
        assert [seq for seq, _body in stored()] == [1, 2, 3]
        (shop.folder / "received").unlink()
        assert shop.run().stdout == "Received through 6 rejected: []\n"
    bodies = [body for _seq, body in stored()]
    assert bodies == (shop.folder / "ledger").read_bytes().splitlines()
    assert len(verify_chain(bodies, NAME, (shop.folder / "epoch").read_text())) == 64
    done = run_server("verify", "--settings", tmp_path / "door.toml")
    assert "6 phiếu, 1 sổ" in done.stdout


def test_a_refusal_ends_it_with_the_reason(shop: Shop) -> None:
    assert shop.run().returncode == 1
    with shop._door.opened():
        done = shop.run()
    assert (done.returncode, '"reason":"unknown terminal"' in done.stderr) == (1, True)
    assert stored() == []
    assert not (shop.folder / "received").exists()


def test_a_receipt_by_anybody_else_is_not_believed(shop: Shop) -> None:
    shop.registered()
    shop._key.write_bytes((shop.folder / "key.pem").read_bytes())
    with shop._door.opened():
        done = shop.run()
    assert done.returncode == 1
    assert "BadSignatureError" in done.stderr
    assert not (shop.folder / "received").exists()


def test_it_waits_while_there_is_no_server_and_sends_when_there_is(shop: Shop) -> None:
    shop.registered()
    with subprocess.Popen(
        [sys.executable, CLIENT, shop.folder, NAME, shop._door.url, shop._key, shop._door.pki.ca],
        stdout=subprocess.PIPE,
        text=True,
    ) as waiting:
        try:
            assert waiting.poll() is None
            with shop._door.opened():
                said, _nothing = waiting.communicate(timeout=60)
        finally:
            waiting.kill()
    assert said == "Received through 3 rejected: []\n"


def test_it_is_short_and_needs_little() -> None:
    text = CLIENT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert modules - set(sys.stdlib_module_names) == {"joserfc"}


def test_its_readme_names_the_command_as_it_is() -> None:
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert "python client.py shop V33-0001 https://SERVER:8443/v1/ledger" in told
    assert "python -m server register --settings server.toml registration.json" in told
