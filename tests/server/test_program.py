"""The programs as a technician calls them."""

import socket
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from server import __main__ as program
from server.store import terminals
from server.store.database import reading
from tests.server.broker import free_port
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from tests.server.process import run_server, running, server
from wire.registration import Registration, encode_registration


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "server.toml"
    file.write_text(
        f"""
        province = "33"
        database = "server.db"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca"
        certificate = "certificate"
        key = "key"
        [web]
        port = {free_port()}
        """
    )
    return file


def written(folder: Path, registration: Registration) -> Path:
    file = folder / f"{registration.terminal}.json"
    file.write_bytes(encode_registration(registration))
    return file


def call(*arguments: str | Path) -> int:
    return program.main([str(argument) for argument in arguments])


def test_help_tells_in_vietnamese_what_each_program_does() -> None:
    whole = run_server("--help")
    assert whole.returncode == 0
    assert "Máy chủ của tỉnh" in whole.stdout
    for name in ("ingest", "web", "register", "revoke", "entries", "verify"):
        assert name in whole.stdout
        one = run_server(name, "--help")
        assert one.returncode == 0
        assert "tệp cài đặt của máy chủ" in one.stdout


def test_wrong_settings_are_one_line_and_status_78(tmp_path: Path, settings: Path) -> None:
    settings.write_text(settings.read_text().replace('"33"', '"x"'))
    for name in ("ingest", "web", "entries", "verify"):
        done = run_server(name, "--settings", settings)
        assert done.returncode == 78
        assert done.stderr.count("\n") == 1
        assert f"{settings}: mục province là 'x'" in done.stderr
    done = run_server("web", "--settings", tmp_path / "nowhere.toml")
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)


def test_ingest_without_its_key_is_one_line_and_status_78(settings: Path) -> None:
    done = run_server("ingest", "--settings", settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert "signing_key" in done.stderr


def test_a_database_that_cannot_be_is_one_line_and_status_1(settings: Path) -> None:
    settings.write_text(settings.read_text().replace('"server.db"', '"nowhere/server.db"'))
    done = run_server("verify", "--settings", settings)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Không dùng được cơ sở dữ liệu" in done.stderr


def test_registering_twice_is_registering_once(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [written(tmp_path, Outlet(id=f"Q33-000{n}").registration) for n in (1, 2)]
    for _ in range(2):
        assert call("register", "--settings", settings, *files) == 0
    assert "Đã đăng ký Q33-0002: Quầy thuốc Thử Nghiệm" in capsys.readouterr().out
    assert call("revoke", "--settings", settings, "Q33-0002") == 0
    assert call("revoke", "--settings", settings, "Q33-0003") == 1
    assert "Q33-0003" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"province": "34"}, "tỉnh mã 34"),
        ({"terminal": "q33"}, "mã máy"),
        ({"signing_key": "no key"}, "Ed25519"),
    ],
)
def test_one_bad_registration_and_none_is_made(
    tmp_path: Path,
    settings: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    told: str,
) -> None:
    good = written(tmp_path, Outlet(id="Q33-0009").registration)
    bad = written(tmp_path, msgspec.structs.replace(Outlet().registration, **change))
    assert call("register", "--settings", settings, good, bad) == 1
    assert told in capsys.readouterr().err
    assert call("revoke", "--settings", settings, "Q33-0009") == 1


def test_a_file_that_is_no_registration_is_named(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.json").write_bytes(b"\xff{")
    for name in ("text.json", "nowhere.json"):
        assert call("register", "--settings", settings, tmp_path / name) == 1
        assert name in capsys.readouterr().err


def test_entries_prints_each_ledger_and_verify_says_whether_it_holds(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet = Outlet()
    assert call("register", "--settings", settings, written(tmp_path, outlet.registration)) == 0
    outlet.sell(3)
    Desk().receive_batch(outlet, [outlet.bodies[0], outlet.bodies[2]])
    capsys.readouterr()
    assert call("verify", "--settings", settings) == 1
    broken = capsys.readouterr().err
    assert broken.count("\n") == 1
    assert f"{outlet.id}, kỳ sổ {outlet.epoch}, phiếu 2: thiếu phiếu" in broken
    Desk().receive_batch(outlet, [outlet.bodies[1]])
    assert call("verify", "--settings", settings) == 0
    assert "3 phiếu, 1 sổ" in capsys.readouterr().out
    for chosen in ((), ("--terminal", outlet.id)):
        assert call("entries", "--settings", settings, *chosen) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"{outlet.epoch} {seq} {found}" for seq, found in enumerate(outlet.hashes, start=1)
        ]
    assert call("entries", "--settings", settings, "--terminal", "Q33-0404") == 1
    assert "Q33-0404" in capsys.readouterr().err


def test_the_web_serves_until_it_is_asked_to_stop(settings: Path) -> None:
    port = settings.read_text().split("port = ")[1].split()[0]
    with running(*server("web", "--settings", settings), ready="startup complete") as web:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            assert answer.status == 200
        assert web.terminate() == 0


def test_a_port_that_is_taken_is_one_line_and_status_1(settings: Path) -> None:
    port = int(settings.read_text().split("port = ")[1].split()[0])
    with socket.create_server(("127.0.0.1", port)):
        done = run_server("web", "--settings", settings)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"cổng {port}" in done.stderr


def test_an_old_key_is_believed_for_as_many_days_as_the_technician_says(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = Outlet(), Outlet()
    assert call("register", "--settings", settings, written(tmp_path, first.registration)) == 0
    for days, keys in (("3", 2), ("0", 1)):
        file = written(tmp_path, second.registration)
        assert call("register", "--settings", settings, "--old-key-days", days, file) == 0
        with reading():
            known = terminals.find([first.id])[first.id]
        assert len(known.keys(datetime.now(UTC))) == keys
        assert known.keys(datetime.now(UTC) + timedelta(days=3)) == [known.signing_key]
        second = Outlet()
    for wrong in ("-1", "400", "x"):
        with pytest.raises(SystemExit):
            call("register", "--settings", settings, "--old-key-days", wrong, tmp_path / "none")
    assert "SỐ_NGÀY" in capsys.readouterr().err


def test_release_says_how_much_it_looked_at_and_stored(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet = Outlet()
    assert call("register", "--settings", settings, written(tmp_path, outlet.registration)) == 0
    Desk().receive_batch(outlet, [b'{"seq":1}', b'{"seq":2}'])
    assert call("release", "--settings", settings) == 0
    assert "2 phiếu bị giữ riêng; 0 phiếu nay đã lưu" in capsys.readouterr().out
