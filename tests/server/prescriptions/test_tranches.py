"""CTL-11: each tranche of a narcotic is collected anew."""

from datetime import date, timedelta

import pytest

from server.interop.unconfirmed import Unconfirmed
from server.prescriptions.elsewhere import counted
from server.prescriptions.questions import Questions
from server.store import prescriptions
from server.store.database import writing
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import Counter, sheet
from wire.asking import Held, Sheet

CODE = "330120a1b2c3-n"
BEGINS = (NOW + timedelta(days=10)).date()
EARLIEST = BEGINS - timedelta(days=3)


def prescribed(tranche: int, begins: date | None = BEGINS) -> Sheet:
    return sheet(10, code=CODE, tranche=tranche, tranche_begins=begins)


@pytest.fixture
def counter(store: object) -> Counter:
    assert store
    with writing():
        prescriptions.load([prescribed(2)], NOW)
    return Counter("Q33-0001")


def elsewhere(*, held: tuple[Held, ...] | None = None, beside: str = "Q33-0009") -> int:
    found = Questions().about(CODE, beside=beside, held=held)
    assert found
    assert found.counted_from == EARLIEST
    return found.lines[0].elsewhere


def test_what_was_collected_for_the_first_does_not_count_on_the_second(counter: Counter) -> None:
    first = counter.sell(CODE, {1: 10})
    counter.sell(CODE, {1: 4}, at=NOW + timedelta(days=8))
    counter.send()
    assert elsewhere() == 4
    assert elsewhere(held=(), beside=counter.terminal) == 4
    counter.void(first, at=NOW + timedelta(days=8))
    counter.send()
    assert elsewhere() == 4


def test_what_comes_back_of_the_second_is_free_again(counter: Counter) -> None:
    second = counter.sell(CODE, {1: 10}, at=NOW + timedelta(days=8))
    counter.take_back(second, {1: 3})
    counter.send()
    assert elsewhere() == 7


@pytest.mark.parametrize(
    "found", [prescribed(1), prescribed(2, None), prescribed(2, date.min), sheet(10, code=CODE)]
)
def test_without_a_later_tranche_everything_counts(found: Sheet) -> None:
    assert counted(found) == found


def test_where_a_quantity_turns_out_to_be_for_all_tranches_everything_counts() -> None:
    assert counted(prescribed(3)).counted_from == EARLIEST
    assert counted(prescribed(3), Unconfirmed(quantity_for="all")) == prescribed(3)
