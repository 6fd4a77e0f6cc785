from pathlib import Path

import pytest

from device.health import (
    BEAT_SECONDS,
    STALE_SECONDS,
    CounterHealth,
    HealthBoard,
    printer_health,
    read_health,
    write_health,
)
from hardware.errors import PrinterFault


def test_what_the_screen_said_last_is_read(tmp_path: Path) -> None:
    write_health(tmp_path, printer="out-of-paper", scanner="ok", monotonic=lambda: 5.0)
    said = CounterHealth(printer="out-of-paper", scanner="ok", beat=5.0)
    assert read_health(tmp_path, lambda: 6.0) == said


@pytest.mark.parametrize("now", [5.0 + STALE_SECONDS, 4.9])
def test_a_screen_that_is_gone_says_nothing(tmp_path: Path, now: float) -> None:
    write_health(tmp_path, printer="ok", scanner="ok", monotonic=lambda: 5.0)
    assert read_health(tmp_path, lambda: now) is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b'{"printer":"well","scanner":"ok"}'])
def test_what_makes_no_sense_counts_as_silence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "health.json").write_bytes(content)
    assert read_health(tmp_path) is None


def test_every_fault_of_a_printer_has_a_word() -> None:
    words = {printer_health(fault) for fault in (None, *PrinterFault)}
    assert words == {"ok", "out-of-paper", "cover-open", "offline", "fault"}


def test_the_board_writes_on_a_change_and_now_and_then(tmp_path: Path) -> None:
    now = 100.0
    board = HealthBoard(tmp_path, lambda: now)

    def beat() -> float:
        board.show(printer="ok", scanner="ok")
        said = read_health(tmp_path, lambda: now)
        assert said
        return said.beat

    assert beat() == 100.0
    now += BEAT_SECONDS - 1
    assert beat() == 100.0
    now += 1
    assert beat() == now
    now += 1
    board.show(printer="fault", scanner="ok")
    said = read_health(tmp_path, lambda: now)
    assert said
    assert said.printer == "fault"


def test_a_run_folder_that_takes_nothing_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    HealthBoard(tmp_path / "file").show(printer="ok", scanner="ok")
