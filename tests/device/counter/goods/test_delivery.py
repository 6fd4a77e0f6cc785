"""A delivery: pack by pack, each with its own batch and expiry, under its supplier's document."""

from datetime import date

import pytest

from codes import Pack, RegistrationNumber, Unknown, Why
from device.counter.cue import Cue
from device.counter.drug import Hold, HoldKind, Owner
from device.counter.event import (
    Chosen,
    Confirmed,
    Erased,
    MenuWanted,
    NotAllowed,
    NotSaved,
    Opened,
    Picked,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.notes import DeliveryNote, Goods
from device.counter.savefault import SaveFault
from device.counter.state import Done, Form, Ready, Search, Selling
from device.counter.states.asking import Item, Topic
from tests.device.counter.goods.stockroom import (
    delivery,
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
    ON_PRESCRIPTION,
    TODAY,
    TOMORROW,
    UNKNOWN_GTIN,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)


def test_supplier_and_document_are_asked_before_the_first_pack() -> None:
    """GPP-02: each batch stands with its supplier and document."""
    counter = Counter()
    counter.act(Opened(Item.DELIVERY))
    assert isinstance(counter.state, Form)
    assert counter.state.topic is Topic.DELIVERY
    fill(counter, "AN BINH", "HD7")
    assert gathering(counter).supplier
    assert gathering(counter).document == "HD7"


def test_the_same_batch_again_adds_one_and_becomes_the_newest_line() -> None:
    counter = delivery()
    scan(counter, pack(FREE), pack(ON_PRESCRIPTION), pack(FREE))
    assert [(line.offer.drug.id, line.quantity) for line in lines(counter)] == [
        ("RX", 1),
        ("FREE", 2),
    ]


def test_a_serial_number_counts_once() -> None:
    counter = delivery()
    scan(counter, pack(FREE, serial="S1"), pack(FREE, serial="S2"))
    step = counter.act(Scanned(pack(FREE, serial="S1")))
    assert lines(counter)[0].quantity == 2
    assert gathering(counter).notice == "already-counted"
    assert step.cue is Cue.WARN


def test_what_was_delivered_stands_in_one_note_in_base_units_and_on_the_shelf() -> None:
    counter = delivery()
    scan(counter, pack(FREE, box=True), pack(FREE), pack(FREE, batch="B2"))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert note.document == "HD7"
    assert note.goods == (
        Goods(drug="FREE", batch="GOOD", expiry=NEXT_YEAR, units=110),
        Goods(drug="FREE", batch="B2", expiry=NEXT_YEAR, units=10),
    )
    assert on_hand(counter, "FREE") == 110
    assert screen(counter) == Done(what="delivery", number=1, lines=3)


@pytest.mark.parametrize("expiry", [YESTERDAY, date(2020, 1, 31)])
def test_what_has_expired_is_not_received(expiry: date) -> None:
    """GPP-06 (LD Đ6 k5, A*)."""
    counter = delivery()
    step = counter.act(Scanned(pack(FREE, expiry=expiry)))
    assert not lines(counter)
    assert gathering(counter).notice == "expired"
    assert step.cue is Cue.BLOCK


def test_what_expires_today_can_still_be_received() -> None:
    counter = delivery()
    scan(counter, pack(FREE, expiry=TODAY))
    assert len(lines(counter)) == 1


@pytest.mark.parametrize("kind", list(HoldKind))
def test_a_batch_under_a_notice_is_not_received(kind: HoldKind) -> None:
    """RCL-02, RCL-07: neither recalled, nor suspended, nor sealed."""
    counter = delivery()
    hold = Hold(number="12/QLD", kind=kind, drug_id="FREE", drug_name="x", batches=("BAD",))
    counter.shelf.holds.append(hold)
    scan(counter, pack(FREE, batch="BAD"), pack(FREE, batch="FINE"))
    assert [line.batch for line in lines(counter)] == ["FINE"]
    counter.act(Scanned(pack(FREE, batch="BAD")))
    assert (gathering(counter).notice, gathering(counter).code) == ("held", "BAD")


def test_a_recall_that_comes_while_scanning_stops_the_note_until_the_line_is_gone() -> None:
    counter = delivery()
    scan(counter, pack(FREE, batch="BAD"), pack(ON_PRESCRIPTION))
    hold = Hold(number="1", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="x")
    counter.shelf.holds.append(hold)
    counter.act(Confirmed())
    assert gathering(counter).notice == "held"
    counter.act(Picked(0))
    counter.act(Chosen("remove"))
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert [goods.drug for goods in note.goods] == ["RX"]


def test_midnight_stops_what_has_expired_meanwhile() -> None:
    counter = delivery()
    scan(counter, pack(FREE, expiry=TODAY))
    counter.today = TOMORROW
    counter.act(Confirmed())
    assert gathering(counter).notice == "expired"
    assert not counter.book.notes


def test_batch_and_expiry_that_no_code_tells_are_keyed_in_and_then_the_quantity() -> None:
    counter = delivery(stocked())
    counter.act(Scanned(pack(FREE, batch=None, expiry=None)))
    assert isinstance(counter.state, Form), "the shelf has one batch: still it is never guessed"
    assert counter.state.about == FREE.name
    fill(counter, "AX1", "31122027")
    assert gathering(counter).editing == 0
    type_in(counter, "12")
    counter.act(Confirmed())
    line = lines(counter)[0]
    assert (line.batch, line.expiry, line.quantity) == ("AX1", date(2027, 12, 31), 12)


def test_a_batch_whose_separator_was_lost_is_keyed_in() -> None:
    counter = delivery()
    glued = pack(FREE, batch="AB12321SN1", expiry=NEXT_YEAR, separator_seen=False)
    counter.act(Scanned(glued))
    assert isinstance(counter.state, Form)
    assert [field.text for field in counter.state.fields] == ["", ""]


def test_going_back_from_the_form_leaves_the_list_as_it_was() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(Scanned(pack(FREE, batch=None, expiry=None)))
    counter.act(WentBack())
    assert [line.quantity for line in lines(counter)] == [1]


def test_scanning_goes_on_over_the_form_without_a_touch() -> None:
    counter = delivery()
    counter.act(Scanned(pack(FREE, batch=None, expiry=None)))
    scan(counter, pack(ON_PRESCRIPTION))
    assert [line.offer.drug.id for line in lines(counter)] == ["RX"]


def test_scanning_takes_over_what_is_being_typed() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(Picked(0))
    type_in(counter, "24")
    scan(counter, pack(ON_PRESCRIPTION))
    assert [line.quantity for line in lines(counter)] == [24, 1]
    assert gathering(counter).editing is None


def test_what_was_typed_can_be_corrected() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(Picked(0))
    type_in(counter, "99")
    counter.act(Erased())
    assert gathering(counter).typed == "9"
    counter.act(Erased(all=True))
    type_in(counter, "1234567")
    assert gathering(counter).typed == "123456"
    counter.act(WentBack())
    assert lines(counter)[0].quantity == 1
    assert gathering(counter).editing is None


def test_the_unit_can_be_switched() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(Picked(0))
    type_in(counter, "3")
    counter.act(Chosen("hộp"))
    counter.act(Confirmed())
    assert lines(counter)[0].units == 300
    assert counter.act(Chosen("thùng")).state == counter.state


def test_nought_or_remove_takes_a_line_away() -> None:
    counter = delivery()
    scan(counter, pack(FREE), pack(ON_PRESCRIPTION))
    set_quantity(counter, 0, 0)
    assert [line.offer.drug.id for line in lines(counter)] == ["RX"]
    counter.act(Picked(0))
    counter.act(Chosen("remove"))
    assert not lines(counter)


def test_the_owner_of_programme_stock_is_kept_apart() -> None:
    """SC-06: it is received, and never sold."""
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(Chosen("programme"))
    scan(counter, pack(FREE, batch="B2"))
    counter.act(Picked(1))
    counter.act(Chosen("bhyt"))
    counter.act(Confirmed())
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert [goods.owner for goods in note.goods] == [Owner.PROGRAMME, Owner.INSURANCE]


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        (Pack(UNKNOWN_GTIN), "unknown-code"),
        (Unknown(Why.NO_MATCH, "XYZ"), "unknown-code"),
        (Unknown(Why.BAD_CHECK_DIGIT, "893"), "unclear"),
    ],
)
def test_a_code_that_means_nothing_is_said_and_the_list_stays(
    code: Pack | Unknown, notice: str
) -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    step = counter.act(Scanned(code))
    assert (gathering(counter).notice, step.cue) == (notice, Cue.UNKNOWN)
    assert len(lines(counter)) == 1


