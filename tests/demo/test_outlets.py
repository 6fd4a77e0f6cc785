"""The two outlets of the demo, as their terminals' settings say them."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from demo.folders import Folders
from demo.outlets import COUNTER, PHARMACY, Outlet
from demo.people import ALL, HUONG
from demo.settings_files import stock_rows, write_prescriptions, write_terminal_settings
from device.pin_hash import is_right
from device.settings import TerminalSettings, load_settings
from wire.asking import Sheet

TODAY = date(2026, 11, 23)


def settings_of(outlet: Outlet, root: Path) -> TerminalSettings:
    folders = Folders(root / "run")
    folders.make().close()
    file = write_terminal_settings(
        folders,
        broker_port=8883,
        scanner=root / "scanner",
        remote=root / "remote",
        width=800,
        height=480,
        outlet=outlet,
    )
    return load_settings(file)


def test_the_counter_names_no_people(tmp_path: Path) -> None:
    settings = settings_of(COUNTER, tmp_path)
    assert settings.people == ()
    assert settings.deliveries is None
    assert settings.outlet.name == COUNTER.name


def test_at_the_pharmacy_everybody_signs_in_with_badge_and_pin(tmp_path: Path) -> None:
    settings = settings_of(PHARMACY, tmp_path)
    assert settings.shop.needs_pins
    assert settings.shop.account
    assert settings.deliveries == tmp_path / "run" / "inbox"
    for person, cast in zip(settings.people, ALL, strict=True):
        assert is_right(person.pin, cast.pin)
        assert cast.pin not in person.pin
    in_charge = [person.badge for person in settings.people if person.in_charge]
    assert in_charge == [HUONG.badge]


def test_a_day_begins_with_an_expired_batch_on_the_shelf() -> None:
    days = {
        (row["drug"], row["batch"]): int(row["expires_in_days"])
        for row in stock_rows(PHARMACY.stock)
    }
    assert days["SYN032", "2311X"] < 0
    assert all(left > 0 for batch, left in days.items() if batch[1] != "2311X")


@pytest.mark.parametrize("code", ["33012aa0001k-c", "33012aa0006s-h", "33012aa0009w-n"])
def test_prescriptions_are_dated_from_today(tmp_path: Path, code: str) -> None:
    file = write_prescriptions(tmp_path / "sheets.jsonl", TODAY, PHARMACY.prescriptions)
    sheets = [msgspec.json.decode(line, type=Sheet) for line in file.read_bytes().splitlines()]
    found = next(sheet for sheet in sheets if sheet.code == code)
    assert found.issued == TODAY
    assert all(line.quantity > 0 and line.directions for line in found.lines)
