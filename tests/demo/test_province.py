"""The synthetic province is shown with everything behind its pages, and looks itself over."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.e2e
@pytest.mark.broker
@pytest.mark.timeout(600)
def test_the_pages_name_what_was_planted_and_nothing_is_left_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo", "--script", "province", "--folder", str(tmp_path / "run")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/sbin"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "THIẾU" not in done.stdout
    assert not list(tmp_path.glob("quay-son-giang-*"))
