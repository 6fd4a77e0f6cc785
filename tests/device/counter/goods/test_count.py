"""A count of the shelf, and the opening stock."""

from datetime import date

import pytest

from device.counter.drug import Hold, HoldKind, Owner
from device.counter.event import (
    Chosen,
    Confirmed,
    Event,
    MenuWanted,
    Opened,
    Picked,
    Scanned,
)
from device.counter.notes import CountNote, Goods
from device.counter.state import Done, Form, Search
from device.counter.states.asking import Item
from tests.device.counter.goods.stockroom import (
    counting,
    fill,
    gathering,
    lines,
    on_hand,
    scan,
    screen,
    set_quantity,
    stocked,
    type_in,
    written,
)
from tests.device.counter.shop import (
    FREE,
    NARCOTIC,
    NEXT_YEAR,
    TODAY,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)


def test_what_the_book_expects_stands_beside_what_is_counted() -> None:
    counter = counting(stocked())
    scan(counter, pack(FREE, box=True), pack(FREE, box=True))
    line = lines(counter)[0]
    assert (line.units, line.expected) == (200, 1000)


def test_units_of_one_batch_are_counted_together() -> None:
    counter = counting(stocked())
    scan(counter, pack(FREE, box=True), pack(FREE), pack(FREE))
    counter.act(Confirmed())
    note = written(counter)
    assert note == CountNote(
        because="count", goods=(Goods(drug="FREE", batch="GOOD", expiry=NEXT_YEAR, units=120),)
    )
    assert on_hand(counter, "FREE") == 120
    assert isinstance(counter.state, Done)
    assert counter.state.what == "count"


def test_a_batch_that_the_code_does_not_name_is_the_only_one_on_the_shelf() -> None:
    counter = counting(stocked())
    scan(counter, pack(FREE, batch=None, expiry=None))
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("GOOD", 1)]


def test_of_several_batches_somebody_picks_the_one_in_the_hand() -> None:
    shelf = stocked()
    shelf.put(FREE, "OLD", TODAY, 40)
    counter = counting(shelf)
    scan(counter, pack(FREE, batch=None, expiry=None))
    assert gathering(counter).notice == "pick-batch"
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("OLD", 0), ("GOOD", 0)]
    set_quantity(counter, 0, 4)
    assert lines(counter)[0].units == 40


def test_the_date_on_the_pack_tells_the_batches_apart() -> None:
    shelf = stocked()
    shelf.put(FREE, "OLD", TODAY, 40)
    counter = counting(shelf)
    scan(counter, pack(FREE, batch=None, expiry=TODAY))
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("OLD", 1)]


def test_a_batch_that_the_book_does_not_know_is_keyed_in() -> None:
    counter = counting(MemoryShelf(stock=stocked().stock | {"FREE": []}))
    counter.act(Scanned(pack(FREE, batch=None, expiry=None)))
    assert isinstance(counter.state, Form)
    fill(counter, "NEW", "31122027")
    assert (lines(counter)[0].batch, lines(counter)[0].expected) == ("NEW", 0)


def test_nothing_left_is_counted_by_name_without_a_pack() -> None:
    counter = counting(stocked())
    counter.act(Opened(Item.SEARCH))
    type_in(counter, "Gây")
    counter.act(Picked(0))
    assert [(line.batch, line.is_counted) for line in lines(counter)] == [("GOOD", False)]
    set_quantity(counter, 0, 0)
    counter.act(Confirmed())
    assert on_hand(counter, "GN") == 0


def three_batches() -> Counter:
    """Return a count in which a pack without a batch proposes three batches of a narcotic."""
    shelf = MemoryShelf()
    for number, units in (("A", 40), ("B", 300), ("C", 70)):
        shelf.put(NARCOTIC, number, NEXT_YEAR, units)
    counter = counting(shelf)
    scan(counter, pack(NARCOTIC, batch=None, expiry=None))
    return counter


def test_batches_that_nobody_looked_at_stay_as_the_book_has_them() -> None:
    """GPP-01, CTL-10: what was not counted is not counted as nothing, nor as lost."""
    counter = three_batches()
    set_quantity(counter, 0, 4)
    assert [(line.batch, line.is_counted) for line in lines(counter)] == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]
    counter.act(Confirmed())
    assert screen(counter) == Done(what="count", number=1, lines=1)
    assert [on_hand(counter, "GN", number) for number in "ABC"] == [40, 300, 70]


def test_nought_that_was_typed_is_an_answer_beside_batches_that_were_not_counted() -> None:
    counter = three_batches()
    set_quantity(counter, 1, 0)
    counter.act(Confirmed())
    assert [on_hand(counter, "GN", number) for number in "ABC"] == [40, 0, 70]
    assert isinstance(counter.state, Done)
    assert counter.state.detail == NARCOTIC.name