def test_a_drug_without_a_code_is_found_by_name_and_keyed_in() -> None:
    counter = delivery()
    counter.act(Opened(Item.SEARCH))
    assert isinstance(counter.state, Search)
    type_in(counter, "Gây")
    counter.act(Picked(0))
    fill(counter, "N1", "112028")
    assert lines(counter)[0].offer.drug == NARCOTIC
    assert lines(counter)[0].expiry == date(2028, 11, 30), "a month lasts until its last day"


def test_a_registration_number_names_the_drug() -> None:
    counter = delivery()
    counter.act(Scanned(RegistrationNumber("VD-11971-10")))
    assert isinstance(counter.state, Form)
    assert counter.state.about == FREE.name
    counter.act(WentBack())
    counter.act(Scanned(RegistrationNumber("VD-1-10")))
    assert gathering(counter).notice == "unknown-code"


def test_while_it_is_written_nothing_else_counts() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    saving = counter.do(Confirmed()).state
    for event in (Scanned(pack(FREE)), WentBack(), Confirmed(), Picked(0)):
        assert counter.do(event).state is saving
        assert not counter.do(event).deeds


@pytest.mark.parametrize("answer", [NotSaved(SaveFault.DISK_FULL), NotAllowed("no")])
def test_what_was_not_written_stays_on_the_list(answer: NotSaved | NotAllowed) -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.do(Confirmed())
    counter.do(answer)
    assert gathering(counter).notice == "refused"
    counter.act(Confirmed())
    assert isinstance(counter.state, Done)


