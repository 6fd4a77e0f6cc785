"""Directions labels (GPP-05: LD Đ42 k2 o): what is sold outside its outer pack."""

from dataclasses import replace

import pytest

from device.counter.deed import Paper, Print
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    MenuWanted,
    Opened,
    Picked,
    PrintWanted,
    Typed,
)
from device.counter.open_sale import open_sale
from device.counter.sale import Directions
from device.counter.selling.finishing import FORMS, SEARCHES
from device.counter.state import Form, Paid, Ready, Search, Selling
from device.counter.states.asking import Item, Topic
from tests.device.counter.selling.prescriptions import AMLODIPIN, lines_of, with_prescription
from tests.device.counter.shop import FREE, ON_PRESCRIPTION, Counter, MemoryShelf, pack, stocked


def loose() -> MemoryShelf:
    """Return a shelf whose outer packs hold 100: tablets and blisters are loose."""
    shelf = stocked()
    shelf.every_offer = [replace(offer, outer_size=100) for offer in shelf.every_offer]
    shelf.offers_by_gtin = {offer.gtin: offer for offer in shelf.every_offer if offer.gtin}
    return shelf


@pytest.fixture
def counter() -> Counter:
    return Counter(loose())


def key_in(counter: Counter, *texts: str) -> None:
    for text in texts:
        counter.play([*(Typed(letter) for letter in text), Confirmed()])


def test_directions_are_asked_for_each_loose_line_and_stand_in_it(counter: Counter) -> None:
    counter.scan(pack(FREE), pack(FREE, box=True))
    counter.do(Opened(Item.LABELS))
    form = counter.state
    assert isinstance(form, Form)
    assert (form.topic, form.about) == (Topic.DIRECTIONS, FREE.name)
    key_in(counter, "1", "", "1/2", "", "")
    assert isinstance(counter.state, Selling)
    assert [line.directions for line in lines_of(counter)] == [
        Directions(morning="1", afternoon="1/2"),
        None,
    ]


def test_the_labels_of_a_sale_are_counted_on_the_paid_screen_and_printed_from_it(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE), pack(FREE, box=True))
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
    assert counter.state.labels == 1
    assert counter.do(PrintWanted()).deeds == (Print(Paper.LABELS),)


def test_whole_packs_have_no_label_unless_somebody_says_how_to_take_them() -> None:
    counter = Counter()
    counter.scan(pack(FREE))
    counter.do(Opened(Item.LABELS))
    key_in(counter, "1", "", "", "1", "")
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
    assert counter.state.labels == 1
    plain = Counter()
    plain.scan(pack(FREE))
    plain.act(CashTaken())
    assert isinstance(plain.state, Paid)
    assert plain.state.labels == 0
    assert plain.do(PrintWanted()).deeds == ()


def test_directions_of_the_prescription_are_not_asked_for(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION))
    found = counter.do(Opened(Item.LABELS))
    assert found.deeds == (Print(Paper.LABELS),)
    assert isinstance(found.state, Selling)
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
    assert counter.state.labels == 1


def test_with_all_directions_given_the_labels_are_printed(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(Opened(Item.LABELS))
    key_in(counter, "1", "1", "1", "1", "sau an")
    found = counter.do(Opened(Item.LABELS))
    assert found.deeds == (Print(Paper.LABELS),)
    assert open_sale(found.state).lines


def test_without_an_open_sale_the_newest_sales_labels_are_printed(counter: Counter) -> None:
    found = counter.do(Opened(Item.LABELS))
    assert (found.state, found.deeds) == (Ready(), (Print(Paper.LABELS),))


def test_directions_survive_another_pack_of_the_same(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(Opened(Item.LABELS))
    key_in(counter, "1", "", "", "", "")
    counter.scan(pack(FREE))
    assert lines_of(counter)[0].directions == Directions(morning="1")
    counter.play([Picked(0), Chosen("viên"), Confirmed()])
    assert lines_of(counter)[0].directions == Directions(morning="1")


def test_a_label_for_a_drug_that_was_looked_up_is_printed_without_a_sale(
    counter: Counter,
) -> None:
    offer = counter.shelf.offers(FREE.id)[0]
    search = Search(purpose="label", behind=Ready())
    form = SEARCHES["label"](search, offer, counter.world).state
    assert isinstance(form, Form)
    fields = tuple(
        replace(field, text="2") if field.key == "noon" else field for field in form.fields
    )
    found = FORMS[Topic.DIRECTIONS](replace(form, fields=fields), counter.world)
    words = (FREE.name, "", "2", "", "", "")
    assert (found.state, found.deeds) == (Ready(), (Print(Paper.LABELS, words=words),))


def test_each_loose_drug_is_asked_for_in_turn_also_from_the_menu(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"), pack(FREE, "B"))
    counter.do(MenuWanted())
    counter.do(Opened(Item.LABELS))
    key_in(counter, "1", "", "", "", "")
    assert isinstance(counter.state, Form)
    key_in(counter, "", "2", "", "", "")
    assert [line.directions for line in lines_of(counter)] == [
        Directions(morning="1"),
        Directions(noon="2"),
    ]
