"""The display keeps up with the till's note."""

import logging
from pathlib import Path

import pytest

from device.customer_view import BEAT_SECONDS, CustomerBoard, CustomerView, read_display
from device.ui.customer.watch import Watch


class Recorder:
    def __init__(self) -> None:
        self.shown: list[CustomerView] = []

    def show(self, view: CustomerView) -> bool:
        self.shown.append(view)
        return True


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _sale(total: int) -> CustomerView:
    return CustomerView(kind="sale", total_vnd=total)


def test_the_first_look_shows_what_is_there_or_a_greeting(tmp_path: Path) -> None:
    glass = Recorder()
    Watch(tmp_path, glass).look()
    assert glass.shown == [CustomerView()]
    CustomerBoard(tmp_path).publish(_sale(5))
    again = Recorder()
    Watch(tmp_path, again).look()
    assert again.shown == [_sale(5)]


def test_a_note_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    glass, board = Recorder(), CustomerBoard(tmp_path)
    watch = Watch(tmp_path, glass)
    board.publish(_sale(1))
    for _look in range(5):
        watch.look()
    assert glass.shown == [_sale(1)]


def test_every_change_is_shown_and_a_note_that_goes_greets(tmp_path: Path) -> None:
    glass, board = Recorder(), CustomerBoard(tmp_path)
    watch = Watch(tmp_path, glass)
    for total in (1, 2, 3):
        board.publish(_sale(total))
        watch.look(0.1)
    (tmp_path / "customer.json").unlink()
    watch.look()
    assert glass.shown == [_sale(1), _sale(2), _sale(3), CustomerView()]


def test_a_note_that_was_spoilt_greets_instead_of_showing_an_old_sale(tmp_path: Path) -> None:
    glass, board = Recorder(), CustomerBoard(tmp_path)
    watch = Watch(tmp_path, glass)
    board.publish(_sale(1))
    watch.look()
    (tmp_path / "customer.json").write_bytes(b"{")
    watch.look()
    assert glass.shown[-1] == CustomerView()


def test_the_display_says_now_and_then_that_it_is_lit(tmp_path: Path) -> None:
    time = Time()
    watch = Watch(tmp_path, Recorder(), time)
    watch.look()
    first = (tmp_path / "customer-display.json").read_bytes()
    time.now += BEAT_SECONDS / 2
    watch.look()
    assert (tmp_path / "customer-display.json").read_bytes() == first
    time.now += BEAT_SECONDS
    watch.look()
    assert (tmp_path / "customer-display.json").read_bytes() != first
    assert read_display(tmp_path, time) == "on"


def test_a_run_folder_that_cannot_be_written_does_not_darken_the_display(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "run"
    folder.write_text("a file where the folder should be")
    glass = Recorder()
    with caplog.at_level(logging.WARNING):
        Watch(folder, glass).look()
    assert glass.shown == [CustomerView()]
    assert "display's beat" in caplog.text
