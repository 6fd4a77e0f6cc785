"""The run folder is written to by several accounts: none stops or misleads another."""

import os
from pathlib import Path

import pytest

from device.health import read_health
from device.run_folder import write_note
from device.updating.wish import Wish

HEALTH = "health.json"
NOTE = Wish(version="4.2.1", command="c1")


@pytest.mark.timeout(20)
def test_a_pipe_in_the_place_of_a_note_is_no_note(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / HEALTH)
    assert read_health(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 60_000, b'{"beat":' + b"1" * 200_000])
def test_rubbish_in_the_place_of_a_note_is_no_note(tmp_path: Path, content: bytes) -> None:
    (tmp_path / HEALTH).write_bytes(content)
    assert read_health(tmp_path) is None


def test_a_link_that_lies_in_wait_is_not_written_through(tmp_path: Path) -> None:
    ledger, run = tmp_path / "ledger.sqlite", tmp_path / "run"
    ledger.write_bytes(b"every sale")
    run.mkdir()
    (run / f"health.json.{os.getpid()}").symlink_to(ledger)
    write_note(run, "health.json", NOTE)
    assert ledger.read_bytes() == b"every sale"
    assert b"4.2.1" in (run / "health.json").read_bytes()
