"""What was asked a moment ago."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from server.query import memory
from server.query.memory import Memory, once, remembering


class Count:
    """Something that is looked up, and how often it was."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_whoever_does_not_remember_asks_anew() -> None:
    count = Count()
    assert [once("silent", count), once("silent", count)] == [1, 2]


def test_within_a_page_the_same_is_asked_once() -> None:
    count, kept = Count(), Memory()
    with remembering(kept):
        assert [once("silent", count), once("silent", count), once("other", count)] == [1, 1, 2]
    with remembering(kept):
        assert once("silent", count) == 1, "another page, the same moment"
    with remembering(None):
        assert once("silent", count) == 3, "before something is done, nothing is remembered"
    assert once("silent", count) == 4


def test_after_some_seconds_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    count, kept, now = Count(), Memory(), [100.0]
    monkeypatch.setattr(memory, "monotonic", lambda: now[0])
    assert kept.once("silent", count) == 1
    now[0] += memory.SECONDS - 0.1
    assert kept.once("silent", count) == 1
    now[0] += 0.2
    assert kept.once("silent", count) == 2


def test_what_was_being_looked_up_when_something_changed_is_not_kept() -> None:
    kept, count = Memory(), Count()

    def look() -> int:
        kept.forget()
        return count()

    assert kept.once("silent", look) == 1
    assert kept.once("silent", count) == 2


def test_a_failure_is_not_kept() -> None:
    kept, count = Memory(), Count()

    def fail() -> int:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        kept.once("silent", fail)
    assert kept.once("silent", count) == 1


def test_eight_who_want_the_same_wait_for_one() -> None:
    kept, count, begun, go = Memory(), Count(), Event(), Event()

    def look() -> int:
        begun.set()
        assert go.wait(10)
        return count()

    def ask() -> int:
        return kept.once("silent", look)

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask) for _person in range(8)]
        assert begun.wait(10)
        go.set()
        assert {one.result(10) for one in asked} == {1}
    assert count.times == 1


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 4)
    kept = Memory()
    for number in range(20):
        kept.once(number, Count())
    assert len(kept._known) <= 4


def in_child(work: Callable[[], bool]) -> bool:
    """Return what a forked process finds."""
    pid = os.fork()
    if not pid:
        os._exit(0 if work() else 1)
    return os.waitpid(pid, 0)[1] == 0


def test_what_one_process_changes_all_of_them_forget() -> None:
    kept, count = Memory(), Count()
    assert kept.once("silent", count) == 1
    assert in_child(lambda: kept.once("silent", count) == 1), "it was known before the fork"

    def change() -> bool:
        kept.forget()
        return True

    assert in_child(change)
    assert kept.once("silent", count) == 2
