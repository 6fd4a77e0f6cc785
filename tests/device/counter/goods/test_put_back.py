"""Goods that were set apart for a notice go back to the shelf when it is lifted."""

import pytest

from device.counter.drug import Hold, HoldKind
from device.counter.event import Chosen, Confirmed, Opened, RecallCame
from device.counter.notes import CountNote, Goods, PutBackNote
from device.counter.state import Done, Form, Gathering, Ready, Selling
from device.counter.states.asking import Item
from tests.device.counter.goods.stockroom import (
    counting,
    gathering,
    lines,
    on_hand,
    scan,
    screen,
    set_aside,
    set_quantity,
    stocked,
    written,
)
from tests.device.counter.shop import (
    FREE,
    NEXT_YEAR,
    TODAY,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)

SUSPENDED = Hold(
    number="12", kind=HoldKind.SUSPENDED, drug_id="FREE", drug_name="Thuốc", batches=("GOOD",)
)


def lifted() -> Counter:
    """Return a counter that set 1000 tablets apart for a suspension, which is over."""
    shelf = stocked()
    shelf.holds.append(SUSPENDED)
    counter = Counter(shelf=shelf)
    counter.act(RecallCame())
    counter.act(Confirmed())
    assert (on_hand(counter, "FREE"), set_aside(counter, "FREE")) == (0, 1000)
    shelf.holds.clear()
    return counter


def putting_back(counter: Counter) -> Counter:
    counter.state = Ready()
    counter.act(Opened(Item.COUNT))
    counter.act(Chosen("put-back"))
    return counter


def test_what_was_suspended_is_sold_again_once_it_is_back_on_the_shelf() -> None:
    """RCL-02 (LD Đ64 k2, A*): until the department says otherwise, and then no longer."""
    counter = putting_back(lifted())
    assert gathering(counter).purpose == "put-back"
    scan(counter, pack(FREE, box=True))
    set_quantity(counter, 0, 10)
    counter.act(Confirmed())
    note = written(counter)
    assert note == PutBackNote(
        goods=(Goods(drug="FREE", batch="GOOD", expiry=NEXT_YEAR, units=1000),)
    )
    assert isinstance(counter.state, Done)
    assert (counter.state.what, counter.state.detail) == ("put-back", "")
    assert (on_hand(counter, "FREE"), set_aside(counter, "FREE")) == (1000, 0)
    counter.state = Ready()
    scan(counter, pack(FREE))
    assert isinstance(screen(counter), Selling)


def test_no_more_goes_back_than_lies_aside() -> None:
    counter = putting_back(lifted())
    scan(counter, pack(FREE, box=True))
    set_quantity(counter, 0, 11)
    assert gathering(counter).notice == "more-than-there"


def shelf_with(batch: str, *, aside: int = 40, expiry: object = NEXT_YEAR) -> MemoryShelf:
    shelf = stocked()
    shelf.put(FREE, batch, expiry, 0)  # type: ignore[arg-type]
    shelf.move("FREE", batch, 0, aside=aside)
    return shelf


@pytest.mark.parametrize(
    ("expiry", "kind", "why"),
    [
        (YESTERDAY, None, "expired"),
        (NEXT_YEAR, HoldKind.RECALLED, "held"),
        (NEXT_YEAR, HoldKind.SUSPENDED, "held"),
        (NEXT_YEAR, HoldKind.SEALED, "held"),
    ],
)
def test_what_may_not_be_sold_stays_aside(expiry: object, kind: HoldKind | None, why: str) -> None:
    shelf = shelf_with("BAD", expiry=expiry)
    if kind:
        hold = Hold(number="1", kind=kind, drug_id="FREE", drug_name="", batches=("BAD",))
        shelf.holds.append(hold)
    counter = putting_back(Counter(shelf=shelf))
    assert (gathering(counter).purpose, gathering(counter).notice) == ("count", "nothing-aside")
    shelf.put(FREE, "FINE", TODAY, 0)
    shelf.move("FREE", "FINE", 0, aside=10)
    counter.act(Chosen("put-back"))
    scan(counter, pack(FREE, batch="BAD", expiry=expiry))  # type: ignore[arg-type]
    assert (gathering(counter).purpose, gathering(counter).notice) == ("put-back", why)


def test_what_was_recalled_since_it_was_scanned_is_not_put_back() -> None:
    counter = putting_back(lifted())
    scan(counter, pack(FREE))
    counter.shelf.holds.append(SUSPENDED)
    counter.act(Confirmed())
    assert gathering(counter).notice == "held"
    assert not isinstance(counter.state, Done)


def test_where_nothing_lies_aside_it_says_so() -> None:
    counter = counting(stocked())
    counter.act(Chosen("put-back"))
    assert (gathering(counter).purpose, gathering(counter).notice) == ("count", "nothing-aside")


def test_a_count_of_goods_that_the_book_has_aside_is_asked_about_once() -> None:
    """Written as it is, the book would hold them twice (CTL-10)."""
    counter = lifted()
    counter.state = Ready()
    counter.act(Opened(Item.COUNT))
    scan(counter, pack(FREE, box=True))
    counter.act(Confirmed())
    assert (gathering(counter).notice, gathering(counter).code) == ("lies-aside", "GOOD")
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, CountNote)
    assert [one.units for one in note.goods] == [100]


def test_a_count_that_finds_what_the_book_has_on_the_shelf_is_written_at_once() -> None:
    shelf = stocked()
    shelf.move("FREE", "GOOD", 0, aside=40)
    counter = counting(shelf)
    scan(counter, pack(FREE, box=True))
    set_quantity(counter, 0, 10)
    assert [line.units for line in lines(counter)] == [1000]
    counter.act(Confirmed())
    assert isinstance(counter.state, Done)


def test_nothing_is_keyed_in_that_does_not_lie_aside() -> None:
    counter = putting_back(lifted())
    scan(counter, pack(FREE, batch="NEVER", expiry=None))
    assert not isinstance(counter.state, Form)
    assert isinstance(counter.state, Gathering)
    assert (counter.state.notice, counter.state.lines) == ("more-than-there", ())
