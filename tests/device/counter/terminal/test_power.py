"""On battery: a sale that is open is finished, none begins, and the mains brings all back."""

from dataclasses import replace

import pytest

from device.counter.deed import SwitchOff
from device.counter.event import CashTaken, Confirmed, Dismissed, PowerChanged, Rested, Scanned
from device.counter.flow import step
from device.counter.power import MAINS, PowerNow, Supplied
from device.counter.state import Ending, Gathering, Paid, Ready, Saving, Selling, State
from device.counter.step import Step
from tests.device.counter.people.outlet import SELLER, outlet
from tests.device.counter.shop import FREE, Counter, pack

LOW = PowerNow(supplied=Supplied.ENDING, minutes_left=3)
EMPTY = PowerNow(supplied=Supplied.OVER, minutes_left=0)
BATTERY = PowerNow(supplied=Supplied.BATTERY, minutes_left=40)


@pytest.fixture
def counter() -> Counter:
    return outlet(person=SELLER, shift=3)


def powered(counter: Counter, power: PowerNow) -> Step:
    counter.power = power
    return counter.do(PowerChanged(power))


def test_on_battery_the_counter_sells_as_ever(counter: Counter) -> None:
    assert powered(counter, BATTERY).deeds == ()
    assert isinstance(counter.scan(pack(FREE)).state, Selling)


def test_a_counter_at_rest_ends_at_once_when_the_battery_is_low(counter: Counter) -> None:
    found = powered(counter, LOW)
    assert isinstance(found.state, Ending)
    assert found.deeds == (SwitchOff(),)


def test_an_open_sale_is_finished_and_the_next_customer_is_not_begun(counter: Counter) -> None:
    counter.scan(pack(FREE))
    assert isinstance(powered(counter, LOW).state, Selling)
    assert isinstance(counter.scan(pack(FREE)).state, Selling)
    counter.do(CashTaken())
    assert isinstance(counter.state, Paid | Saving)
    paid = Paid(number=7, total_vnd=1, line_count=1, on_prescription=False, at=counter.world.now)
    counter.state = paid
    found = counter.scan(pack(FREE))
    assert isinstance(found.state, Ending)
    assert found.commit is None
    assert SwitchOff() in found.deeds


def test_after_the_sale_what_was_paid_is_shown_until_it_has_been_read(counter: Counter) -> None:
    counter.state = Paid(
        number=7, total_vnd=1, line_count=1, on_prescription=False, at=counter.world.now
    )
    assert isinstance(powered(counter, LOW).state, Paid)
    assert isinstance(counter.do(Rested()).state, Ending)


@pytest.mark.parametrize("state", [Gathering(purpose="delivery")])
def test_what_else_is_in_hand_may_be_finished_until_the_battery_is_empty(
    counter: Counter, state: State
) -> None:
    counter.state = state
    assert powered(counter, LOW).state == state
    found = powered(counter, EMPTY)
    assert found.state == Ending(behind=state)
    assert found.deeds == (SwitchOff(),)


def test_an_empty_battery_ends_even_an_open_sale_but_never_what_is_being_written(
    counter: Counter,
) -> None:
    sale = counter.scan(pack(FREE)).state
    assert isinstance(sale, Selling)
    saving = Saving(sale=sale.sale)
    world = replace(counter.world, power=EMPTY)
    assert step(saving, PowerChanged(EMPTY), world).state == saving
    assert step(sale, PowerChanged(EMPTY), world).state == Ending(behind=sale)


def test_nothing_is_done_on_the_last_screen_and_the_mains_brings_back_what_was(
    counter: Counter,
) -> None:
    before = counter.scan(pack(FREE)).state
    powered(counter, EMPTY)
    for event in (Scanned(pack(FREE)), Confirmed(), Dismissed()):
        found = counter.do(event)
        assert isinstance(found.state, Ending)
        assert found.deeds == ()
    assert powered(counter, MAINS).state == before


def test_a_battery_that_is_charged_a_little_does_not_yet_bring_it_back(counter: Counter) -> None:
    powered(counter, EMPTY)
    assert isinstance(powered(counter, LOW).state, Ending)
    assert isinstance(powered(counter, BATTERY).state, Ready)
