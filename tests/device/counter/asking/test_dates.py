from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.counter.asking.dates import read_date
from tests.properties import steady


@steady
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_typed(day: date) -> None:
    assert read_date(f"{day:%d%m%Y}") == day
    assert read_date(f"{day:%d%m%Y}", may_be_month=True) == day


@pytest.mark.parametrize(
    "digits",
    ["", "3", "31022026", "00012026", "01132026", "01012100", "01011899", "0101202", "010120260"],
)
def test_what_is_no_day_is_none(digits: str) -> None:
    assert read_date(digits) is None
    assert read_date(digits, may_be_month=True) is None


@pytest.mark.parametrize("digits", ["1/1/2026", "٠١٠١٢٠٢٦", "abcdefgh", " 1012026"])
def test_only_digits_are_a_date(digits: str) -> None:
    assert read_date(digits) is None


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("022028", date(2028, 2, 29)),
        ("022027", date(2027, 2, 28)),
        ("122026", date(2026, 12, 31)),
        ("132026", None),
        ("002026", None),
        ("121899", None),
    ],
)
def test_a_month_on_a_pack_lasts_until_its_last_day(digits: str, day: date | None) -> None:
    assert read_date(digits, may_be_month=True) == day
    assert read_date(digits) is None
