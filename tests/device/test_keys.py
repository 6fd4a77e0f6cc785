from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from device.keys import load_link_keys, load_readers
from device.settings import TerminalSettings, load_settings
from settings import SettingsError

SEALED = """
[sealed_sending]
regulation = "00/2026/TT-BYT"
vault_key = "vault.pem"
vault_key_id = "2026-1"
"""
SETTINGS = """
terminal = "Q33-0001"
province = "33"
ledger = "ledger.sqlite"
run = "run"
[outlet]
name = "Quầy thuốc Thử Nghiệm"
address = "Xã Mẫu"
licence = "000"
[staff]
badge = "NV-07"
name = "Cô Lan"
[broker]
host = "127.0.0.1"
port = 8883
ca = "ca.pem"
certificate = "terminal.pem"
key = "terminal.key"
[keys]
signing = "signing.pem"
server = "server.pem"
book = "book.pem"
[hardware]
kind = "fake"
"""


def public_pem(key: Ed25519PublicKey | X25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    signing = Ed25519PrivateKey.generate()
    (tmp_path / "signing.pem").write_bytes(
        signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    for name in ("book", "vault"):
        key = X25519PrivateKey.generate().public_key()
        (tmp_path / f"{name}.pem").write_bytes(public_pem(key))
    (tmp_path / "server.pem").write_bytes(public_pem(Ed25519PrivateKey.generate().public_key()))
    return tmp_path


def settings(folder: Path, more: str = "") -> TerminalSettings:
    (folder / "device.toml").write_text(SETTINGS + more, encoding="utf-8")
    return load_settings(folder / "device.toml")


def test_without_a_word_only_the_outlets_book_reads_sealed_data(folder: Path) -> None:
    assert settings(folder).sealed_sending is None
    assert set(load_readers(settings(folder), folder / "device.toml")) == {"book"}


def test_where_a_regulation_asks_for_it_the_vault_reads_too(folder: Path) -> None:
    readers = load_readers(settings(folder, SEALED), folder / "device.toml")
    assert set(readers) == {"book", "vault:2026-1"}


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('regulation = "00/2026/TT-BYT"\n', ""),
        ('regulation = "00/2026/TT-BYT"', 'regulation = ""'),
        ('regulation = "00/2026/TT-BYT"', 'regulation = "  "'),
        ('vault_key = "vault.pem"\n', ""),
        ('vault_key_id = "2026-1"', 'vault_key_id = "a b"'),
        ('vault_key_id = "2026-1"', 'vault_key_id = "a"\nsince = 1'),
    ],
)
def test_it_is_not_switched_on_by_halves(folder: Path, line: str, instead: str) -> None:
    with pytest.raises(SettingsError):
        settings(folder, SEALED.replace(line, instead))


def test_a_vaults_key_of_another_kind_is_named(folder: Path) -> None:
    (folder / "vault.pem").write_bytes((folder / "server.pem").read_bytes())
    with pytest.raises(SettingsError, match=r"sealed_sending\.vault_key"):
        load_readers(settings(folder, SEALED), folder / "device.toml")


def test_old_and_new_keys_of_the_server_stand_one_after_the_other(folder: Path) -> None:
    new = public_pem(Ed25519PrivateKey.generate().public_key())
    old = (folder / "server.pem").read_bytes()
    assert len(load_link_keys(settings(folder), folder / "device.toml").server) == 1
    (folder / "server.pem").write_bytes(old + b"\n# until 2027-01-31\n" + new)
    found = load_link_keys(settings(folder), folder / "device.toml").server
    assert [public_pem(key) for key in found] == [old, new]


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n"])
def test_a_file_without_keys_is_named(folder: Path, content: bytes) -> None:
    (folder / "server.pem").write_bytes(content)
    with pytest.raises(SettingsError, match=r"keys\.server"):
        load_link_keys(settings(folder), folder / "device.toml")


def test_a_key_of_another_kind_among_the_servers_is_named(folder: Path) -> None:
    with (folder / "server.pem").open("ab") as file:
        file.write((folder / "book.pem").read_bytes())
    with pytest.raises(SettingsError, match=r"keys\.server"):
        load_link_keys(settings(folder), folder / "device.toml")
