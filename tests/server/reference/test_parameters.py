"""The rules' parameters: one dated set of data from the province to every terminal."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import msgspec
import pytest

from device.counter.parameters import CURRENT
from device.counter.parameters.reading import parameters_from
from server.reference import parameters
from server.reference.file_error import FileError
from server.reference.importing import import_file
from server.store.database import reading, rows
from tests.server.outlet import NOW
from tests.server.reference.taker import Taker

pytestmark = pytest.mark.usefixtures("store")
SHIPPED = Path("server/reference/data/parameters.toml")


def take(folder: Path, text: str) -> int:
    file = folder / "parameters.toml"
    file.write_text(text, encoding="utf-8")
    return import_file("parameters", file, NOW).changed


def as_terminal(values: dict[str, object]) -> dict[str, object]:
    """Return values as the terminal's own file has them."""
    nested: dict[str, object] = {}
    for name, value in values.items():
        table, dot, inner = name.partition(".")
        if dot:
            inside = nested.setdefault(table, {})
            assert isinstance(inside, dict)
            inside[inner] = value
        else:
            nested[name] = value
    return nested


def test_what_ships_is_what_terminals_have() -> None:
    written = {"version": CURRENT.version} | as_terminal(parameters.shipped())
    assert parameters_from(written) == CURRENT
    assert set(written) == set(asdict(CURRENT))


def test_a_change_is_one_row_from_a_day_on(tmp_path: Path) -> None:
    assert take(tmp_path, "version = 2026-12-01\nrx_valid_days = 7\n[max_days]\nordinary = 60") == 2
    taker = Taker("parameters")
    taker.take_all()
    assert msgspec.json.decode(taker.rows["rx_valid_days@2026-12-01"]) == {
        "name": "rx_valid_days", "since": "2026-12-01", "value": 7,
    }  # fmt: skip
    with reading():
        assert parameters.in_force(date(2026, 11, 30))["rx_valid_days"] == 5
        assert parameters.in_force(date(2026, 12, 1))["max_days.ordinary"] == 60


def test_what_was_said_for_another_day_stays(tmp_path: Path) -> None:
    take(tmp_path, "version = 2026-12-01\nrx_valid_days = 7")
    take(tmp_path, "version = 2027-01-01\nrx_valid_days = 3")
    take(tmp_path, "version = 2026-12-01\nrx_valid_days = 8")
    with reading():
        found = [parameters.in_force(date(2026, month, 31))["rx_valid_days"] for month in (10, 12)]
        assert [*found, parameters.in_force(date(2027, 1, 1))["rx_valid_days"]] == [5, 8, 3]


def test_the_file_that_ships_can_be_imported_whole(tmp_path: Path) -> None:
    assert take(tmp_path, SHIPPED.read_text(encoding="utf-8")) == len(parameters.shipped())


def test_margin_bands_without_a_limit_are_written_as_terminals_read_them(tmp_path: Path) -> None:
    text = "version = 2026-12-01\nmargin_bands = [{up_to_vnd = 1000, percent = 15}, {percent = 2}]"
    take(tmp_path, text)
    with reading():
        bands = parameters.in_force(date(2026, 12, 1))["margin_bands"]
    found = parameters_from({"version": "2026-12-01", "margin_bands": bands}).margin_bands
    assert [(band.up_to_vnd, band.percent) for band in found] == [(1000, 15), (None, 2)]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("rx_valid_days = 7", "version"),
        ('version = "soon"', "version"),
        ("version = 2026-12-01\nrx_valid_dayz = 7", "rx_valid_dayz"),
        ("version = 2026-12-01\nrx_valid_days = '7'", "rx_valid_days"),
        ("version = 2026-12-01\nrx_valid_days = true", "rx_valid_days"),
        ("version = 2026-12-01\nrx_valid_days = -1", "rx_valid_days"),
        ("version = 2026-12-01\nlicence_end = 'stop'", "licence_end"),
        ("version = 2026-12-01\nrx_required_override = 'warn'", "rx_required_override"),
        ("version = 2026-12-01\nrecall_days = [3, 15]", "recall_days"),
        ("version = 2026-12-01\nrecall_days = [3, 15, 'x']", "recall_days"),
        ("version = 2026-12-01\nsubstitution_outlets = ['XX']", "substitution_outlets"),
        ("version = 2026-12-01\nmargin_bands = [{up_to_vnd = 5}]", "margin_bands"),
        ("version = 2026-12-01\nmax_days = 5", "max_days"),
        ("version = 2026-12-01\n[max_days]\nordinari = 5", "max_days.ordinari"),
        ("version = ", ""),
    ],
)
def test_a_broken_file_names_the_parameter_and_changes_nothing(
    tmp_path: Path, text: str, column: str
) -> None:
    with pytest.raises(FileError) as error:
        take(tmp_path, text)
    assert error.value.column == column
    assert rows("SELECT * FROM refrow") == []
