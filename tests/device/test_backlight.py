from pathlib import Path

import pytest

from device.backlight import Backlight


def _panel(folder: Path, brightness: int) -> Path:
    file = folder / "10-0045" / "brightness"
    file.parent.mkdir(parents=True)
    file.write_text(f"{brightness}\n")
    return file


def test_a_panel_is_dimmed_and_comes_back_as_it_was(tmp_path: Path) -> None:
    file, light = _panel(tmp_path, 200), Backlight(tmp_path)
    light.show(is_dim=True)
    light.show(is_dim=True)
    assert file.read_text() == "60"
    light.show(is_dim=False)
    assert file.read_text() == "200"


def test_a_dark_panel_does_not_go_out(tmp_path: Path) -> None:
    file = _panel(tmp_path, 1)
    Backlight(tmp_path).show(is_dim=True)
    assert file.read_text() == "1"


def test_a_screen_without_a_backlight_stays_as_it_is(tmp_path: Path) -> None:
    light = Backlight(tmp_path / "none")
    light.show(is_dim=True)
    light.show(is_dim=False)


def test_a_panel_that_may_not_be_written_ends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "panel" / "brightness"
    file.mkdir(parents=True)  # as unwritable for root as for anybody
    Backlight(tmp_path).show(is_dim=True)
    assert file.is_dir()


def test_what_may_not_be_written_is_said_once_for_each_wish(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    (tmp_path / "panel" / "brightness").mkdir(parents=True)
    light = Backlight(tmp_path)
    for _tick in range(5):
        light.show(is_dim=True)
    assert len(caplog.records) == 1
    for _tick in range(5):
        light.show(is_dim=False)
    assert len(caplog.records) == 1, "nothing was dimmed, so nothing is restored"
    light.show(is_dim=True)
    assert len(caplog.records) == 2


def test_a_panel_that_was_dimmed_before_another_failed_comes_back(tmp_path: Path) -> None:
    file, light = _panel(tmp_path, 200), Backlight(tmp_path)
    (tmp_path / "panel" / "brightness").mkdir(parents=True)
    light.show(is_dim=True)
    assert file.read_text() == "60"
    light.show(is_dim=False)
    assert file.read_text() == "200"
