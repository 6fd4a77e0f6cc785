"""A refused pack is set aside, taken out of the sale, or left."""

from dataclasses import replace

import pytest

from device.counter.cue import Cue
from device.counter.deed import Record
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    NotSaved,
    Recorded,
    UndoScan,
    WentBack,
)
from device.counter.notes import AsideNote, Goods
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Ready,
    SaveFault,
    Saving,
    Selling,
)
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    blocked,
    lines_of,
    with_prescription,
)
from tests.device.counter.shop import (
    AT,
    CARD,
    COMBINATION,
    FREE,
    NARCOTIC,
    ON_PRESCRIPTION,
    TYPE_N,
    YESTERDAY,
    Counter,
    pack,
)

RECALL = Hold(
    number="R1", kind=HoldKind.RECALLED, drug_id=FREE.id, drug_name=FREE.name, batches=("A",)
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_an_expired_pack_goes_into_quarantine_as_a_movement_and_the_sale_goes_on(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY, on_hand=35)
    counter.scan(pack(FREE))
    before = open_sale(counter.state)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    found = counter.do(Chosen("SET_ASIDE"))
    goods = Goods(drug=FREE.id, batch="OLD", expiry=YESTERDAY, units=10)
    assert found.deeds == (Record(AsideNote(because="expired", goods=(goods,))),)
    assert isinstance(found.state, Blocked)
    assert found.state.is_saving
    done = counter.do(Recorded(number=8, at=AT))
    assert open_sale(done.state) == before
    assert isinstance(done.state, Selling)


def test_the_primary_button_of_a_block_sets_aside_what_can_be(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY, on_hand=35)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    counter.act(Confirmed())
    batch = counter.shelf.batch(FREE.id, "OLD")
    assert batch is not None
    assert (batch.on_hand, batch.set_aside) == (25, 10)
    assert counter.state == Ready()


def test_no_more_is_set_aside_than_the_book_has(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY, on_hand=7)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    counter.act(Chosen("SET_ASIDE"))
    batch = counter.shelf.batch(FREE.id, "OLD")
    assert batch is not None
    assert (batch.on_hand, batch.set_aside) == (0, 7)


def test_a_pack_that_the_book_does_not_know_is_set_aside_without_a_movement(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    found = counter.do(Chosen("SET_ASIDE"))
    assert (found.state, found.deeds) == (Ready(), ())


def test_a_movement_that_could_not_be_written_does_not_hold_the_sale_up(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE))
    before = open_sale(counter.state)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    counter.do(Chosen("SET_ASIDE"))
    found = counter.do(NotSaved(SaveFault.DISK_FULL))
    assert found.cue is Cue.WARN
    assert open_sale(found.state) == before
    assert isinstance(found.state, Selling)


def test_what_the_department_has_sealed_is_not_moved(counter: Counter) -> None:
    counter.shelf.holds.append(replace(RECALL, kind=HoldKind.SEALED))
    counter.scan(pack(FREE, "A"))
    assert blocked(counter).refusal.rule is Rule.SEALED
    found = counter.do(Confirmed())
    assert (found.state, found.deeds) == (Ready(), ())


def test_a_way_that_the_refusal_does_not_name_leads_nowhere(counter: Counter) -> None:
    counter.shelf.holds.append(RECALL)
    counter.scan(pack(FREE, "A"))
    before = counter.state
    for way in ("IN_HAND", "LESS", "PAPER_PRESCRIPTION", "BUYER", "AT_LIMIT", "nothing"):
        assert counter.do(Chosen(way)).state is before


def test_a_line_that_may_not_be_paid_is_taken_out_when_it_is_put_aside(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"), pack(FREE, "B"))
    counter.shelf.holds.append(RECALL)
    counter.do(CashTaken())
    assert blocked(counter).in_sale
    counter.do(Dismissed())
    assert [line.batch for line in lines_of(counter)] == ["B"]
    counter.do(UndoScan())
    assert [line.batch for line in lines_of(counter)] == ["A", "B"]


def test_going_back_from_a_block_at_paying_leaves_the_sale_as_it_is(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"))
    sale = open_sale(counter.state)
    counter.shelf.holds.append(RECALL)
    counter.do(CashTaken())
    assert open_sale(counter.do(WentBack()).state) == sale
    assert isinstance(counter.do(CashTaken()).state, Blocked)


def test_a_dropped_sale_forgets_its_block(counter: Counter) -> None:
    counter.scan(pack(FREE, "A", YESTERDAY))
    assert counter.do(DropSale()).state == Ready()


def test_a_card_that_mends_a_sale_whose_money_has_come_has_it_written_at_once(
    counter: Counter,
) -> None:
    counter.scan(CARD, pack(COMBINATION))
    sale = open_sale(counter.state)
    bare = replace(sale, card=None)
    counter.state = Selling(sale=bare)
    counter.do(CashTaken())
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER
    assert isinstance(counter.scan(CARD).state, Selling)  # cash is taken when it is pressed
    assert isinstance(counter.do(CashTaken()).state, Saving)
    assert open_sale(counter.state) == replace(bare, card=CARD, before=bare)


def test_without_anything_in_it_a_sale_is_not_blocked(counter: Counter) -> None:
    assert counter.do(CashTaken()).state == Ready()
    assert open_sale(counter.state) == OpenSale()


def test_a_prescription_drug_scanned_twice_in_a_block_is_refused_twice(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    found = counter.scan(pack(ON_PRESCRIPTION))
    assert (blocked(counter).refusal.rule, found.cue) == (Rule.NEEDS_PRESCRIPTION, Cue.BLOCK)


def test_what_is_prescribed_is_not_sold_beside_the_prescription(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION), pack(ON_PRESCRIPTION))
    before = counter.state
    assert counter.do(Chosen("OUTSIDE_PRESCRIPTION")).state is before


def test_while_the_movement_is_being_written_nothing_else_is_pressed(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    counter.do(Chosen("SET_ASIDE"))
    before = counter.state
    for event in (Dismissed(), Confirmed(), Chosen("SET_ASIDE"), WentBack()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (before, ())


def test_a_block_that_is_lifted_by_half_stays_with_what_is_still_missing(counter: Counter) -> None:
    counter.scan(TYPE_N, CARD, pack(NARCOTIC))
    sale = open_sale(counter.state)
    counter.state = Selling(sale=replace(sale, card=None, prescription=None))
    counter.do(CashTaken())
    assert blocked(counter).refusal.rule is Rule.NEEDS_PRESCRIPTION
    counter.scan(TYPE_N)
    assert (blocked(counter).refusal.rule, blocked(counter).in_sale) == (Rule.TRANCHE_ID, True)
    counter.scan(CARD)
    assert counter.do(CashTaken()).commit is not None
