"""Sales that are put by for another customer."""

from dataclasses import replace

import pytest

from device.counter.cue import Cue
from device.counter.deed import Park, Unpark
from device.counter.drug import Hold, HoldKind
from device.counter.event import CashTaken, MenuWanted, Opened, Picked
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.selling.parking import MOST_PARKED
from device.counter.state import Menu, Notice, Paid, Ready, SaveFailed, SaveFault, Selling
from device.counter.states.asking import Item
from tests.device.counter.selling.prescriptions import blocked
from tests.device.counter.shop import (
    CARD,
    FREE,
    ON_PRESCRIPTION,
    ORDINARY,
    Counter,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_sale_is_put_by_with_all_that_was_scanned_and_taken_up_again(counter: Counter) -> None:
    counter.scan(CARD, ORDINARY, pack(ON_PRESCRIPTION), pack(FREE))
    sale = open_sale(counter.state)
    found = counter.act(Opened(Item.PARK))
    assert found.state == Ready(notice=Notice.PARKED)
    assert (found.deeds, found.cue) == ((Park(sale),), Cue.READ)
    counter.scan(pack(FREE, "A"))
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
    counter.act(Opened(Item.UNPARK))
    assert open_sale(counter.state) == sale
    assert counter.parked == []


def test_the_one_that_waits_longest_comes_first(counter: Counter) -> None:
    for batch in ("A", "B"):
        counter.scan(pack(FREE, batch))
        counter.act(Opened(Item.PARK))
    counter.act(Opened(Item.UNPARK))
    assert open_sale(counter.state).lines[0].batch == "A"


def test_an_open_sale_is_put_by_when_another_is_taken_up(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"))
    counter.act(Opened(Item.PARK))
    counter.scan(pack(FREE, "B"))
    open_one = open_sale(counter.state)
    found = counter.act(Opened(Item.UNPARK))
    assert found.deeds == (Unpark(), Park(open_one))
    assert open_sale(counter.state).lines[0].batch == "A"
    assert counter.parked == [open_one]


def test_with_as_many_as_can_wait_the_sale_stays_open(counter: Counter) -> None:
    for _customer in range(MOST_PARKED):
        counter.scan(pack(FREE))
        counter.act(Opened(Item.PARK))
    counter.scan(pack(FREE, "A"))
    sale = open_sale(counter.state)
    found = counter.act(Opened(Item.PARK))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.cue) == (Notice.PARK_FULL, Cue.WARN)
    assert found.state.sale == sale
    counter.act(Opened(Item.UNPARK))
    assert len(counter.parked) == MOST_PARKED


def test_there_is_nothing_to_put_by_or_to_take_up(counter: Counter) -> None:
    assert counter.act(Opened(Item.PARK)).state == Ready(notice=Notice.NOTHING_SCANNED)
    assert counter.act(Opened(Item.UNPARK)).state == Ready(notice=Notice.NOTHING_PARKED)
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    found = counter.act(Opened(Item.UNPARK))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.state.sale) == (Notice.NOTHING_PARKED, sale)


def test_a_sale_is_dropped_behind_one_step(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(MenuWanted())
    counter.do(Picked(counter.at(Menu).items.index(Item.DROP)))
    assert counter.state == Ready()


def test_a_batch_that_is_recalled_meanwhile_is_not_paid(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"))
    counter.act(Opened(Item.PARK))
    counter.shelf.holds.append(
        Hold(number="R1", kind=HoldKind.RECALLED, drug_id=FREE.id, drug_name="")
    )
    counter.act(Opened(Item.UNPARK))
    counter.do(CashTaken())
    assert blocked(counter).refusal.rule is Rule.RECALLED


def test_a_sale_that_is_taken_up_while_nothing_can_be_written_is_held_and_not_doubled(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    counter.act(Opened(Item.PARK))
    counter.fault = SaveFault.DISK_FULL
    counter.act(Opened(Item.UNPARK))
    assert counter.state == SaveFailed(sale=sale, fault=SaveFault.DISK_FULL, paying=False)
    assert counter.parked == []


def test_what_was_put_by_is_never_above_the_price_that_is_posted_when_it_is_paid(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE), pack(ON_PRESCRIPTION))
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.act(Opened(Item.PARK))
    prices = {"FREE": 9_000, "RX": 12_000}
    counter.shelf.every_offer = [
        replace(one, price_vnd=prices[one.drug.id], posted_vnd=prices[one.drug.id])
        if one.drug.id in prices and one.unit == "vỉ"
        else one
        for one in counter.shelf.every_offer
    ]
    counter.act(Opened(Item.UNPARK))
    lines = open_sale(counter.state).lines
    assert [(line.drug.id, line.offer.price_vnd) for line in lines] == [
        ("FREE", 9_000), ("RX", 11_000),
    ]  # fmt: skip
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
