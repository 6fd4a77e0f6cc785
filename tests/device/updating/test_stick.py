"""Bundles that somebody brings on a stick."""

import shutil
from pathlib import Path

import pytest

from device.updating.proof import Seen
from tests.device.updating.counter import ALL_WELL, NEW, NIGHT, NOON, OLD, Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_a_stick_brings_the_newest_genuine_version(terminal: Terminal) -> None:
    terminal.bring("4.1.0")
    terminal.bring(NEW)
    terminal.bring("4.9.0", signed_by="somebody")
    terminal.go_on()
    assert terminal.started == [NEW]
    shutil.rmtree(terminal.folder / "sticks/sda1")
    terminal.go_on()
    assert terminal.engine.slots().is_proven
    assert terminal.results() == [], "nobody ordered it"


def test_a_stick_waits_for_closing_time_and_may_be_pulled(terminal: Terminal) -> None:
    terminal.bring(NEW)
    terminal.now = NOON
    terminal.go_on()
    shutil.rmtree(terminal.folder / "sticks/sda1")
    terminal.now = NIGHT
    terminal.go_on()
    assert terminal.started == [NEW]


def test_a_stick_does_not_bring_back_what_failed(terminal: Terminal) -> None:
    terminal.bring(NEW)
    terminal.go_on()
    terminal.seen = Seen()
    terminal.go_on()
    terminal.seen = ALL_WELL
    for _call in range(3):
        terminal.go_on()
    assert terminal.started == [NEW, OLD]
    terminal.bring("4.2.2")
    terminal.go_on()
    assert terminal.started == [NEW, OLD, "4.2.2"]


def test_a_stick_with_odd_things_on_it_harms_nobody(terminal: Terminal) -> None:
    stick = terminal.folder / "sticks/sda1"
    (stick / "quay-9.9.raucb").symlink_to("/etc/passwd")
    (stick / "quay-9.8.raucb").mkdir()
    (stick / "quay-9.7.raucb").write_bytes(b"")
    (stick / "photo.jpg").write_bytes(b"x")
    terminal.go_on()
    assert terminal.started == []


def test_a_stick_full_of_somebodys_photos_brings_its_bundle_all_the_same(
    terminal: Terminal,
) -> None:
    for number in range(30):
        (terminal.folder / f"sticks/sda1/IMG_{number:04}.JPG").write_bytes(b"x")
    terminal.bring(NEW)
    terminal.go_on()
    assert terminal.started == [NEW]
