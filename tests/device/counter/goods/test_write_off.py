"""Goods that leave unsold: written off, or returned to the supplier; never more than there is."""

import pytest

from device.counter.cue import Cue
from device.counter.drug import Hold, HoldKind, Owner
from device.counter.event import Chosen, Confirmed, Opened, Picked, Scanned
from device.counter.notes import Goods, WriteOffNote
from device.counter.state import Done, Form
from device.counter.states.asking import Item, Topic
from tests.device.counter.goods.stockroom import (
    fill,
    gathering,
    lines,
    on_hand,
    scan,
    screen,
    set_aside,
    set_quantity,
    stocked,
    type_in,
    writing_off,
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


def small_shelf(on_hand: int = 30, set_aside: int = 20) -> MemoryShelf:
    shelf = MemoryShelf()
    shelf.put(FREE, "GOOD", NEXT_YEAR, on_hand, set_aside=set_aside)
    return shelf


@pytest.mark.parametrize("because", ["expired", "damaged", "recalled", "lost", "other"])
def test_the_reason_is_asked_first_and_written(because: str) -> None:
    counter = writing_off(small_shelf(), because)
    scan(counter, pack(FREE))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert note.because == because
    assert note.goods == (Goods(drug="FREE", batch="GOOD", expiry=NEXT_YEAR, units=10),)
    assert on_hand(counter, "FREE") == 20
    assert screen(counter) == Done(what="write-off", number=1, lines=1)


def test_no_more_is_taken_by_scanning_than_there_is() -> None:
    counter = writing_off(small_shelf())
    scan(counter, *[pack(FREE)] * 3)
    step = counter.act(Scanned(pack(FREE)))
    assert lines(counter)[0].quantity == 3
    assert (gathering(counter).notice, step.cue) == ("more-than-there", Cue.BLOCK)


def test_no_more_is_taken_by_typing_than_there_is() -> None:
    counter = writing_off(small_shelf())
    scan(counter, pack(FREE))
    set_quantity(counter, 0, 4)
    assert gathering(counter).notice == "more-than-there"
    assert gathering(counter).editing == 0, "another figure can be typed at once"
    type_in(counter, "3")
    counter.act(Confirmed())
    assert lines(counter)[0].quantity == 3


def test_no_more_is_taken_in_two_units_than_there_is() -> None:
    shelf = small_shelf(on_hand=105)
    counter = writing_off(shelf)
    scan(counter, pack(FREE, box=True), pack(FREE))
    assert [line.quantity for line in lines(counter)] == [1, 0]
    counter.act(Picked(1))
    counter.act(Chosen("viên"))
    type_in(counter, "5")
    counter.act(Confirmed())
    counter.act(Confirmed())
    assert on_hand(counter, "FREE") == 0


def test_a_batch_that_is_not_there_is_not_taken() -> None:
    counter = writing_off(small_shelf())
    scan(counter, pack(FREE, batch="NONE"))
    assert gathering(counter).notice == "more-than-there"
    counter.act(Confirmed())
    assert not counter.book.notes


def test_what_stands_in_quarantine_leaves_from_there() -> None:
    counter = writing_off(small_shelf())
    counter.act(Chosen("aside"))
    scan(counter, pack(FREE), pack(FREE))
    counter.act(Scanned(pack(FREE)))
    assert lines(counter)[0].quantity == 2, "there are 20 aside, whatever the shelf holds"
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert note.from_aside
    assert (on_hand(counter, "FREE"), set_aside(counter, "FREE")) == (30, 0)


def test_what_is_all_in_quarantine_is_found_there() -> None:
    counter = writing_off(small_shelf(on_hand=0))
    counter.act(Chosen("aside"))
    scan(counter, pack(FREE, batch=None, expiry=None))
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("GOOD", 1)]


def test_the_place_is_not_changed_where_it_does_not_hold_so_much() -> None:
    counter = writing_off(small_shelf())
    scan(counter, *[pack(FREE)] * 3)
    counter.act(Chosen("aside"))
    assert gathering(counter).notice == "more-than-there"
    assert not gathering(counter).from_aside


def test_by_name_all_batches_are_offered_with_nought_and_noughts_are_not_written() -> None:
    shelf = stocked()
    shelf.put(FREE, "OLD", YESTERDAY, 40)
    counter = writing_off(shelf, "expired")
    counter.act(Opened(Item.SEARCH))
    type_in(counter, "không kê")
    counter.act(Picked(0))
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("OLD", 0), ("GOOD", 0)]
    counter.act(Picked(0))
    counter.act(Chosen("viên"))
    type_in(counter, "40")
    counter.act(Confirmed())
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert [(goods.batch, goods.units) for goods in note.goods] == [("OLD", 40)]


def test_what_is_sealed_is_not_moved() -> None:
    """RCL-07 (C)."""
    shelf = stocked()
    shelf.holds.append(
        Hold(number="1", kind=HoldKind.SEALED, drug_id="FREE", drug_name="x", batches=("GOOD",))
    )
    counter = writing_off(shelf)
    scan(counter, pack(FREE))
    assert gathering(counter).notice == "held"
    assert not lines(counter)


def test_what_is_recalled_can_be_taken_away() -> None:
    shelf = stocked()
    shelf.holds.append(
        Hold(number="1", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="x", batches=("GOOD",))
    )
    counter = writing_off(shelf, "recalled")
    scan(counter, pack(FREE))
    assert len(lines(counter)) == 1


def test_a_lost_controlled_drug_is_named() -> None:
    """CTL-10."""
    counter = writing_off(stocked(), "lost")
    scan(counter, pack(NARCOTIC), pack(FREE))
    counter.act(Confirmed())
    assert isinstance(counter.state, Done)
    assert counter.state.detail == NARCOTIC.name


def test_a_return_to_the_supplier_names_its_document() -> None:
    """RCL-02: the supplier's receipt."""
    counter = Counter()
    counter.act(Opened(Item.SUPPLIER_RETURN))
    assert isinstance(counter.state, Form)
    assert counter.state.topic is Topic.GONE
    fill(counter, "PT9")
    scan(counter, pack(FREE, box=True))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert (note.because, note.document) == ("returned-to-supplier", "PT9")
    done = screen(counter)
    assert isinstance(done, Done)
    assert done.what == "supplier-return"


def test_the_minutes_of_a_write_off_can_be_named() -> None:
    """GPP-07: the document of the council."""
    counter = writing_off(stocked())
    scan(counter, pack(FREE))
    counter.act(Chosen("document"))
    fill(counter, "BB1")
    assert lines(counter)
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert note.document == "BB1"


def test_the_owner_of_what_leaves_is_the_batch_s() -> None:
    shelf = MemoryShelf()
    shelf.put(FREE, "P1", TODAY, 10, owner=Owner.PROGRAMME)
    counter = writing_off(shelf)
    scan(counter, pack(FREE, batch="P1", expiry=TODAY))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, WriteOffNote)
    assert note.goods[0].owner is Owner.PROGRAMME
