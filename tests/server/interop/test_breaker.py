"""What fails is left alone for a while, and tried by one before all."""

from server.interop.breaker import Breaker


def breaker(now: list[float]) -> Breaker:
    return Breaker(failures=3, rest_seconds=15, monotonic=lambda: now[0])


def test_three_failures_in_a_row_close_the_way_and_one_success_opens_it() -> None:
    now = [0.0]
    way = breaker(now)
    for _ in range(2):
        way.failed()
    way.succeeded()
    for _ in range(2):
        way.failed()
    assert way.admits()
    way.failed()
    assert not way.admits()
    now[0] = 16.0
    assert [way.admits(), way.admits()] == [True, False]
    way.succeeded()
    assert [way.admits(), way.admits()] == [True, True]


def test_one_that_fails_again_closes_it_again() -> None:
    now = [0.0]
    way = breaker(now)
    for _ in range(3):
        way.failed()
    now[0] = 16.0
    assert way.admits()
    way.failed()
    now[0] = 30.0
    assert not way.admits()
    now[0] = 32.0
    assert way.admits()


def test_who_asks_to_be_left_alone_is_at_once_and_not_for_ever() -> None:
    now = [0.0]
    way = breaker(now)
    way.failed(120)
    now[0] = 119.0
    assert not way.admits()
    now[0] = 121.0
    assert way.admits()
    way.failed(10**9)
    now[0] += 601
    assert way.admits()