def test_a_list_is_dropped_only_on_the_second_touch() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(WentBack())
    assert gathering(counter).notice == "leaving"
    scan(counter, pack(FREE))
    counter.act(WentBack())
    counter.act(WentBack())
    assert screen(counter) == Ready()
    assert not counter.book.notes


def test_no_menu_leads_away_from_a_list() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    for event in (MenuWanted(), Opened(Item.SERVICE)):
        counter.act(event)
        assert len(lines(counter)) == 1


def test_an_empty_list_is_not_written() -> None:
    counter = delivery()
    assert counter.act(Confirmed()).cue is Cue.WARN
    assert not counter.book.notes


def test_a_new_line_turns_back_to_the_first_page() -> None:
    counter = delivery()
    scan(counter, pack(FREE))
    counter.act(TurnedPage())
    assert gathering(counter).page == 1
    scan(counter, pack(FREE))
    assert gathering(counter).page == 0


def test_an_open_sale_is_not_left_for_a_delivery() -> None:
    counter = Counter()
    scan(counter, pack(FREE))
    counter.act(Opened(Item.DELIVERY))
    assert isinstance(counter.state, Selling)
    assert counter.state.sale.lines


def test_without_document_the_form_comes_back_at_the_end() -> None:
    counter = Counter(shelf=MemoryShelf())
    counter.act(Opened(Item.DELIVERY))
    fill(counter, "AN BINH", "HD7")
    counter.act(Chosen("document"))
    assert isinstance(counter.state, Form)
    assert [field.text for field in counter.state.fields][1] == "HD7"
