"""Whose card is next; and how far it is."""

import io
from pathlib import Path

import pytest

from provisioning.errors import MissingError, ProvisioningError
from provisioning.flash.outlets import RECORD, OutletQueue
from provisioning.flash.placing import OutletFiles
from provisioning.flash.progress import Bar
from tests.provisioning.flash_clock import Clock


def make_outlets(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "wifi.conf").write_text(name)
    return folder


def test_outlets_come_in_order_with_their_own_files_before_the_common(tmp_path: Path) -> None:
    folder = make_outlets(tmp_path / "outlets", "Q33-0002", "Q33-0001")
    common = tmp_path / "common"
    common.mkdir()
    for name in ("wifi.conf", "ssh-permit.cms"):
        (common / name).write_text("common")
    files = OutletFiles((common / "ssh-permit.cms", common / "wifi.conf"))
    first, second = OutletQueue(folder, files)
    assert (first.name, second.name) == ("Q33-0001", "Q33-0002")
    assert [file.read_text() for file in first.files.files] == ["common", "Q33-0001"]


def test_an_outlet_that_has_its_card_is_not_taken_again(tmp_path: Path) -> None:
    folder = make_outlets(tmp_path / "outlets", "Q33-0001", "Q33-0002")
    queue = OutletQueue(folder, OutletFiles())
    queue.cross_off(next(iter(queue)))
    (left,) = OutletQueue(folder, OutletFiles())
    assert left.name == "Q33-0002"
    queue.cross_off(left)
    with pytest.raises(ProvisioningError, match=RECORD):
        OutletQueue(folder, OutletFiles())


def test_a_label_goes_with_its_outlet_and_never_onto_the_card(tmp_path: Path) -> None:
    folder = make_outlets(tmp_path / "outlets", "Q33-0001", "Q33-0002")
    (folder / "Q33-0001/label.json").write_text("{}")
    first, second = OutletQueue(folder, OutletFiles())
    assert first.label == folder / "Q33-0001/label.json"
    assert second.label is None
    assert [file.name for file in first.files.files] == ["wifi.conf"]


def test_a_folder_of_outlets_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        OutletQueue(tmp_path / "outlets", OutletFiles())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_tells_the_seconds_that_are_left() -> None:
    out = Terminal()
    with Bar(out, monotonic=Clock(2.0)).phase("Ghi thẻ", 400) as advance:
        for _step in range(4):
            advance(100)
    frames = out.getvalue().split("\r")
    assert " 25 %" in frames[2]
    assert "còn khoảng" in frames[2]
    left = [int(frame.split("khoảng ")[1].split()[0]) for frame in frames if "khoảng" in frame]
    assert left == sorted(left, reverse=True)
    assert "100 %" in frames[-1]
    assert "xong trong" in frames[-1]
    assert out.getvalue().endswith("\n")


def test_where_nothing_can_be_redrawn_there_are_a_few_lines() -> None:
    out = io.StringIO()
    with Bar(out).phase("Ghi thẻ", 1000) as advance:
        for _step in range(1000):
            advance(1)
    lines = out.getvalue().splitlines()
    assert [line.split("░")[-1].split("█")[-1].split("%")[0].strip() for line in lines] == [
        "0",
        "25",
        "50",
        "75",
        "100",
    ]


def test_an_unknown_amount_is_told_in_megabytes() -> None:
    out = Terminal()
    with Bar(out, monotonic=Clock()).phase("Giải nén ảnh", 0) as advance:
        advance(7_000_000)
    assert "7 MB" in out.getvalue()
