from threading import Thread

import pytest

from server.ingest import throttle
from server.ingest.throttle import Throttle


class Hands:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def admitted(limit: Throttle, name: str, times: int) -> int:
    return sum(limit.admits(name) for _ in range(times))


def test_so_many_at_once_then_so_many_a_second() -> None:
    hands = Hands()
    limit = Throttle(rate=20, burst=100, clock=hands)
    assert admitted(limit, "a", 150) == 100
    hands.now += 1.0
    assert admitted(limit, "a", 50) == 20
    hands.now += 1000.0
    assert admitted(limit, "a", 150) == 100


def test_one_that_floods_does_not_cost_another() -> None:
    limit = Throttle(rate=1, burst=10, clock=Hands())
    assert admitted(limit, "a", 100) == 10
    assert admitted(limit, "b", 10) == 10


def test_what_was_dropped_is_told_once() -> None:
    limit = Throttle(rate=1, burst=2, clock=Hands())
    admitted(limit, "a", 5)
    admitted(limit, "b", 3)
    assert limit.dropped() == {"a": 3, "b": 1}
    assert limit.dropped() == {}


def test_strangers_names_do_not_fill_the_memory_and_the_known_keep_their_limit() -> None:
    hands = Hands()
    limit = Throttle(rate=1, burst=5, clock=hands)
    admitted(limit, "a", 5)
    for number in range(throttle.MAX_KNOWN * 2):
        limit.admits(f"stranger {number}")
        if number % 1000 == 0:
            hands.now += 1.0
            assert admitted(limit, "a", 2) <= 1 + (number >= throttle.MAX_KNOWN)
    assert len(limit._buckets) <= throttle.MAX_KNOWN


def test_several_threads_are_given_no_more_than_one() -> None:
    limit = Throttle(rate=1, burst=500, clock=Hands())
    counts: list[int] = []
    threads = [Thread(target=lambda: counts.append(admitted(limit, "a", 400))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(counts) == 500
    assert limit.dropped() == {"a": 1100}


def test_strangers_who_are_turned_away_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "MAX_KNOWN", 10)
    limit = Throttle(rate=0.001, burst=1, clock=Hands())
    for number in range(100):
        admitted(limit, f"stranger {number}", 2)
    assert len(limit.dropped()) == 10
