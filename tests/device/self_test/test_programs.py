"""`self-test` and `diagnose`, as a technician calls them."""

import errno
import fcntl
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.health import write_health
from device.link_state import LinkState, write_link_state
from device.parts import Part
from device.programs.self_test import look_over
from device.run_folder import write_note
from device.self_test.line import LineFigures
from device.settings import load_settings
from tests.certificates import make_pki
from tests.device.ledger.books import open_book

_SETTINGS = """
terminal = "Q33-0001"
province = "33"
ledger = "{folder}/ledger.sqlite"
run = "{folder}/run"
[outlet]
name = "Quầy"
address = "Xã Mẫu"
licence = "0"
[staff]
badge = "NV-07"
name = "Cô Lan"
[broker]
host = "localhost"
port = 8883
ca = "{certificate}"
certificate = "{certificate}"
key = "{certificate}"
[keys]
signing = "nowhere"
server = "nowhere"
book = "nowhere"
[hardware]
kind = "fake"
[hardware.printer]
driver = "fake"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    pair = make_pki(tmp_path).issue("Q33-0001")
    file = tmp_path / "device.toml"
    file.write_text(_SETTINGS.format(folder=tmp_path, certificate=pair.certificate), "utf-8")
    open_book(tmp_path / "ledger.sqlite").close()
    run, now = tmp_path / "run", datetime.now(UTC)
    write_health(run, printer="ok", scanner="ok")
    write_link_state(run, LinkState(online=True, since=now, beat=time.monotonic()))
    write_note(
        run,
        "line.json",
        LineFigures(
            at=now - timedelta(seconds=9), asked=9, lost=0, answer_ms=80, kbit_per_second=9
        ),
    )
    return file


def called(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "device", *words], capture_output=True, text=True, check=False
    )


def test_every_part_has_its_line_and_a_fault_says_what_to_do(settings: Path) -> None:
    ran = called("self-test", "--settings", str(settings))
    assert "ĐẠT      Máy in: Sẵn sàng in" in ran.stdout
    assert "80 ms, ít nhất 9 kb/s, mất 0%" in ran.stdout
    assert "ĐẠT      Sổ: Nguyên vẹn" in ran.stdout
    # A certificate for two days is one that should have been renewed.
    assert "LỖI      Chứng thư" in ran.stdout
    assert "→ Nối mạng" in ran.stdout
    assert ran.returncode == 1


def test_a_wire_that_the_running_screen_holds_is_no_fault(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_file: int, _request: int, _data: bytearray) -> int:
        raise OSError(errno.EBUSY, "Device or resource busy")

    chip = settings.parent / "gpiochip0"
    chip.touch()
    wire = f'[hardware.power.wire]\nchip = "{chip}"\nline = 6\n'
    settings.write_text(settings.read_text("utf-8") + wire, "utf-8")
    monkeypatch.setattr(fcntl, "ioctl", busy)
    [power] = [fact for fact in look_over(load_settings(settings)) if fact.part is Part.POWER]
    assert power.is_well
    assert "dây báo điện" in power.detail


def test_a_damaged_ledger_is_a_fault(settings: Path) -> None:
    (settings.parent / "ledger.sqlite").write_bytes(b"SQLite format 3\0" + bytes(9000))
    ran = called("self-test", "--settings", str(settings))
    assert "LỖI      Sổ" in ran.stdout
    assert ran.returncode == 1


def test_the_bundle_lies_where_it_was_asked_for(settings: Path, tmp_path: Path) -> None:
    to = tmp_path / "stick"
    to.mkdir()
    ran = called("diagnose", "--settings", str(settings), "--to", str(to))
    assert ran.returncode == 0, ran.stderr
    [file] = to.iterdir()
    assert ran.stdout.strip() == str(file)
    with zipfile.ZipFile(file) as packed:
        assert "Máy quét" in packed.read("self-test.txt").decode()


def test_a_folder_that_is_not_there_is_named(settings: Path, tmp_path: Path) -> None:
    ran = called("diagnose", "--settings", str(settings), "--to", str(tmp_path / "gone"))
    assert ran.returncode == 78
    assert "gone" in ran.stderr
