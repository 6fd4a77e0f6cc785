"""The vault as two people call it."""

import json
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.store import sealed
from server.store.database import close_store, open_store, writing
from settings.load import EXIT_SETTINGS_WRONG
from tests.at_a_terminal import at_a_terminal
from tests.plain_text import shows
from tests.server.process import run_server
from tests.server.vault_room import LAN, MINH, NOW, PATIENT, PHUC, PLACE
from wire.seal import Place, seal

SECRETS = {
    LAN.name: {"badge": LAN.secrets[0], "pin": LAN.secrets[1]},
    MINH.name: {"passphrase": MINH.secrets[0]},
    PHUC.name: {"passphrase": PHUC.secrets[0]},
}
PLACED = ["--terminal", PLACE.terminal, "--epoch", PLACE.epoch, "--seq", str(PLACE.seq)]
ASKED = ["request", "--who", LAN.name, "--case", "123/TTr-SYT", "--why", "thanh tra", *PLACED]


@dataclass
class Server:
    """A server's settings, its store, and its vault's folder."""

    root: Path

    def __post_init__(self) -> None:
        self.folder = self.root / "vault"
        self.folder.mkdir(mode=0o700)
        self.settings = self.root / "server.toml"
        self.settings.write_text(_SETTINGS, encoding="utf-8")

    def calls(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run_server("vault", "--settings", str(self.settings), *words)

    def words(self, *words: str) -> list[str]:
        return ["server", "vault", "--settings", str(self.settings), *words]

    def files(self, *names: str) -> list[str]:
        found = []
        for name in names:
            for kind, secret in SECRETS[name].items():
                file = self.root / f"{name} {kind}"
                file.write_text(secret + "\n", encoding="utf-8")
                found += [f"--{kind}-file", f"{name}={file}"]
        return found

    def custodians(self, *names: str) -> list[str]:
        return [word for name in names for word in ("--custodian", name)]

    def receive(self) -> None:
        """Store a block as ingest does, sealed with the vault's public key."""
        (file,) = self.folder.glob("*.pub.pem")
        key = load_pem_public_key(file.read_bytes())
        assert isinstance(key, X25519PublicKey)
        number = file.name.removeprefix("vault-").removesuffix(".pub.pem")
        open_store(self.root / "store.sqlite")
        for place in (PLACE, msgspec.structs.replace(PLACE, seq=8)):
            self._keep(place, seal(PATIENT, place, {f"vault:{number}": key}))
        close_store()

    def _keep(self, place: Place, block: bytes) -> None:
        with writing():
            sealed.keep([sealed.Block(place.terminal, place.epoch, place.seq, block)], NOW)

    def agreed(self) -> str:
        asked = self.calls(*ASKED)
        assert asked.returncode == 0, asked.stderr
        number = asked.stdout.split("số ")[1].split(";")[0]
        assert self.calls("approve", "--who", MINH.name, "--request", number).returncode == 0
        return number


@pytest.fixture
def server(tmp_path: Path) -> Server:
    found = Server(tmp_path)
    three = (LAN.name, MINH.name, PHUC.name)
    made = found.calls("init", *found.custodians(*three), *found.files(*three))
    assert made.returncode == 0, made.stderr
    assert "[sealed_sending]" in made.stdout
    found.receive()
    return found


def test_from_the_request_to_the_patient_and_into_the_log(server: Server) -> None:
    number = server.agreed()
    opened = server.calls("open", "--request", number, *server.files(LAN.name, MINH.name))
    assert opened.returncode == 0, opened.stderr
    for shown in (f"Họ tên: {PATIENT.name}", "01/02/1990", PATIENT.number, PATIENT.residence):
        assert shown in opened.stdout
    head = opened.stdout.split("Chép vào sổ giấy: ")[1].strip()
    log = server.calls("log", "--head", head)
    assert log.returncode == 0, log.stderr
    assert "ĐÃ MỞ · Trần Thị Lan, Lê Minh" in log.stdout
    assert "123/TTr-SYT · thanh tra" in log.stdout
    assert log.stdout.endswith(f"Dòng cuối: {head}\n")
    for file in server.folder.iterdir():
        assert not shows(file.read_bytes(), PATIENT.name)
        assert stat.S_IMODE(file.stat().st_mode) in {0o600, 0o644}


def test_secrets_are_asked_for_without_an_echo_and_the_screen_is_emptied(server: Server) -> None:
    number = server.agreed()
    status, shown = at_a_terminal(
        server.words("open", "--request", number),
        (f"{LAN.name}: quét thẻ", LAN.secrets[0]),
        (f"{LAN.name}: PIN", LAN.secrets[1]),
        (f"{MINH.name}: quét thẻ", ""),
        (f"{MINH.name}: câu mật khẩu", MINH.secrets[0]),
        ("Bấm Enter để xóa màn hình.", ""),
    )
    assert status == 0, shown
    assert PATIENT.name in shown
    assert shown.endswith("\033[3J\033[H\033[2J")
    for secret in (*LAN.secrets, *MINH.secrets):
        assert secret not in shown


def test_new_secrets_are_typed_twice(server: Server) -> None:
    status, shown = at_a_terminal(
        server.words("init", "--custodian", "A", *server.custodians(MINH.name),
                     *server.files(MINH.name)),
        ("A: quét thẻ", ""),
        ("A: câu mật khẩu", "a passphrase that is long"),
        ("A, nhập lại: quét thẻ", ""),
        ("A, nhập lại: câu mật khẩu", "a passphrase that is lung"),
    )  # fmt: skip
    assert status == 1
    assert "không giống nhau" in shown


def test_one_person_alone_opens_nothing(server: Server) -> None:
    asked = server.calls(*ASKED)
    number = asked.stdout.split("số ")[1].split(";")[0]
    alone = server.calls("open", "--request", number, *server.files(LAN.name))
    assert (alone.returncode, alone.stdout) == (1, "")
    assert "chưa có người thứ hai" in alone.stderr
    own = server.calls("approve", "--who", LAN.name, "--request", number)
    assert (own.returncode, own.stdout) == (1, "")


def test_a_wrong_secret_opens_nothing_and_is_logged(server: Server) -> None:
    number = server.agreed()
    files = server.files(LAN.name, MINH.name)
    (server.root / f"{MINH.name} passphrase").write_text("không phải của Minh đâu")
    done = server.calls("open", "--request", number, *files)
    assert (done.returncode, done.stdout) == (1, "")
    assert "không đúng" in done.stderr
    assert "không mở được" in server.calls("log").stdout


def test_a_tampered_log_stops_everything(server: Server) -> None:
    number = server.agreed()
    log = server.folder / "audit.log"
    lines = log.read_bytes().splitlines()
    changed = json.loads(lines[1]) | {"who": [PHUC.name]}
    log.write_bytes(b"\n".join([lines[0], json.dumps(changed).encode(), *lines[2:]]) + b"\n")
    for words in (["log", "--verify"], ASKED, ["open", "--request", number,
                  *server.files(LAN.name, MINH.name)]):  # fmt: skip
        done = server.calls(*words)
        assert (done.returncode, done.stdout) == (1, "")
        assert "NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN từ dòng" in done.stderr


def test_a_line_on_paper_that_is_not_in_the_log_is_found(server: Server) -> None:
    assert server.calls("log", "--verify", "--head", f"9:{'0' * 64}").returncode == 1
    assert "SỐ:MÃ" in server.calls("log", "--verify", "--head", "x").stderr
    assert server.calls("log", "--verify").returncode == 0


def test_custodians_hand_over(server: Server) -> None:
    done = server.calls(
        "hand-over", "--present", LAN.name, "--present", MINH.name,
        *server.custodians(MINH.name, PHUC.name), *server.files(LAN.name, MINH.name, PHUC.name),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Đã giao 1 trên 1 khóa cho những người giữ mới.\n"
    refused = server.calls(*ASKED)
    assert "không giữ khóa" in refused.stderr
    few = server.calls("hand-over", "--present", MINH.name, *server.files(MINH.name))
    assert "đúng hai người" in few.stderr


def test_a_key_of_other_people_stays_and_is_named(server: Server) -> None:
    (first,) = server.folder.glob("*.pub.pem")
    two = (LAN.name, MINH.name)
    server.calls("init", *server.custodians(*two), *server.files(*two))
    (other,) = {*server.folder.glob("*.pub.pem")} - {first}
    number = other.name.removeprefix("vault-").removesuffix(".pub.pem")
    done = server.calls(
        "hand-over", "--present", MINH.name, "--present", PHUC.name,
        *server.custodians(MINH.name, PHUC.name), *server.files(MINH.name, PHUC.name),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "Đã giao 1 trên 2 khóa" in done.stdout
    assert f"Khóa {number} chưa giao: cần hai trong số {LAN.name}, {MINH.name}" in done.stdout


def test_it_is_not_written_into_a_file(server: Server) -> None:
    number = server.agreed()
    target = server.root / "patient.txt"
    with target.open("wb") as opened:
        done = subprocess.run(
            [sys.executable, "-m", *server.words("open", "--request", number),
             *server.files(LAN.name, MINH.name)],
            check=False, stdout=opened, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert (done.returncode, target.read_bytes()) == (1, b"")
    assert "ra tệp" in done.stderr


def test_without_a_vault_in_the_settings_there_is_none(server: Server) -> None:
    text = server.settings.read_text(encoding="utf-8").replace("[vault]\nfolder", "[web]\nhost")
    server.settings.write_text(text.replace('"vault"', '"127.0.0.1"'), encoding="utf-8")
    done = server.calls("log")
    assert (done.returncode, done.stderr.count("\n")) == (EXIT_SETTINGS_WRONG, 1)


_SETTINGS = """
province = "33"
database = "store.sqlite"
signing_key = "server.key"
[broker]
host = "127.0.0.1"
ca = "ca"
certificate = "certificate"
key = "key"
[vault]
folder = "vault"
"""
