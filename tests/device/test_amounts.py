from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.amounts import clock, day, thousands, vnd


@given(st.integers())
def test_the_dots_stand_between_groups_of_three_and_change_no_digit(number: int) -> None:
    written = thousands(number)
    assert int(written.replace(".", "")) == number
    first, *others = written.lstrip("-").split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in others)


def test_a_sum_ends_with_the_sign_of_the_dong() -> None:
    assert vnd(0) == "0 đ"
    assert vnd(66000) == "66.000 đ"
    assert vnd(-1500000) == "-1.500.000 đ"


def test_a_moment_is_shown_as_it_is_at_the_counter() -> None:
    late = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)
    assert (day(late), clock(late)) == ("01/01/2027", "00:05")


def test_a_date_is_shown_as_it_stands() -> None:
    assert day(date(2027, 8, 31)) == "31/08/2027"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 22, 10, 45)  # noqa: DTZ001 - this is the mistake
    with pytest.raises(ValueError, match="time zone"):
        day(naive)
    with pytest.raises(ValueError, match="time zone"):
        clock(naive)
