"""The line's figures: from what is asked anyway, and from a few questions more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.self_test.line import PATIENCE_SECONDS, PINGS, LineWatch, read_line

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


class Line:
    def __init__(self, folder: Path) -> None:
        self.now, self.folder = 0.0, folder
        self.watch = LineWatch(folder, clock=lambda: NOW, monotonic=lambda: self.now)

    def ask(self, name: str, seconds: float, octets: int = 500, ahead: float = 0.0) -> None:
        """Ask, and be answered after so long by a clock that is so far ahead."""
        self.watch.asked(name, octets)
        self.now += seconds
        self.watch.answered(name, octets, NOW + timedelta(seconds=ahead))


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_nothing_is_told_before_anything_was_asked(line: Line) -> None:
    line.watch.work()
    assert read_line(line.folder) is None


def test_answers_are_timed_and_the_best_of_them_says_how_fast_it_is_at_least(line: Line) -> None:
    for number, seconds in enumerate((0.2, 0.4, 0.6)):
        line.ask(str(number), seconds)
    line.watch.work()
    found = read_line(line.folder)
    assert found is not None
    assert (found.asked, found.lost, found.answer_ms) == (3, 0, 400)
    assert found.kbit_per_second == 40  # 1000 bytes in 0.2 s


def test_a_question_without_an_answer_is_lost_and_a_late_answer_changes_nothing(line: Line) -> None:
    line.ask("heard", 0.5)
    line.watch.asked("lost", 500)
    line.now += PATIENCE_SECONDS
    line.watch.work()
    line.watch.answered("lost", 500, NOW)
    found = line.watch.figures()
    assert (found.asked, found.lost, found.lost_percent) == (2, 1, 50)
    assert found.answer_ms == 500


def test_a_line_that_broke_shows_no_loss(line: Line) -> None:
    line.watch.asked("under way", 500)
    line.watch.cut()
    line.now += 2 * PATIENCE_SECONDS
    line.watch.work()
    assert line.watch.figures().asked == 0


def test_measuring_asks_a_few_times_one_after_the_other(line: Line) -> None:
    assert not line.watch.wants_ping()
    line.watch.measure()
    for number in range(PINGS):
        assert line.watch.wants_ping()
        line.watch.asked(str(number), 300)
        assert not line.watch.wants_ping()
        line.watch.answered(str(number), 300, NOW)
    assert not line.watch.wants_ping()


def test_the_provinces_clock_is_compared_by_the_middle_of_the_way(line: Line) -> None:
    line.ask("one", 2.0, ahead=59.0)
    assert line.watch.figures().clock_offset_seconds == 60


def test_only_the_newest_questions_count(line: Line) -> None:
    line.watch.asked("old", 1)
    line.now += PATIENCE_SECONDS
    line.watch.work()
    for number in range(20):
        line.ask(str(number), 0.1)
    assert line.watch.figures().lost == 0
