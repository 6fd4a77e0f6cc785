"""What the self-test says of a server that ails, each ailment by itself."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from server.self_test import certificates, machine
from server.self_test.broker import look_at_broker
from server.self_test.certificates import Held, look_at_certificates, look_at_keys
from server.self_test.finding import Finding, Verdict
from server.self_test.machine import look_at_disk, look_at_services
from server.self_test.tables import look_at_tables, schema_of
from server.settings import ServerSettings, load_settings
from server.store.database import close_store, open_store, run, to_text, writing
from server.store.migrations import SCHEMA
from tests.certificates import make_pki
from tests.server.process import run_server
from tests.server.real import Province, make_province

NOW = datetime.now(UTC)
LIVE_DAYS = 400
"""Certificates."""


@dataclass(frozen=True)
class Server:
    province: Province
    settings: ServerSettings


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr("tests.certificates._VALID", timedelta(days=LIVE_DAYS))
    province = make_province(tmp_path)
    province.broker.pki.ingest.key.chmod(0o600)
    text = province.settings.read_text()
    key = f'signing_key = "{tmp_path / "server.key"}"'
    province.settings.write_text(text.replace('signing_key = "server.key"', key))
    return Server(province, load_settings(province.settings))


def faults(found: list[Finding]) -> list[str]:
    return [one.what for one in found if one.verdict is Verdict.FAULT]


def test_a_server_that_is_well_passes_and_nothing_is_written(server: Server) -> None:
    with server.province.broker.running():
        before = server.province.count("entry"), Path(server.province.database).read_bytes()
        done = run_server("self-test", "--settings", server.province.settings)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Máy chủ tự kiểm tra đạt" in done.stdout
        assert "HỎNG" not in done.stdout
        after = server.province.count("entry"), Path(server.province.database).read_bytes()
        assert after == before


def test_it_does_not_throw_out_the_ingest_that_is_at_work(server: Server) -> None:
    with server.province.broker.running(), server.province.ingest() as ingest:
        assert faults(list(look_at_broker(server.settings.broker, NOW))) == []
        assert ingest.terminate() == 0
        assert sum("connected to the broker" in line for line in ingest.said) == 1


def test_a_broker_that_is_away_is_a_fault_with_what_to_do(server: Server) -> None:
    done = run_server("self-test", "--settings", server.province.settings)
    assert done.returncode == 1
    assert "systemctl status mosquitto" in done.stdout
    assert "Máy chủ có 1 chỗ hỏng." in done.stdout


def test_a_foreign_certificate_is_a_fault(server: Server, tmp_path: Path) -> None:
    foreign = make_pki(tmp_path / "foreign")
    broker = msgspec.structs.replace(
        server.settings.broker, certificate=foreign.ingest.certificate, key=foreign.ingest.key
    )
    with server.province.broker.running():
        assert faults(list(look_at_broker(broker, NOW))) != []
        distrusting = msgspec.structs.replace(server.settings.broker, ca=foreign.ca)
        assert faults(list(look_at_broker(distrusting, NOW))) != []


def test_the_certificate_that_the_broker_shows_counts_and_not_the_one_that_came_since(
    server: Server,
) -> None:
    later = NOW + timedelta(days=LIVE_DAYS - 10)
    with server.province.broker.running():
        server.province.broker.pki.broker.certificate.write_text("renewed")
        assert faults(list(look_at_broker(server.settings.broker, NOW))) == []
        (found,) = faults(list(look_at_broker(server.settings.broker, later)))
        assert "chứng thư đang dùng" in found


def test_tables_are_looked_at_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    sqlite3.connect(file).close()
    schema = schema_of(str(file))
    assert (schema.made, schema.wanted) == (0, SCHEMA)
    assert "entry" in schema.missing
    assert "retain" in next(look_at_tables(str(file), NOW)).remedy
    assert file.stat().st_size == 0


def test_tables_of_a_newer_version_are_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    open_store(file)
    close_store()
    with closing(sqlite3.connect(file)) as store:
        store.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    assert "cài lại phiên bản mới" in next(look_at_tables(str(file), NOW)).remedy


def test_a_database_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    (found,) = look_at_tables(str(tmp_path / "gone" / "store.sqlite"), NOW)
    assert found.verdict is Verdict.FAULT


@pytest.mark.parametrize(
    ("hours", "verdict"), [(3, Verdict.GOOD), (30, Verdict.GOOD), (60, Verdict.FAULT)]
)
def test_a_backup_that_is_old_is_a_fault(hours: int, verdict: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    open_store(file)
    with writing():
        run(
            "INSERT INTO backuptaken (made_at, folder, size, entries, is_encrypted, has_keys)"
            " VALUES (?, 'x', 1, 0, 1, 0)",
            (to_text(NOW - timedelta(hours=hours)),),
        )
    close_store()
    found = [one for one in look_at_tables(str(file), NOW) if "sao lưu" in one.what]
    assert [one.verdict for one in found] == [verdict]


def test_a_clock_that_went_back_is_a_fault(server: Server) -> None:
    database = server.province.database
    with closing(sqlite3.connect(database)) as store, store:
        store.execute("PRAGMA foreign_keys = off")
        columns = list(store.execute("PRAGMA table_info(entry)"))
        values = {
            name: to_text(NOW) if name == "stored_at" else (0 if "INT" in kind.upper() else "x")
            for _number, name, kind, _not_null, _default, _key in columns
        }
        marks = ", ".join("?" * len(values))
        store.execute(
            f"INSERT INTO entry ({', '.join(values)}) VALUES ({marks})",  # noqa: S608
            tuple(values.values()),
        )
    assert faults(list(look_at_tables(database, NOW))) == []
    assert "đi lùi" in faults(list(look_at_tables(database, NOW - timedelta(hours=1))))[0]


def test_a_key_that_everybody_reads_is_a_fault(server: Server) -> None:
    assert faults(list(look_at_keys(server.settings))) == []
    server.settings.broker.key.chmod(0o644)
    (found,) = faults(list(look_at_keys(server.settings)))
    assert "ai cũng đọc được" in found


def test_a_key_that_is_not_there_is_a_fault(server: Server) -> None:
    server.settings.signing_key.unlink()
    (found,) = faults(list(look_at_keys(server.settings)))
    assert str(server.settings.signing_key) in found


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_key_that_its_own_program_cannot_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    key = tmp_path / "key"
    key.touch(mode=0o600)
    monkeypatch.setattr(certificates, "keys_of", lambda _settings: (Held(key, ("nobody",)),))
    (found,) = faults(list(look_at_keys(server.settings)))
    assert "nobody" in found
    shutil.chown(key, "nobody")
    assert faults(list(look_at_keys(server.settings))) == []
    shutil.chown(key, "root", "nogroup")
    key.chmod(0o640)
    assert faults(list(look_at_keys(server.settings))) == []


@pytest.mark.parametrize(
    ("days", "verdicts"),
    [
        (0, {Verdict.GOOD}),
        (LIVE_DAYS - 50, {Verdict.NOTE}),
        (LIVE_DAYS - 10, {Verdict.FAULT}),
        (LIVE_DAYS + 10, {Verdict.FAULT}),
        (-100, {Verdict.FAULT}),
    ],
)
def test_certificates_that_end_soon_or_have_not_begun_are_faults(
    days: int, verdicts: set[Verdict], server: Server
) -> None:
    found = list(look_at_certificates(server.settings, NOW + timedelta(days=days)))
    assert {one.verdict for one in found} == verdicts


def test_little_room_is_noted_and_none_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = []
    for free in (100, 5, 1):
        usage = shutil.disk_usage(tmp_path)._replace(free=free * 1024**3)
        monkeypatch.setattr("shutil.disk_usage", lambda _path, found=usage: found)
        verdicts += [one.verdict for one in look_at_disk(tmp_path / "not" / "there" / "yet")]
    assert verdicts == [Verdict.GOOD, Verdict.NOTE, Verdict.FAULT]


def test_a_service_that_does_not_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_BOOTED", tmp_path)
    states = ["active"] * len(machine.SERVICES)
    monkeypatch.setattr(machine, "_asked", lambda *_words: states)
    assert faults(list(look_at_services())) == []
    states[3] = "failed"
    (found,) = faults(list(look_at_services()))
    assert machine.SERVICES[3] in found


def test_a_finding_says_what_to_do_below() -> None:
    told = Finding(Verdict.FAULT, "hỏng", "sửa").told()
    assert told.splitlines() == ["HỎNG   hỏng", "       → sửa"]
    assert Finding(Verdict.GOOD, "tốt").told().splitlines() == ["ĐẠT    tốt"]
