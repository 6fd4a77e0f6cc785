"""GPP-01: "the pack is in my hand" is good for that batch and for what was seen, no further."""

import pytest

from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    Picked,
    Scanned,
    SetQuantity,
    Typed,
    UndoScan,
)
from device.counter.open_sale import open_sale
from device.counter.parameters import WithoutCode
from device.counter.rules import Rule, Way
from device.counter.sale import OpenSale, Overridden
from device.counter.selling.packs import sell
from device.counter.state import Blocked, Paid, Quantity, Selling
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    blocked,
    taken,
    told,
)
from tests.device.counter.shop import (
    FREE,
    MAI,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    Counter,
    MemoryShelf,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    """Return a counter with twenty tablets of a batch, and packs of one that nobody entered."""
    found = Counter(MemoryShelf())
    found.shelf.put(FREE, "GOOD", NEXT_YEAR, on_hand=20)
    return found


def seen(units: int, batch: str = "NEW") -> Overridden:
    return Overridden(
        rule="GPP-01", reason="in-hand", by=MAI.badge, drug=FREE.id, batch=batch, units=units
    )


def in_hand(counter: Counter) -> None:
    counter.scan(pack(FREE, "NEW"))
    assert blocked(counter).refusal.rule is Rule.NOT_ENOUGH
    counter.do(Chosen("IN_HAND"))


def paid(counter: Counter) -> OpenSale:
    found = counter.do(CashTaken()).commit
    assert found is not None
    return found


def test_another_batch_is_not_lifted_by_it(counter: Counter) -> None:
    in_hand(counter)
    counter.scan(pack(FREE, "GOOD"))
    counter.do(SetQuantity(900))
    assert counter.at(Quantity).too_many == 2
    counter.do(Dismissed())
    counter.scan(pack(FREE, "GOOD"), pack(FREE, "GOOD"))
    assert (blocked(counter).refusal.line.batch, blocked(counter).refusal.allowed) == ("GOOD", 0)
    counter.do(Chosen("IN_HAND"))
    assert open_sale(counter.state).overridden == (seen(10), seen(30, "GOOD"))


def test_what_is_written_names_the_batch_and_how_much_was_seen(counter: Counter) -> None:
    in_hand(counter)
    assert paid(counter).overridden == (seen(10),)


def test_every_further_pack_that_is_scanned_was_seen_too(counter: Counter) -> None:
    in_hand(counter)
    counter.scan(pack(FREE, "NEW"), pack(FREE, "NEW"))
    assert taken(counter) == [("vỉ", 3, None)]
    assert paid(counter).overridden == (seen(30),)


def test_more_than_was_seen_is_asked_again_and_the_answer_holds_for_so_much(
    counter: Counter,
) -> None:
    in_hand(counter)
    counter.do(SetQuantity(5))
    refusal = blocked(counter).refusal
    assert (refusal.rule, refusal.line.quantity, refusal.allowed) == (Rule.NOT_ENOUGH, 5, 10)
    assert refusal.ways == (Way.LESS, Way.IN_HAND)
    counter.do(Chosen("IN_HAND"))
    assert taken(counter) == [("vỉ", 5, None)]
    assert paid(counter).overridden == (seen(50),)


def test_whoever_typed_too_much_goes_back_to_what_was_seen(counter: Counter) -> None:
    in_hand(counter)
    counter.do(Picked(0))
    counter.play([Typed("9"), Typed("0"), Confirmed()])
    assert blocked(counter).refusal.line.quantity == 90
    counter.do(Dismissed())
    assert taken(counter) == [("vỉ", 1, None)]
    assert open_sale(counter.state).overridden == (seen(10),)
    counter.do(SetQuantity(90))
    counter.do(Chosen("LESS"))
    assert taken(counter) == [("vỉ", 1, None)]


def test_what_was_taken_back_has_to_be_seen_again(counter: Counter) -> None:
    in_hand(counter)
    counter.scan(pack(FREE, "NEW"))
    counter.do(UndoScan())
    assert open_sale(counter.state).overridden == (seen(10),)
    counter.do(SetQuantity(2))
    assert blocked(counter).refusal.allowed == 10


def test_a_box_that_is_scanned_counts_what_is_in_it(counter: Counter) -> None:
    in_hand(counter)
    counter.scan(pack(FREE, "NEW", box=True))
    size = open_sale(counter.state).lines[-1].base_units
    assert size > 10
    assert open_sale(counter.state).overridden == (seen(10 + size),)


def test_a_drug_that_is_only_looked_up_was_not_seen_again(counter: Counter) -> None:
    in_hand(counter)
    offer = counter.world.shelf.offers(FREE.id)[-1]
    counter.shelf.put(FREE, "GOOD", NEXT_YEAR, on_hand=0)
    counter.shelf.put(FREE, "NEW", NEXT_YEAR, on_hand=1)
    found = sell(offer, open_sale(counter.state), counter.world)
    assert isinstance(found.state, Blocked)
    assert (found.state.refusal.line.batch, found.state.refusal.allowed) == ("NEW", 0)


def test_two_refusals_one_after_the_other_each_put_their_own_line_right(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE, "GOOD"))
    in_hand(counter)
    counter.shelf.move(FREE.id, "GOOD", -15)
    counter.do(SetQuantity(2))
    counter.do(Chosen("IN_HAND"))
    assert blocked(counter).refusal.line.batch == "GOOD"
    counter.do(Chosen("IN_HAND"))
    lines = [(line.batch, line.quantity) for line in open_sale(counter.state).lines]
    assert lines == [("GOOD", 1), ("NEW", 2)]
    assert paid(counter).overridden == (seen(20), seen(10, "GOOD"))


def test_at_paying_the_whole_batch_is_answered_for_at_once(counter: Counter) -> None:
    counter.scan(pack(FREE, "GOOD"), pack(FREE, "GOOD"))
    counter.shelf.move(FREE.id, "GOOD", -15)
    counter.do(CashTaken())
    counter.do(Chosen("IN_HAND"))
    assert paid(counter).overridden == (seen(20, "GOOD"),)


def test_a_book_that_was_put_right_before_paying_leaves_nothing_to_record(
    counter: Counter,
) -> None:
    in_hand(counter)
    counter.shelf.put(FREE, "NEW", NEXT_YEAR, on_hand=100)
    assert paid(counter).overridden == ()


def test_an_emergency_whose_prescription_is_found_is_none_any_more() -> None:
    counter = Counter()
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    counter.act(Scanned(pack(ON_PRESCRIPTION)))
    counter.act(Chosen("EMERGENCY"))
    counter.act(Chosen("emergency"))
    assert len(open_sale(counter.at(Selling)).overridden) == 1
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    counter.act(CashTaken())
    counter.at(Paid)
    assert counter.book.sold[1].overridden == ()
    assert counter.book.sold[1].prescription is not None
