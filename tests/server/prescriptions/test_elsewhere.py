"""RX-04: what others sold while only the code was known is told like everything they dispensed."""

import msgspec
import pytest

from server.prescriptions.questions import Questions
from server.store import prescriptions
from server.store.database import writing
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter, sheet
from wire.asking import Sheet

HERE = "Q33-0009"
pytestmark = pytest.mark.usefixtures("store")


def told(found: Sheet) -> list[int]:
    """Have a prescription known, and return what each of its lines is told to have gone."""
    with writing():
        prescriptions.load([found], NOW)
    answer = Questions().about(CODE, beside=HERE)
    assert answer is not None
    return [line.elsewhere for line in answer.lines]


def test_what_was_sold_on_the_code_alone_is_told_by_its_drug() -> None:
    other = Counter("Q33-0001")
    other.sell(CODE, {1: 30}, numbered=False)
    other.sell(CODE.upper(), {2: 5})
    other.send()
    assert told(sheet(28, 60)) == [30, 5]
    assert Questions().about(CODE, beside=other.terminal) == sheet(28, 60)


def test_a_void_takes_all_of_it_back_and_a_return_what_came_back() -> None:
    other = Counter("Q33-0001")
    first, second = (other.sell(CODE, {1: 10}, numbered=False) for _time in range(2))
    other.void(first)
    other.take_back(second, {1: 4}, numbered=False)
    other.send()
    assert told(sheet(28)) == [6]


def test_a_drug_that_is_not_prescribed_is_on_no_line() -> None:
    other = Counter("Q33-0001")
    other.sell(CODE, {3: 10}, numbered=False)
    other.send()
    assert told(sheet(28, 60)) == [0, 0]


def test_a_drug_on_two_lines_fills_the_first_before_the_second() -> None:
    other = Counter("Q33-0001")
    other.sell(CODE, {1: 25}, numbered=False)
    other.send()
    twice = sheet(20, 10)
    same = tuple(msgspec.structs.replace(line, drug="D1") for line in twice.lines)
    assert told(msgspec.structs.replace(twice, lines=same)) == [20, 5]
