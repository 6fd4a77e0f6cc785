"""What a machine says of itself: its panel, its board and card."""

import grp
import os
import pwd
from pathlib import Path

import pytest

from device.enrolment.base import read_machine
from device.enrolment.board import board_of
from device.enrolment.errors import UnsoundBaseError
from device.enrolment.panel import USUAL, panel_size
from device.enrolment.place import Place, give


def _panel(root: Path, name: str, status: str, *modes: str) -> None:
    folder = root / "sys/class/drm" / name
    folder.mkdir(parents=True)
    (folder / "status").write_text(f"{status}\n", "ascii")
    (folder / "modes").write_text("".join(f"{mode}\n" for mode in modes), "ascii")


def test_the_panel_that_is_connected_says_how_large_it_is(tmp_path: Path) -> None:
    _panel(tmp_path, "card0-HDMI-A-1", "disconnected", "1920x1080")
    _panel(tmp_path, "card1-DSI-1", "connected", "1024x600", "800x480")
    assert panel_size(tmp_path) == (1024, 600)


@pytest.mark.parametrize("mode", ["", "3840x2160", "320x240", "nonsense"])
def test_a_panel_that_nobody_can_draw_for_counts_as_a_usual_one(tmp_path: Path, mode: str) -> None:
    assert panel_size(tmp_path) == USUAL
    _panel(tmp_path, "card0-HDMI-A-1", "connected", mode)
    assert panel_size(tmp_path) == USUAL


def test_the_first_start_is_drawn_for_the_panel_where_the_image_says_nothing(
    place: Place,
) -> None:
    _panel(place.root, "card0-DSI-1", "connected", "1024x600")
    screen = read_machine(place).screen
    assert (screen.width, screen.height) == (1024, 600)


def test_what_the_image_says_wrongly_is_told(place: Place) -> None:
    (place.etc / "base.toml").write_text("[screen]\nwidth = 10\n[hardware]\nkind = 'fake'", "utf-8")
    with pytest.raises(UnsoundBaseError):
        read_machine(place)


def _board(root: Path, *, serial: str = "", card: str = "") -> str:
    for file, text in (
        ("proc/device-tree/serial-number", f"{serial}\0"),
        ("sys/block/mmcblk0/device/cid", f"{card}\n"),
    ):
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "ascii")
    return board_of(root)


def test_another_board_and_another_card_show_themselves(tmp_path: Path) -> None:
    one = _board(tmp_path, serial="10000000abcdef01", card="9f54492053443136")
    assert len(one) == 64
    assert _board(tmp_path, serial="10000000abcdef01", card="9f54492053443136") == one
    others = {
        _board(tmp_path, serial="10000000abcdef02", card="9f54492053443136"),
        _board(tmp_path, serial="10000000abcdef01", card="9f54492053443137"),
    }
    assert len(others | {one}) == 3
    assert "abcdef" not in one


def test_a_machine_that_has_neither_says_nothing(tmp_path: Path) -> None:
    assert board_of(tmp_path) == ""
    assert _board(tmp_path) == ""


def test_files_go_to_the_accounts_that_may_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[object, ...]] = []
    monkeypatch.setattr(os, "chown", lambda *what, **_how: given.append(what))
    monkeypatch.setattr(pwd, "getpwnam", lambda _name: _Ids)
    monkeypatch.setattr(grp, "getgrnam", lambda _name: _Ids)
    give(tmp_path, "quay-link", "quay")
    assert given == [(tmp_path, 970, 971)]


class _Ids:
    pw_uid, gr_gid = 970, 971


def test_where_there_are_no_such_accounts_everything_stays_ours(tmp_path: Path) -> None:
    give(tmp_path, "nobody-of-this-name", "nor-a-group")
    assert tmp_path.stat().st_uid == os.getuid()
