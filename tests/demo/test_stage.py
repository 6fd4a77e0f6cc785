"""What a person is told when the demo cannot start, and that it leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from demo import folders as folders_module
from demo.errors import StageError
from demo.folders import Folders
from demo.ports import claim_port
from demo.stage import find_mosquitto


def run_demo(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "demo", "--folder", str(folder), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path, taken_port: int) -> None:
    done = run_demo("--script", "morning", "--web-port", str(taken_port), folder=tmp_path / "run")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(taken_port) in done.stderr


def test_a_free_port_is_taken_as_wished() -> None:
    port = claim_port(None)
    assert claim_port(port) == port


def test_a_missing_mosquitto_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_options: None)
    with pytest.raises(StageError, match="mosquitto"):
        find_mosquitto()


def test_a_full_disk_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders_module, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(StageError, match="ổ đĩa gần đầy"):
        Folders(tmp_path / "run").make()


def test_a_second_demo_in_the_same_folder_is_kept_out(tmp_path: Path) -> None:
    with Folders(tmp_path / "run").make(), pytest.raises(StageError, match="một lần chạy khác"):
        Folders(tmp_path / "run").make()


@pytest.mark.broker
@pytest.mark.e2e
def test_ctrl_c_stops_everything_that_was_started_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo", "--script", "morning"]
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander,
        subprocess.Popen(
            [*command, "--folder", str(tmp_path / "run")],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as demo,
    ):
        try:
            assert demo.stdout is not None
            demo.stdout.readline()  # "the page is at": everything runs
            children = psutil.Process(demo.pid).children(recursive=True)
            assert len(children) >= 5
            os.killpg(demo.pid, signal.SIGINT)
            assert demo.wait(timeout=60) == 130
            _gone, alive = psutil.wait_procs(children, timeout=10)
            assert alive == []
            assert bystander.poll() is None
        finally:
            bystander.kill()
            demo.kill()