def test_a_count_in_which_nothing_was_counted_is_not_written() -> None:
    counter = three_batches()
    counter.act(Confirmed())
    assert gathering(counter).notice == "pick-batch"
    assert not counter.book.notes


def test_looking_at_a_batch_or_another_unit_does_not_count_it() -> None:
    counter = three_batches()
    for event in (Picked(0), Confirmed(), Picked(1), Chosen("hộp"), Picked(2), Chosen("hộp")):
        counter.act(event)
    assert not any(line.is_counted for line in lines(counter))


def test_a_pack_whose_code_names_a_proposed_batch_counts_it() -> None:
    counter = three_batches()
    scan(counter, pack(NARCOTIC, batch="C"))
    assert [(line.batch, line.quantity) for line in lines(counter) if line.is_counted] == [("C", 1)]


def test_a_proposal_goes_when_its_batch_is_counted_in_another_unit() -> None:
    counter = three_batches()
    scan(counter, pack(NARCOTIC, batch="C", box=True))
    assert [(line.batch, line.is_counted) for line in lines(counter)] == [
        ("A", False),
        ("B", False),
        ("C", True),
    ]


def test_a_proposed_batch_counted_in_another_unit_is_counted_once() -> None:
    counter = three_batches()
    set_quantity(counter, 0, 1)
    counter.act(Picked(0))
    counter.act(Chosen("hộp"))
    counter.act(Confirmed())
    counter.act(Confirmed())
    assert [on_hand(counter, "GN", number) for number in "ABC"] == [100, 300, 70]


def test_nought_can_be_typed() -> None:
    counter = counting(stocked())
    scan(counter, pack(FREE))
    set_quantity(counter, 0, 0)
    assert [line.quantity for line in lines(counter)] == [0]


def test_a_controlled_drug_that_differs_is_named_when_it_is_written() -> None:
    """CTL-10 (NĐ163 Đ35 k4, A-): loss or mix-up is reported within 48 hours."""
    counter = counting(stocked())
    scan(counter, pack(NARCOTIC, box=True), pack(FREE))
    counter.act(Confirmed())
    assert isinstance(counter.state, Done)
    assert counter.state.detail == NARCOTIC.name


def test_a_controlled_drug_that_agrees_is_not_named() -> None:
    counter = counting(stocked())
    scan(counter, pack(NARCOTIC, box=True), pack(NARCOTIC))
    set_quantity(counter, 0, 9)
    set_quantity(counter, 1, 10)
    counter.act(Confirmed())
    assert isinstance(counter.state, Done)
    assert counter.state.detail == ""


@pytest.mark.parametrize("kind", list(HoldKind))
def test_what_is_found_is_counted_whatever_it_is(kind: HoldKind) -> None:
    shelf = stocked()
    shelf.put(FREE, "OLD", YESTERDAY, 10)
    shelf.holds.append(Hold(number="1", kind=kind, drug_id="FREE", drug_name="x"))
    counter = counting(shelf)
    scan(counter, pack(FREE, batch="OLD", expiry=YESTERDAY))
    assert [line.batch for line in lines(counter)] == ["OLD"]


def test_the_owner_of_a_batch_stays_who_it_was() -> None:
    shelf = MemoryShelf()
    shelf.put(FREE, "P1", NEXT_YEAR, 10, owner=Owner.PROGRAMME)
    counter = counting(shelf)
    scan(counter, pack(FREE, batch="P1"))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, CountNote)
    assert note.goods[0].owner is Owner.PROGRAMME


def test_a_shop_that_never_had_anything_counts_its_opening_stock() -> None:
    counter = counting(MemoryShelf())
    scan(counter, pack(FREE, box=True))
    assert gathering(counter).purpose == "opening"
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, CountNote)
    assert note.because == "opening"
    assert screen(counter) == Done(what="opening", number=1, lines=1)


def test_opening_stock_without_a_code_is_keyed_in_like_a_delivery() -> None:
    counter = counting(MemoryShelf())
    counter.act(Scanned(pack(FREE, batch=None, expiry=None)))
    fill(counter, "A1", "31012028")
    assert lines(counter)[0].expiry == date(2028, 1, 31)


def test_an_empty_count_can_be_made_the_opening_stock() -> None:
    counter = counting(stocked())
    counter.act(Chosen("opening"))
    assert gathering(counter).purpose == "opening"
    scan(counter, pack(FREE))
    counter.act(Chosen("opening"))
    assert gathering(counter).purpose == "opening"


@pytest.mark.parametrize("leading", [MenuWanted(), *map(Opened, Item)])
def test_nothing_leads_away_from_a_search_over_a_list(leading: Event) -> None:
    counter = counting(stocked())
    scan(counter, pack(FREE))
    counter.act(Opened(Item.SEARCH))
    before = counter.state
    assert isinstance(before, Search)
    assert counter.act(leading).state == before
