"""The display as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from device.customer_view import CustomerBoard, CustomerView, read_display

ROOT = Path(__file__).parents[4]
PATIENCE_SECONDS = 60.0


def _await(display: subprocess.Popen[bytes], happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it never happened"
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the display ended with {display.wait(0.05)}")


def test_it_lights_up_keeps_up_and_leaves_when_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.device.ui.customer.display_program", str(tmp_path)]
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
    display = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _await(display, lambda: read_display(tmp_path) == "on")
        CustomerBoard(tmp_path).publish(CustomerView(kind="thanks", total_vnd=66_000))
        (tmp_path / "customer-display.json").unlink()
        _await(display, lambda: read_display(tmp_path) == "on")
        display.send_signal(signal.SIGTERM)
        assert display.wait(PATIENCE_SECONDS) == 0
    finally:
        display.kill()
        display.wait()
