from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from wire.backoff import Backoff


def limits(backoff: Backoff, turns: int) -> list[float]:
    return [backoff.next_seconds() for _turn in range(turns)]


def test_the_limit_doubles_up_to_the_most_and_stays_there_for_ever() -> None:
    backoff = Backoff(first_seconds=1.0, most_seconds=60.0, draw=lambda _low, high: high)
    assert limits(backoff, 8) == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert set(limits(backoff, 5000)) == {60.0}


def test_the_wait_is_drawn_from_nought_on() -> None:
    backoff = Backoff(first_seconds=5.0, most_seconds=60.0, draw=lambda low, _high: low)
    assert set(limits(backoff, 10)) == {0.0}


def test_after_a_success_it_begins_with_short_waits_again() -> None:
    backoff = Backoff(first_seconds=1.0, most_seconds=60.0, draw=lambda _low, high: high)
    limits(backoff, 5)
    backoff.succeeded()
    assert limits(backoff, 2) == [1.0, 2.0]


def test_a_first_wait_beyond_the_most_is_cut() -> None:
    backoff = Backoff(first_seconds=100.0, most_seconds=60.0, draw=lambda _low, high: high)
    assert limits(backoff, 2) == [60.0, 60.0]


@steady
@given(st.floats(0.01, 100), st.floats(0.01, 1000), st.integers(1, 50))
def test_no_wait_is_negative_or_beyond_the_most(first: float, most: float, turns: int) -> None:
    backoff = Backoff(first_seconds=first, most_seconds=most)
    assert all(0 <= wait <= most for wait in limits(backoff, turns))


def test_two_terminals_do_not_wait_alike() -> None:
    waits = [limits(Backoff(first_seconds=60.0, most_seconds=60.0), 20) for _terminal in range(2)]
    assert waits[0] != waits[1]
