"""A card tells how worn it is, as the kernel shows it; the file system what it complained of."""

import os
from pathlib import Path

import pytest

from device.self_test.card import read_card, write_ms


class Board:
    """The kernel's folders of a card with one partition, on which `folder` lies."""

    def __init__(self, root: Path, folder: Path) -> None:
        number = folder.stat().st_dev
        self.sys = root / "sys"
        self.disk = self.sys / "devices/mmc_host/mmc0/mmc0:0001/block/mmcblk0"
        self.part = self.disk / "mmcblk0p3"
        self.part.mkdir(parents=True)
        (self.part / "partition").write_text("3")
        (self.disk / "device").mkdir()
        by_number = self.sys / "dev/block"
        by_number.mkdir(parents=True)
        (by_number / f"{os.major(number)}:{os.minor(number)}").symlink_to(self.part)
        self.ext4 = self.sys / "fs/ext4/mmcblk0p3"
        self.ext4.mkdir(parents=True)

    def says(self, **told: str) -> None:
        for name, text in told.items():
            (self.disk / "device" / name).write_text(f"{text}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def board(tmp_path: Path, folder: Path) -> Board:
    return Board(tmp_path, folder)


def test_a_soldered_card_says_how_much_of_its_life_is_used(board: Board, folder: Path) -> None:
    board.says(
        type="MMC", name="8GTF4R", date="06/2021", life_time="0x02 0x09", pre_eol_info="0x02"
    )
    card = read_card(folder, board.sys)
    assert (card.kind, card.used_percent, card.reserve) == ("MMC", 90, "warning")


def test_an_sd_card_says_only_how_old_it_is(board: Board, folder: Path) -> None:
    board.says(type="SD", name="SD32G", date="03/2025")
    card = read_card(folder, board.sys)
    assert (card.kind, card.made, card.used_percent, card.reserve) == ("SD", "03/2025", None, None)


@pytest.mark.parametrize("odd", ["", "0x00 0x00", "zero", "0xff"])
def test_wear_that_makes_no_sense_is_unknown(board: Board, folder: Path, odd: str) -> None:
    board.says(life_time=odd, pre_eol_info=odd)
    card = read_card(folder, board.sys)
    assert (card.used_percent, card.reserve) == (None, None)


def test_the_file_systems_complaints_are_counted(board: Board, folder: Path) -> None:
    assert read_card(folder, board.sys).errors is None
    (board.ext4 / "errors_count").write_text("4\n")
    assert read_card(folder, board.sys).errors == 4


def test_a_disk_that_nobody_knows_still_takes_a_page(folder: Path, tmp_path: Path) -> None:
    card = read_card(folder, tmp_path / "no-sys")
    assert (card.kind, card.errors) == ("", None)
    assert card.write_ms is not None


def test_the_longest_write_counts_and_nothing_is_left(folder: Path) -> None:
    ticks = iter([0.0, 0.010, 1.0, 1.5, 2.0, 2.02])
    assert write_ms(folder, lambda: next(ticks)) == 500
    assert list(folder.iterdir()) == []


def test_a_card_that_takes_no_page_says_so(folder: Path) -> None:
    assert write_ms(folder / "gone") is None
    (folder / f".probe-{os.getpid()}").symlink_to(folder / "elsewhere")
    assert write_ms(folder) is None
    assert not (folder / "elsewhere").exists()
