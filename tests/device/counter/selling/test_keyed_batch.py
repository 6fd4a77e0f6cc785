"""A pack in the hand of which neither code nor book tells batch and date: the box tells them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from codes import Pack
from device.counter.drug import Found, Hold, HoldKind, Ware
from device.counter.event import CashTaken, Chosen, Confirmed, Event, Picked, Scanned, Typed
from device.counter.notes import DeliveryNote, Goods
from device.counter.open_sale import open_sale
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale, Overridden, SaleLine
from device.counter.state import Blocked, Form, Search
from device.counter.states.asking import Topic
from tests.device.counter.goods.stockroom import delivery, lines, scan, written
from tests.device.counter.selling.prescriptions import blocked, lines_of
from tests.device.counter.shop import (
    CARD,
    FREE,
    MAI,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)

LATER = date(2028, 1, 31)
IN_HAND = Overridden(
    rule="GPP-01", reason="in-hand", by=MAI.badge, drug=FREE.id, batch="GOOD", units=10
)


def typed(text: str) -> list[Event]:
    return [*(Typed(letter) for letter in text), Confirmed()]


def form(counter: Counter) -> Form:
    assert isinstance(counter.state, Form), counter.state
    return counter.state


def keyed(counter: Counter, *texts: str) -> None:
    """Take the way out, and type one text into each field from the one that is open."""
    assert blocked(counter).refusal.rule is Rule.NO_BATCH
    counter.do(Chosen("BATCH"))
    assert form(counter).topic is Topic.BATCH
    for text in texts:
        counter.play(typed(text))


def sold(counter: Counter) -> list[tuple[str, date | None, int]]:
    return [(line.batch, line.expiry, line.quantity) for line in lines_of(counter)]


@pytest.fixture
def counter() -> Counter:
    """A counter whose book says that the shelf is empty."""
    counter = Counter(MemoryShelf())
    counter.shelf.put(FREE, "GOOD", NEXT_YEAR, on_hand=0)
    return counter


def test_a_batch_read_off_the_box_is_sold_as_a_pack_in_the_hand(counter: Counter) -> None:
    """GPP-06: the origin is known; GPP-01: that the book is wrong is recorded."""
    counter.scan(pack(FREE, None, None))
    assert blocked(counter).refusal.ways == (Way.BATCH,)
    keyed(counter, "good", "30112027")
    assert (blocked(counter).refusal.rule, blocked(counter).refusal.line.batch) == (
        Rule.NOT_ENOUGH,
        "GOOD",
    )
    counter.do(Chosen("IN_HAND"))
    assert sold(counter) == [("GOOD", NEXT_YEAR, 1)]
    assert lines_of(counter)[0].batch_from == "code"
    assert open_sale(counter.state).overridden == (IN_HAND,)
    assert counter.do(CashTaken()).commit is not None


def test_a_batch_is_the_one_of_the_book_however_it_is_keyed_in(counter: Counter) -> None:
    counter.shelf.put(FREE, "k 12a", NEXT_YEAR - timedelta(days=9), on_hand=100)
    counter.scan(pack(FREE, None, date(2027, 11, 30)))
    keyed(counter, "K12A", "")
    assert [line.batch for line in lines_of(counter)] == ["k 12a"]


def test_the_next_pack_of_the_same_sale_need_not_be_read_again(counter: Counter) -> None:
    counter.scan(pack(FREE, None, None))
    keyed(counter, "GOOD", "30112027")
    counter.do(Chosen("IN_HAND"))
    counter.scan(pack(FREE, None, None), pack(FREE, None, NEXT_YEAR))
    assert sold(counter) == [("GOOD", NEXT_YEAR, 3)]
    counter.scan(pack(FREE, None, LATER))
    assert blocked(counter).refusal.rule is Rule.NO_BATCH


def test_a_batch_that_the_book_has_after_all_is_simply_sold(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", NEXT_YEAR, on_hand=100)
    counter.scan(pack(FREE, None, LATER))
    keyed(counter, "SOON")
    assert form(counter).fields[1].text == f"{LATER:%d%m%Y}"
    counter.do(Confirmed())
    assert sold(counter) == [("SOON", LATER, 1)]


def test_what_the_code_says_already_stands_in_the_form(counter: Counter) -> None:
    counter.scan(pack(FREE, "GOOD", None))
    keyed(counter)
    assert (form(counter).at, form(counter).fields[0].text) == (1, "GOOD")
    counter.play(typed("30112027"))
    assert blocked(counter).refusal.line.batch == "GOOD"


def test_a_date_or_a_notice_that_forbids_it_still_does(counter: Counter) -> None:
    counter.scan(pack(FREE, None, None))
    keyed(counter, "OLD", f"{YESTERDAY:%d%m%Y}")
    assert blocked(counter).refusal.rule is Rule.EXPIRED
    hold = Hold(number="1", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="x", batches=("BAD",))
    counter.shelf.holds.append(hold)
    counter.scan(pack(FREE, None, None))
    keyed(counter, "BAD", "30112027")
    assert blocked(counter).refusal.rule is Rule.RECALLED


def test_a_prescription_that_is_wanted_next_does_not_forget_the_batch(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION, None, None))
    keyed(counter, "B7", "31012028")
    assert blocked(counter).refusal.rule is Rule.NEEDS_PRESCRIPTION
    counter.scan(ORDINARY)
    assert (blocked(counter).refusal.rule, blocked(counter).refusal.line.batch) == (
        Rule.NOT_ENOUGH,
        "B7",
    )


@pytest.mark.parametrize("has_code", [True, False])
def test_a_drug_that_was_looked_up_is_read_off_its_box_too(
    counter: Counter,
    has_code: bool,  # noqa: FBT001 - whether its unit has a code
) -> None:
    offer = counter.shelf.offers(ON_PRESCRIPTION.id)[1 if has_code else 2]
    assert bool(offer.gtin) is has_code
    found = Found((offer,), (0,), 1)
    counter.state = Search(text="kê", found=found, behind=counter.state)
    counter.do(Picked(0))
    keyed(counter, "B7", "31012028")
    counter.scan(ORDINARY)
    counter.do(Chosen("IN_HAND"))
    assert sold(counter) == [("B7", LATER, 1)]


def test_a_looked_up_pack_that_has_expired_is_set_aside_in_its_own_unit(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY, on_hand=200)
    other = replace(counter.shelf.offers(ON_PRESCRIPTION.id)[0], gtin="")
    counter.shelf.offers_by_gtin[""] = other
    line = replace(line_of(counter), batch="OLD", expiry=YESTERDAY)
    refusal = Refusal(rule=Rule.EXPIRED, line=line, ways=(Way.SET_ASIDE,))
    counter.state = Blocked(sale=OpenSale(), refusal=refusal, pack=Pack("", "OLD", YESTERDAY))
    counter.act(Confirmed())
    batch = counter.shelf.batch(FREE.id, "OLD")
    assert batch
    assert batch.set_aside == line.base_units


def line_of(counter: Counter) -> SaleLine:
    """Return a strip of FREE as a line."""
    offer = counter.shelf.offers(FREE.id)[1]
    return SaleLine(offer=offer, batch="", expiry=None, batch_from="code")


def test_another_code_leaves_the_form_and_sells(counter: Counter) -> None:
    counter.scan(pack(FREE, None, None))
    keyed(counter)
    counter.scan(CARD, pack(FREE, "NEW", LATER))
    assert blocked(counter).refusal.line.batch == "NEW"


# Medical devices.


def device_shop() -> Counter:
    """Return a counter whose FREE is a medical device."""
    counter = Counter(MemoryShelf())
    counter.shelf.every_offer = [
        replace(offer, drug=replace(offer.drug, ware=Ware.DEVICE))
        if offer.drug.id == FREE.id
        else offer
        for offer in counter.shelf.every_offer
    ]
    counter.shelf.offers_by_gtin = {one.gtin: one for one in counter.shelf.every_offer if one.gtin}
    return counter


def test_a_device_without_a_date_keeps_its_batch_and_is_sold() -> None:
    """GPP-06: a medical device may have no expiry date."""
    counter = device_shop()
    counter.shelf.put(FREE, "LOT1", None, on_hand=50)
    counter.shelf.put(FREE, "LOT0", NEXT_YEAR, on_hand=50)
    counter.scan(pack(FREE, "LOT1", None))
    assert sold(counter) == [("LOT1", None, 1)]
    counter.shelf.move(FREE.id, "LOT0", -50)
    counter.scan(pack(FREE, None, None))
    assert sold(counter) == [("LOT1", None, 2)]
    assert counter.do(CashTaken()).commit is not None


def test_a_device_whose_batch_is_keyed_needs_no_date() -> None:
    counter = device_shop()
    counter.scan(pack(FREE, None, None))
    keyed(counter, "LOT1", "")
    counter.do(Chosen("IN_HAND"))
    assert sold(counter) == [("LOT1", None, 1)]


def test_a_batch_of_a_drug_without_a_date_is_never_sold_on_the_book_s_word(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "UNDATED", None, on_hand=100)
    counter.scan(pack(FREE, None, None))
    keyed(counter)
    assert form(counter).fields[0].text == "UNDATED"
    counter.play(typed("30112027"))
    assert sold(counter) == [("UNDATED", NEXT_YEAR, 1)]
    counter.shelf.put(FREE, "DATED", LATER, on_hand=100)
    counter.state = Counter().state
    counter.scan(pack(FREE, None, None))
    assert sold(counter) == [("DATED", LATER, 1)]


def test_a_device_without_a_date_is_received() -> None:
    shelf = device_shop().shelf
    counter = delivery(shelf)
    scan(counter, pack(FREE, "LOT1", None))
    counter.act(Scanned(pack(FREE, None, None)))
    assert not form(counter).fields[1].needed
    for text in ("LOT2", ""):
        counter.play(typed(text))
    counter.act(Confirmed())
    assert [(line.batch, line.expiry) for line in lines(counter)] == [
        ("LOT1", None),
        ("LOT2", None),
    ]
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert note.goods[1] == Goods(drug="FREE", batch="LOT2", expiry=None, units=10)
