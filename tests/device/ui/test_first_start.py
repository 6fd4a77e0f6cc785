"""The real program with fake hardware, its screen drawn into memory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from codes import Badge
from demo.hand import Hand
from device.enrolment.place import Place
from device.ui import theme
from device.ui.check import defects
from device.ui.first_start.gallery import first_start_defects
from device.ui.first_start.screens import draw_first
from device.ui.first_start.showcase import first_views
from device.ui.glyphs import characters
from device.ui.typeface import FONTS, measure_at
from tests.device.enrolment.office import KEEPER, FakeDoor, Office
from tests.e2e.outpost import until

ROOT = Path(__file__).parents[3]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root = tmp_path / "card"
    (root / "etc/quay").mkdir(parents=True)
    (root / "etc/quay/base.toml").write_text(
        f"""
[screen]
fullscreen = false
remote = "{tmp_path / "remote"}"
[hardware]
kind = "fake"
[hardware.printer]
driver = "fake"
width_mm = 58
folder = "{tmp_path / "tickets"}"
""",
        "utf-8",
    )
    return Place(root)


@pytest.fixture
def program(place: Place, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with _start(place, tmp_path) as process:
        yield process
        if process.poll() is None:
            process.kill()


def _start(place: Place, folder: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
    (folder / "remote").unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "device", "enrol", "--root", str(place.root)],
        cwd=ROOT,
        env=environment,
    )
    until(lambda: (folder / "remote").exists() or process.poll() is not None)
    assert process.poll() is None
    return process


def _hold_pin(hand: Hand, pin: str) -> None:
    for digit in pin:
        hand.press(digit)


def test_the_program_ends_well_once_the_card_is_a_terminal(
    program: "subprocess.Popen[bytes]", place: Place, office: Office, tmp_path: Path
) -> None:
    hand = Hand(tmp_path / "remote")
    assert hand.state()["state"] == "ScanLabel"
    with FakeDoor(office) as door:
        hand.type(office.label(door.port).to_text())
        hand.wait_until("the badge", lambda state: state["state"] == "CallKeeper")
        hand.type(Badge(KEEPER).text)
        for _time in range(2):
            _hold_pin(hand, "482915")
        hand.wait_until("the papers", lambda state: "Đã cất" in state["buttons"])
        hand.press("Đã cất")
        hand.wait_until("the end", lambda state: state["state"] == "Enrolled")
        assert program.wait(60) == 0
    assert place.is_enrolled
    tickets = sorted((tmp_path / "tickets").glob("*.png"))
    assert len(tickets) == 2
    with Image.open(tickets[0]) as card:
        assert card.width == 384


def test_a_program_that_is_told_to_leave_is_started_again_where_it_was(
    program: "subprocess.Popen[bytes]", place: Place, office: Office, tmp_path: Path
) -> None:
    hand = Hand(tmp_path / "remote")
    with FakeDoor(office) as door:
        hand.type(office.label(door.port).to_text())
        hand.wait_until("the badge", lambda state: state["state"] == "CallKeeper")
        program.send_signal(signal.SIGTERM)
        assert program.wait(60) == 75
        asked = len(door.asked)
        with _start(place, tmp_path) as again:
            hand = Hand(tmp_path / "remote")
            hand.wait_until("the badge", lambda state: state["state"] == "CallKeeper")
            assert len(door.asked) == asked
            again.kill()


def test_an_enrolled_terminal_has_nothing_to_do(place: Place) -> None:
    place.settings.write_text("terminal = 'Q33-0001'", "utf-8")
    began = time.monotonic()
    command = [sys.executable, "-m", "device", "enrol", "--root", str(place.root)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert time.monotonic() - began < 30


def test_an_image_with_a_wrong_part_is_not_started_again(place: Place) -> None:
    (place.etc / "base.toml").write_text("[hardware]\nkind = 'imagined'\n", "utf-8")
    command = [sys.executable, "-m", "device", "enrol", "--root", str(place.root)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 78


@pytest.mark.parametrize("size", [(800, 480), (1024, 600)])
def test_no_screen_of_the_first_start_has_a_defect(size: tuple[int, int], window: object) -> None:
    assert window
    unit = theme.unit(*size)
    glyphs = frozenset.intersection(*(characters(font) for font in FONTS))
    found = first_start_defects(width=size[0] / unit, measure=measure_at(unit), glyphs=glyphs)
    assert found == []


def test_the_check_would_see_a_defect(window: object) -> None:
    assert window
    view = first_views()["first-start-done"]
    drawing = draw_first(view, width=800, measure=measure_at(1.0))
    assert defects(drawing, width=400, glyphs=frozenset("abc"))
