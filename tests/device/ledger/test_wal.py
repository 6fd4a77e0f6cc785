"""The log as it is read without SQLite."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from device.ledger.wal import committed, has_lost_commits, read_log

FRAME = 24 + 4096
HEADER = 32


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of twenty committed transactions and one that was not."""
    file = tmp_path / "live" / "file"
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("PRAGMA cache_size = 2")
        database.execute("CREATE TABLE written (text)")
        for number in range(20):
            database.execute("INSERT INTO written VALUES (?)", (f"entry {number} " * 400,))
        database.execute("BEGIN")
        for _row in range(40):
            database.execute("INSERT INTO written VALUES (?)", ("never committed " * 400,))
        shutil.copy(f"{file}-wal", tmp_path / "log")
        database.execute("ROLLBACK")
    return tmp_path / "log"


def flip(log: Path, at: int, bit: int = 0) -> None:
    content = bytearray(log.read_bytes())
    content[at] ^= 1 << bit
    log.write_bytes(content)


def test_what_was_committed_is_read_and_what_was_not_is_left(log: Path) -> None:
    frames = read_log(log)
    assert all(frame.is_sound and frame.is_reached for frame in frames)
    assert sum(frame.is_commit for frame in frames) == 21
    kept = b"".join(frame.page for frame in committed(frames))
    assert b"entry 19 " in kept
    assert b"never committed" not in kept
    assert b"never committed" in b"".join(frame.page for frame in frames)
    assert not has_lost_commits(frames)


@pytest.mark.parametrize(
    "at", [0, 17, 30, HEADER + 2, HEADER + 9, HEADER + 20, HEADER + 500, HEADER + 5 * FRAME + 900]
)
def test_a_flipped_bit_early_on_is_noticed_and_costs_one_page(log: Path, at: int) -> None:
    whole = committed(read_log(log))
    flip(log, at)
    frames = read_log(log)
    assert has_lost_commits(frames)
    kept = {frame.page for frame in committed(frames)}
    assert len({frame.page for frame in whole} - kept) <= 2
    assert b"never committed" not in b"".join(kept)


def test_a_transaction_that_a_power_cut_tore_is_no_damage(log: Path) -> None:
    frames = read_log(log)
    last = max(number for number, frame in enumerate(frames) if frame.is_commit)
    content = log.read_bytes()[: HEADER + (last + 1) * FRAME]
    log.write_bytes(content)
    flip(log, HEADER + last * FRAME + 700)
    assert not has_lost_commits(read_log(log))
    log.write_bytes(content[:-50])
    assert not has_lost_commits(read_log(log))


@pytest.mark.parametrize("content", [b"", b"\0" * 50_000, b"x" * 50_000, b"\x37\x7f\x06\x82"])
def test_what_is_no_log_has_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "log").write_bytes(content)
    frames = read_log(tmp_path / "log")
    assert committed(frames) == []
    assert not has_lost_commits(frames)
    assert read_log(tmp_path / "none") == []
