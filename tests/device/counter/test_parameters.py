from dataclasses import asdict, fields, replace
from datetime import date

import pytest

from device.counter.drug import Control
from device.counter.parameters import (
    CURRENT,
    Action,
    DayCount,
    MarginBand,
    MaxDays,
    Parameters,
    WithoutCode,
)
from device.counter.parameters.reading import parameters_from
from device.counter.parameters.source import SOURCES

VERSION = date(2027, 3, 1)
NAMES = [field.name for field in fields(Parameters) if field.name != "version"]


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_says_where_it_stands_and_how_sure_that_is(name: str) -> None:
    code, confidence = SOURCES[name]
    assert code[:2].isupper()
    assert confidence in {"A", "A*", "A-", "B", "C", "D"}


def test_no_source_is_of_a_parameter_that_is_gone() -> None:
    assert set(SOURCES) == set(NAMES)


def test_the_set_in_force_is_that_of_november_2026() -> None:
    assert CURRENT.version == date(2026, 11, 22)
    assert (CURRENT.rx_valid_days, CURRENT.rx_valid_days_traditional_discharge) == (5, 2)
    assert CURRENT.rx_day_count is DayCount.EXCLUSIVE
    assert CURRENT.rx_required_override is WithoutCode.PAPER_SEEN
    assert CURRENT.recall_days == (3, 15, 30)
    assert CURRENT.n_tranche_early_days == (1, 3)
    assert CURRENT.controlled_report_due == ("01-15", "07-15")
    assert not CURRENT.returns_to_stock
    assert CURRENT.margin_bands == ()
    assert CURRENT.needs_customer(Control.NARCOTIC_COMBINATION)


def test_a_circular_is_a_change_of_data() -> None:
    found = parameters_from(
        {
            "version": VERSION,
            "rx_valid_days": 7,
            "rx_day_count": "inclusive",
            "essential_unknown": "block",
            "max_days": {"ordinary": 60},
            "long_icd10": ["I10"],
            "margin_bands": [{"up_to_vnd": None, "percent": 2}],
        }
    )
    assert found == replace(
        CURRENT,
        version=VERSION,
        rx_valid_days=7,
        rx_day_count=DayCount.INCLUSIVE,
        essential_unknown=Action.BLOCK,
        max_days=MaxDays(ordinary=60),
        long_icd10=("I10",),
        margin_bands=(MarginBand(up_to_vnd=None, percent=2),),
    )


def test_what_a_dataset_does_not_name_stays() -> None:
    base = replace(CURRENT, rx_valid_days=9, max_days=MaxDays(herbal=1))
    found = parameters_from({"version": VERSION, "max_days": {"ordinary": 2}}, base)
    assert found == replace(base, version=VERSION, max_days=MaxDays(ordinary=2, herbal=1))


def test_a_whole_set_comes_back_as_it_was_written() -> None:
    assert parameters_from(asdict(CURRENT)) == CURRENT


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ({"rx_valid_day": 5}, "rx_valid_day"),
        ({"max_days": {"ordinry": 60}}, "ordinry"),
        ({"rx_valid_days": "five"}, "rx_valid_days"),
        ({"rx_day_count": "generous"}, "rx_day_count"),
        ({"recall_days": [1, 2]}, "recall_days"),
        ({"version": "soon"}, "version"),
    ],
)
def test_a_dataset_that_no_rule_understands_is_refused_by_name(
    written: dict[str, object], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        parameters_from({"version": VERSION, **written})


def test_a_dataset_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        parameters_from({"rx_valid_days": 5})
