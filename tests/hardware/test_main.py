import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.__main__ import EXIT_NOTHING_READ, main
from hardware.plugged import look_around
from hardware.usage import EXIT_USAGE
from settings.load import EXIT_SETTINGS_WRONG
from tests.hardware.input_tree import make_input_device
from tests.hardware.serial_line import SerialLine

CARD = "001200000002||TRẦN HỒNG KHÁNH|29102000|Nữ|Võ Xu, Xã Y|10072021"


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "hardware", *arguments],
        input=text.encode(),
        capture_output=True,
        check=False,
    )


@pytest.fixture
def card(tmp_path: Path) -> Path:
    file = tmp_path / "card.png"
    file.write_bytes(run("draw", "-", "--symbology", "QRCode", text=CARD).stdout)
    return file


def test_without_a_command_it_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "cách dùng" in told
    for command in ("camera", "decode", "draw", "list", "scan-test", "sheet"):
        assert command in told


@pytest.mark.parametrize("command", ["camera", "decode", "draw", "list", "scan-test", "sheet"])
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert "cách dùng" in told
    assert "show this help" not in told


@pytest.mark.parametrize("arguments", [["sell"], ["draw"], ["decode"], ["camera"], ["sheet"]])
def test_a_wrong_command_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == EXIT_USAGE
    assert "Lệnh chưa đúng" in capsys.readouterr().err


def test_a_card_is_named_and_its_holder_is_not(
    card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decode", str(card)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told.pop("corners")) == 4
    assert told == {
        "file": str(card),
        "symbology": "]Q1",
        "meaning": "CitizenCard",
        "bytes": len(CARD.encode()),
    }


def test_asked_for_it_the_content_is_shown(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decode", "--show", str(card)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == CARD
    assert bytes.fromhex(told["hex"]) == CARD.encode()


def test_a_packs_separator_is_drawn_and_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, text = tmp_path / "pack.png", "010893850100011810AB123<GS>21SN0001"
    assert main(["draw", text, "--symbology", "GS1DataMatrix", "--out", str(file)]) == 0
    assert main(["decode", str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["meaning"], told["symbology"]) == ("Pack", "]d2")
    assert told["text"] == text.replace("<GS>", "\x1d")


def test_a_picture_without_a_code_is_told(
    tmp_path: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = tmp_path / "nothing.png"
    nothing.write_bytes(b"no image")
    assert main(["decode", str(nothing), str(card)]) == EXIT_NOTHING_READ
    told = capsys.readouterr()
    assert "nothing.png" in told.err
    assert "CitizenCard" in told.out


def test_what_cannot_be_drawn_is_refused_without_repeating_it() -> None:
    ended = run("draw", "Nguyễn Văn A", "--symbology", "EAN13")
    assert ended.returncode == EXIT_USAGE
    assert ended.stdout == b""
    assert "Loại mã này" in ended.stderr.decode()
    assert "Nguyễn" not in ended.stderr.decode()


def test_the_list_says_what_is_missing_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert "amera" in told
    assert "áy quét" in told
    assert "áy in" in told


def test_devices_are_found_by_their_nodes(tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    for node in ("video0", "video1", "ttyACM0", "ttyUSB3", "usb/lp0", "tty1", "videotape"):
        (tmp_path / node).touch()
    plugged = look_around(tmp_path)
    assert list(plugged.cameras) == [tmp_path / "video0", tmp_path / "video1"]
    assert list(plugged.scanners) == [tmp_path / "ttyACM0", tmp_path / "ttyUSB3"]
    assert list(plugged.printers) == [tmp_path / "usb/lp0"]


def test_keyboards_that_look_like_scanners_are_listed_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_input_device(tmp_path, 2, vendor="046d", product="c31c", name="Logitech Keyboard")
    make_input_device(tmp_path, 4, vendor="1eab", product="1303", name="HID KBW")
    plugged = look_around(tmp_path, tmp_path)
    monkeypatch.setattr("hardware.__main__.look_around", lambda: plugged)
    assert main(["list"]) == 0
    told = capsys.readouterr().out.splitlines()
    (scanner,) = [line for line in told if "event4" in line]
    assert scanner.startswith("Máy quét kiểu bàn phím")
    (keyboard,) = [line for line in told if "event2" in line]
    assert keyboard.startswith("Bàn phím:")


def test_the_bench_with_nothing_plugged_in_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plugged = look_around(tmp_path, tmp_path)
    monkeypatch.setattr("hardware.__main__.look_around", lambda: plugged)
    assert main(["scan-test", "--seconds", "0"]) == EXIT_NOTHING_READ
    assert "cắm máy quét" in capsys.readouterr().out


def test_the_bench_with_wrong_settings_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "device.toml"
    file.write_text("[hardware]\nkind = 'unreal'\n")
    assert main(["scan-test", "--settings", str(file)]) == EXIT_SETTINGS_WRONG
    assert "hardware.kind" in capsys.readouterr().err


def test_the_bench_listens_to_the_scanner_of_the_settings_until_it_is_stopped(
    tmp_path: Path,
) -> None:
    line = SerialLine(tmp_path / "scanner")
    file = tmp_path / "device.toml"
    file.write_text("[hardware]\nkind = 'real'\nserial.port = 'scanner'\n")
    command = [sys.executable, "-m", "hardware", "scan-test", "--settings", str(file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as bench:
        assert bench.stdout
        told = iter(bench.stdout)
        assert any("sẵn sàng" in said for said in told)
        line.lay(CARD)
        assert any("họ tên hợp lệ (13 chữ cái)" in said for said in told)
        line.lay("8938501000118")
        assert any("08938501000118" in said for said in told)
        bench.send_signal(signal.SIGINT)
        rest, errors = bench.communicate(timeout=30)
    assert (bench.returncode, rest, errors) == (0, "", "")
    line.close()
