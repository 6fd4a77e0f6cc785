"""What is dispensed is known to all terminals, from the entries alone."""

import pytest

from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import reading
from tests.server.answers.dispensing import Dispenser
from tests.server.outlet import NOW, Outlet
from tests.server.prescriptions.counters import by_line

CODE = "33012a1b2c3d-c"


@pytest.fixture
def dispenser(outlet: Outlet) -> Dispenser:
    return Dispenser(outlet)


def left(beside: str = "Q33-0009") -> dict[int | None, int]:
    follow()
    with reading():
        return by_line(prescriptions.dispensed(CODE, beside=beside))


def test_a_sale_counts_for_every_terminal_but_its_own(dispenser: Dispenser) -> None:
    dispenser.sell(CODE, {1: 10, 2: 5})
    assert left() == {1: 10, 2: 5}
    assert left(beside=dispenser.outlet.id) == {}


def test_two_sales_add_up_whatever_the_code_s_case(dispenser: Dispenser) -> None:
    dispenser.sell(CODE.upper(), {1: 10})
    dispenser.sell(CODE, {1: 4})
    assert left() == {1: 14}


def test_a_void_takes_all_back_and_a_return_what_came_back(dispenser: Dispenser) -> None:
    first = dispenser.sell(CODE, {1: 10})
    second = dispenser.sell(CODE, {1: 6, 2: 4})
    dispenser.void(first)
    assert left() == {1: 6, 2: 4}
    dispenser.give_back(second, {1: 2})
    assert left() == {1: 4, 2: 4}


def test_what_was_followed_is_not_counted_again(dispenser: Dispenser) -> None:
    dispenser.sell(CODE, {1: 10})
    assert left() == {1: 10}
    assert follow() == 0
    assert left() == {1: 10}


def test_over_the_counter_sales_count_for_no_prescription(dispenser: Dispenser) -> None:
    dispenser.outlet.sell(3, at=NOW)
    dispenser.store()
    assert left() == {}
