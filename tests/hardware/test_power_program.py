"""What a technician sees who fits a UPS; and what is said to the kernel for it."""

import ctypes
import errno
import fcntl
import os
from pathlib import Path

import pytest

from hardware.power.__main__ import EXIT_UNKNOWN, describe, main, tell
from hardware.power.api import Power, Source
from hardware.power.i2c import BusChip, Exchange
from hardware.power.policy import Advice, Deed
from hardware.power.power_good import GET_LINE, GET_VALUES, REQUEST, VALUES, ChipLine
from hardware.power.settings import PowerSettings
from settings.load import EXIT_SETTINGS_WRONG


def write(tmp_path: Path, power: str, kind: str = "fake") -> Path:
    file = tmp_path / "device.toml"
    file.write_text(f'[hardware]\nkind = "{kind}"\n[hardware.power]\n{power}\n')
    return file


def test_it_says_what_the_ups_says_once_for_each_change() -> None:
    said: list[str] = []
    pauses: list[float] = []
    assert tell(PowerSettings(gauge="fake"), 5, say=said.append, pause=pauses.append) == 0
    assert said == ["điện lưới, còn 100 %"]
    assert pauses == [1.0] * 5


def test_where_nobody_answers_it_says_what_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, f'gauge = "max17048"\nbus = "{tmp_path}/i2c-1"', kind="real")
    assert main([str(file), "--seconds", "1"]) == EXIT_UNKNOWN
    assert "[hardware.power]" in capsys.readouterr().out


def test_a_wire_that_the_screen_holds_is_not_called_wrong_and_the_way_to_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ioctl(_file: int, request: int, _data: bytearray) -> int:
        assert request == GET_LINE
        raise OSError(errno.EBUSY, "Device or resource busy")

    (tmp_path / "gpiochip0").touch()
    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    wire = f'[hardware.power.wire]\nchip = "{tmp_path}/gpiochip0"\nline = 6'
    assert main([str(write(tmp_path, wire, kind="real")), "--seconds", "1"]) == EXIT_UNKNOWN
    said = capsys.readouterr().out
    assert "systemctl stop quay-ui" in said
    assert "[hardware.power]" not in said


def test_what_a_gauge_knows_is_told_beside_a_wire_that_is_held() -> None:
    line = describe(Power(source=Source.BATTERY, percent=60, is_taken=True), Advice())
    assert line.startswith("pin, dây báo điện")
    assert "60 %" in line


def test_wrong_settings_end_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path, 'gauge = "rainbow"'))]) == EXIT_SETTINGS_WRONG
    assert "gauge" in capsys.readouterr().err


def test_every_deed_has_words_of_its_own() -> None:
    battery = Power(source=Source.BATTERY, percent=9, is_weak=True)
    lines = {describe(battery, Advice(deed=deed, minutes_left=3)) for deed in Deed}
    assert len(lines) == len(Deed)
    assert all("9 %" in line and "3 phút" in line and "yếu" in line for line in lines)


# What is said to the kernel.


def test_a_register_is_read_in_one_exchange_that_keeps_the_bus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "i2c-1").touch()
    seen: list[tuple[int, int, int, int]] = []

    def ioctl(_file: int, request: int, exchange: Exchange) -> int:
        assert request == 0x0707
        assert exchange.nmsgs == 2
        asked, answered = exchange.msgs[0], exchange.msgs[1]
        seen.append((asked.addr, asked.flags, asked.len, asked.buf[0]))
        seen.append((answered.addr, answered.flags, answered.len, 0))
        ctypes.memmove(answered.buf, b"\x5a\x80", 2)
        return 2

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    chip = BusChip(tmp_path / "i2c-1", 0x36)
    assert chip.read(0x04) == 0x5A80
    assert seen == [(0x36, 0, 1, 0x04), (0x36, 1, 2, 0)]
    chip.close()
    chip.close()


def test_a_bus_that_failed_is_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "i2c-1").touch()
    answers = [OSError(errno.EREMOTEIO, "Remote I/O error"), None]
    opened: list[int] = []

    def ioctl(file: int, _request: int, _exchange: Exchange) -> int:
        opened.append(os.fstat(file).st_ino)
        answer = answers.pop(0)
        if answer:
            raise answer
        return 2

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    chip = BusChip(tmp_path / "i2c-1", 0x36)
    with pytest.raises(OSError, match="Remote"):
        chip.read(0x04)
    (tmp_path / "i2c-1").rename(tmp_path / "old")
    (tmp_path / "i2c-1").touch()
    chip.read(0x04)
    assert len(set(opened)) == 2
    chip.close()


@pytest.mark.parametrize("pulled_up", [True, False])
def test_a_wire_is_asked_for_as_an_input_that_rests_at_the_mains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, pulled_up: bool
) -> None:
    (tmp_path / "gpiochip0").touch()
    levels, flags = [0, 1], []

    def ioctl(_file: int, request: int, data: bytearray) -> int:
        if request == GET_LINE:
            asked = REQUEST.unpack(data)
            assert asked[0] == 6
            flags.append(asked[65])
            line = os.open("/dev/null", os.O_RDONLY)
            data[:] = REQUEST.pack(*asked[:-1], line)
        else:
            assert request == GET_VALUES
            assert VALUES.unpack(data)[1] == 1
            data[:] = VALUES.pack(levels.pop(0), 1)
        return 0

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    line = ChipLine(tmp_path / "gpiochip0", 6, pulled_up=pulled_up)
    assert [line.is_high(), line.is_high()] == [False, True]
    assert flags == [1 << 2 | (1 << 8 if pulled_up else 1 << 9)]
    line.close()
    line.close()
