from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.settings import check_tls, load_settings, read_signing_key
from settings import SettingsError
from tests.certificates import make_pki

GOOD = """
province = "33"
database = "server.db"
signing_key = "server.key"
[broker]
host = "127.0.0.1"
port = 8883
ca = "pki/ca.pem"
certificate = "pki/ingest.pem"
key = "pki/ingest.key"
[web]
port = 8033
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "server.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert settings.database == str(tmp_path / "server.db")
    assert settings.broker.ca == tmp_path / "pki" / "ca.pem"
    assert (settings.web.host, settings.web.language) == ("127.0.0.1", "vi")


@pytest.mark.parametrize(
    ("good", "bad", "key", "value", "expected"),
    [
        ("port = 8883", "port = 0", "broker.port", "0", "1"),
        ("port = 8883", "port = 65536", "broker.port", "65536", "65535"),
        ("port = 8033", 'port = "8033"', "web.port", "'8033'", "số nguyên"),
        ('"33"', '"3"', "province", "'3'", "[0-9]{2}"),
        ('"33"', '"33\\n"', "province", r"'33\n'", "[0-9]{2}"),
        ("[web]", '[web]\nlanguage = "fr"', "web.language", "'fr'", '"en", "vi"'),
        ('host = "127.0.0.1"', 'host = ""', "broker.host", "''", "ít nhất 1 ký tự"),
        ("[web]", "[web]\nhots = 1", "web.hots", "1", "không có mục"),
        ('database = "server.db"', "", "database", "không có", "phải có"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_was_expected(
    tmp_path: Path, good: str, bad: str, key: str, value: str, expected: str
) -> None:
    assert good in GOOD
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, GOOD.replace(good, bad)))
    assert (caught.value.key, caught.value.value) == (key, value)
    assert expected in caught.value.expected


def test_a_signing_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    settings = load_settings(file)
    with pytest.raises(SettingsError, match="signing_key"):
        read_signing_key(file, settings)
    for kind in (X25519PrivateKey, Ed25519PrivateKey):
        settings.signing_key.write_bytes(
            kind.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        if kind is Ed25519PrivateKey:
            assert isinstance(read_signing_key(file, settings), Ed25519PrivateKey)
        else:
            with pytest.raises(SettingsError, match="Ed25519"):
                read_signing_key(file, settings)


def test_tls_files_that_are_missing_or_do_not_belong_together_are_named(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    broker = load_settings(file).broker
    with pytest.raises(SettingsError, match=r"broker\.ca"):
        check_tls(file, broker)
    pki = make_pki(tmp_path / "pki")
    check_tls(file, broker)
    broker.key.write_bytes(pki.broker.key.read_bytes())
    with pytest.raises(SettingsError, match=r"broker\.key"):
        check_tls(file, broker)


def test_the_database_may_be_a_postgresql_server(tmp_path: Path) -> None:
    address = "postgresql://quay:word@db.example/quay?sslmode=verify-full"
    file = write(tmp_path, GOOD.replace('"server.db"', f'"{address}"'))
    assert load_settings(file).database == address


def test_a_database_of_another_kind_is_refused_without_showing_its_password(
    tmp_path: Path,
) -> None:
    file = write(tmp_path, GOOD.replace('"server.db"', '"mysql://quay:word@db.example/quay"'))
    with pytest.raises(SettingsError, match="mysql") as caught:
        load_settings(file)
    assert caught.value.key == "database"
    assert "word" not in str(caught.value)


def test_sealed_blocks_are_asked_for_only_with_the_number_of_a_regulation(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert (settings.sealed, settings.ingest.workers) == (None, 1)
    more = GOOD + '[sealed]\nregulation = "12/2027/TT-BYT"\n[ingest]\nworkers = 3\n'
    settings = load_settings(write(tmp_path, more))
    assert settings.sealed
    assert (settings.sealed.regulation, settings.ingest.workers) == ("12/2027/TT-BYT", 3)
    for wrong in ('[sealed]\nregulation = ""', "[sealed]", "[ingest]\nworkers = 0"):
        with pytest.raises(SettingsError):
            load_settings(write(tmp_path, GOOD + wrong))
