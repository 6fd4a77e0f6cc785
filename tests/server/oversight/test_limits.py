"""Where chance ends."""

from datetime import date
from math import comb

import pytest

from server.oversight.limits import (
    TAIL,
    chance_of_at_least,
    finished_weeks,
    most_by_chance,
    stands_out,
)


def exactly(count: int, of: int, share: float) -> float:
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(count, of + 1))


@pytest.mark.parametrize(
    ("of", "share"), [(1, 0.1), (4, 0.14), (30, 0.142), (132, 0.142), (241, 0.6)]
)
def test_the_limit_is_that_of_the_binomial_distribution(of: int, share: float) -> None:
    limit = most_by_chance(of, share)
    assert exactly(limit + 1, of, share) < TAIL
    assert limit <= of * share or exactly(limit, of, share) >= TAIL
    for count in range(of + 1):
        assert stands_out(count, of, share) == (count > limit), count
        if count > of * share:
            assert chance_of_at_least(count, of, share) == pytest.approx(exactly(count, of, share))


def test_the_drawing_s_outlets_are_beyond_and_a_small_one_is_not() -> None:
    assert stands_out(55, 132, 0.142)
    assert stands_out(62, 241, 0.142)
    assert not stands_out(2, 4, 0.142)
    assert not stands_out(24, 132, 0.142)


@pytest.mark.parametrize(
    ("without", "sales", "share", "is_beyond"),
    [(0, 0, 0.0, False), (0, 50, 0.0, False), (1, 50, 0.0, True), (50, 50, 1.0, False)],
)
def test_nothing_breaks_at_the_edges(
    without: int, sales: int, share: float, *, is_beyond: bool
) -> None:
    assert stands_out(without, sales, share) is is_beyond
    assert most_by_chance(sales, share) >= 0


def test_very_many_sales_are_judged_too() -> None:
    assert most_by_chance(1_000_000, 0.142) == pytest.approx(142_000 + 3.09 * 349, rel=1e-3)


def test_a_week_is_over_with_its_sunday() -> None:
    assert finished_weeks(date(2026, 11, 22), 1) == (date(2026, 11, 16),)
    assert finished_weeks(date(2026, 11, 21), 1) == (date(2026, 11, 9),)
    assert finished_weeks(date(2026, 11, 23)) == (
        date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16),
    )  # fmt: skip
