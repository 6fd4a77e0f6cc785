from pathlib import Path

import pytest

from device.counter.parameters import CURRENT
from device.parameter_file import read_parameters


def test_without_a_file_the_programs_own_parameters_hold(tmp_path: Path) -> None:
    assert read_parameters(None) is CURRENT
    assert read_parameters(tmp_path / "none.toml") is CURRENT


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    file = tmp_path / "parameters.toml"
    file.write_text('version = 2027-03-01\nshort_dated_days = 90\nn_tranche_late = "warn"\n')
    found = read_parameters(file)
    assert (found.short_dated_days, found.n_tranche_late.value) == (90, "warn")
    assert found.rx_valid_days == CURRENT.rx_valid_days


@pytest.mark.parametrize("text", ["version = ", "version = 2027-03-01\nrx = 1\n"])
def test_a_file_that_says_nothing_sensible_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "parameters.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"."):
        read_parameters(file)
