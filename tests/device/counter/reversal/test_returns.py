"""Something comes back: of this sale, not more than was sold, paid back once, into quarantine."""

from dataclasses import replace

import pytest

from codes import CitizenCard, Pack, Unknown, Why
from device.counter.cue import Cue
from device.counter.deed import OpenDrawer, Paper, Print, Record
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Erased,
    Event,
    NotAllowed,
    NotSaved,
    Opened,
    Picked,
    Scanned,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.past import SoldLine
from device.counter.payment import Transfer, Witness
from device.counter.sale import Buyer
from device.counter.savefault import SaveFault
from device.counter.state import Done, FindSale, Form, Paid, Ready, Returning, Selling
from device.counter.states.asking import Item, Topic
from tests.device.counter.goods.stockroom import fill, screen, stocked
from tests.device.counter.reversal.receipt import (
    BLISTER,
    BOX,
    RECEIPT,
    narcotic,
    note_of,
    returned,
    returning,
    shop,
    sold,
    state,
)
from tests.device.counter.shelf import made_offers
from tests.device.counter.shop import (
    AT,
    CARD,
    COMBINATION,
    FREE,
    NARCOTIC,
    ON_PRESCRIPTION,
    UNKNOWN_GTIN,
    Counter,
    gtin,
    pack,
)


def test_the_receipt_s_code_finds_the_sale() -> None:
    counter = shop()
    counter.act(Opened(Item.RETURN))
    step = counter.act(Scanned(RECEIPT))
    assert state(counter).sale.number == 7
    assert state(counter).quantities == (0, 0, 0)
    assert step.cue is Cue.READ


def test_a_receipt_of_another_terminal_is_not_found() -> None:
    counter = shop()
    counter.act(Opened(Item.RETURN))
    counter.act(Scanned(replace(RECEIPT, hash="000000000000")))
    assert screen(counter) == FindSale(not_found=True)


def test_the_number_can_be_typed_and_corrected() -> None:
    counter = shop()
    counter.act(Opened(Item.RETURN))
    for event in (Typed("9"), Typed("x"), Erased(), Typed("8"), Confirmed()):
        counter.act(event)
    assert screen(counter) == FindSale(not_found=True)
    for event in (Typed("1"), Erased(all=True), Typed("0"), Typed("7"), Confirmed()):
        counter.act(event)
    assert state(counter).sale.number == 7


def test_a_sale_of_which_nothing_is_left_says_so() -> None:
    done = sold(SoldLine(offer=BOX, batch="A", expiry=None, quantity=2, returned=2))
    for sale in (done, replace(sold(), is_void=True)):
        counter = shop(sale)
        counter.act(Opened(Item.RETURN))
        counter.act(Scanned(RECEIPT))
        assert screen(counter) == FindSale(already_undone=True)


def test_from_a_sale_that_was_just_paid_its_own_lines_come_at_once() -> None:
    counter = shop()
    counter.state = Paid(number=7, total_vnd=1, line_count=1, on_prescription=False, at=AT)
    counter.act(Opened(Item.RETURN))
    assert state(counter).sale.number == 7


def test_an_open_sale_is_not_left_for_a_return() -> None:
    counter = shop()
    counter.act(Scanned(pack(FREE)))
    counter.act(Opened(Item.RETURN))
    assert isinstance(counter.state, Selling)
    assert counter.state.sale.lines


def test_the_next_customer_s_pack_leaves_the_question_for_a_receipt() -> None:
    counter = shop()
    counter.act(Opened(Item.RETURN))
    counter.act(Scanned(pack(FREE)))
    assert isinstance(counter.state, Selling)
    counter.state = FindSale()
    counter.act(Scanned(Unknown(Why.NO_MATCH, "x")))
    assert screen(counter) == FindSale(not_found=True)


def test_a_pack_finds_its_own_line() -> None:
    counter = returning()
    for code in (pack(FREE, batch="B2"), pack(FREE, box=True), pack(FREE), pack(FREE)):
        counter.act(Scanned(code))
    assert state(counter).quantities == (2, 1, 1)
    assert state(counter).refund_vnd == 3 * 11_000 + 100_000


@pytest.mark.parametrize(
    "code",
    [pack(ON_PRESCRIPTION), pack(FREE, batch="OTHER"), Pack(UNKNOWN_GTIN)],
)
def test_a_pack_that_is_not_of_this_sale_is_refused(code: Pack) -> None:
    counter = returning()
    step = counter.act(Scanned(code))
    assert state(counter).not_of_sale
    assert step.cue is Cue.BLOCK
    assert not any(state(counter).quantities)
    counter.act(Scanned(pack(FREE)))
    assert not state(counter).not_of_sale


def test_a_strip_is_not_the_box_that_was_paid_for() -> None:
    counter = returning(sold(SoldLine(offer=BOX, batch="GOOD", expiry=None, quantity=1)))
    counter.act(Scanned(pack(FREE)))
    assert state(counter).not_of_sale


def test_the_box_s_code_stands_for_the_strip_that_was_sold_out_of_it() -> None:
    counter = returning(sold(SoldLine(offer=BLISTER, batch="GOOD", expiry=None, quantity=2)))
    counter.act(Scanned(pack(FREE, box=True)))
    assert state(counter).refund_vnd == 11_000


def test_no_more_comes_back_than_was_sold() -> None:
    counter = returning(
        sold(SoldLine(offer=BLISTER, batch="GOOD", expiry=None, quantity=3, returned=1))
    )
    for _ in range(2):
        counter.act(Scanned(pack(FREE)))
    step = counter.act(Scanned(pack(FREE)))
    assert state(counter).quantities == (2,)
    assert (state(counter).notice, step.cue) == ("all-counted", Cue.WARN)


def test_the_same_serial_number_counts_once() -> None:
    counter = returning()
    for _ in range(2):
        counter.act(Scanned(pack(FREE, serial="S1")))
    assert state(counter).quantities == (1, 0, 0)


def test_a_touch_adds_one_and_begins_again_after_the_last() -> None:
    counter = returning()
    seen = []
    for _ in range(4):
        counter.act(Picked(0))
        seen.append(state(counter).quantities[0])
    assert seen == [1, 2, 3, 0]
    assert counter.act(Picked(9)).state == counter.state


def test_the_money_goes_back_when_it_stands_in_the_ledger_and_the_goods_into_quarantine() -> None:
    """GPP-09 (D)."""
    counter = returning()
    deeds = returned(counter, Picked(0), Picked(2))
    note = note_of(counter)
    assert (note.quantities, note.reason, note.to_shelf) == ((1, 0, 1), "not-needed", False)
    assert deeds == (Record(note), OpenDrawer())
    assert screen(counter) == Done(what="return", number=8, amount_vnd=22_000, lines=2)
    assert counter.book.drawer().refunded_vnd == 22_000
    batch = counter.shelf.batch("FREE", "GOOD")
    assert batch
    assert (batch.on_hand, batch.set_aside) == (1000, 10)


def test_the_parameters_can_allow_the_shelf_but_not_after_a_reaction() -> None:
    for because, to_shelf in (("not-needed", True), ("reaction", False), ("recalled", False)):
        counter = returning()
        counter.permit(returns_to_stock=True)
        returned(counter, Picked(0), because=because)
        assert note_of(counter).to_shelf is to_shelf


def test_all_of_it_can_come_back_with_one_touch() -> None:
    counter = returning()
    returned(counter, Chosen("all"))
    assert note_of(counter).quantities == (3, 1, 2)


def test_a_transfer_is_given_back_in_cash_once() -> None:
    """D: the terminal can send no money, and the drawer's sum must hold."""
    paid = Transfer(reference="K7M4P", witness=Witness.BANK)
    counter = returning(replace(sold(), payment=paid))
    deeds = returned(counter, Chosen("all"))
    assert deeds.count(OpenDrawer()) == 1
    assert counter.book.drawer().refunded_vnd == sold().total_vnd


def test_nothing_comes_back_without_a_line() -> None:
    counter = returning()
    assert counter.act(Confirmed()).cue is Cue.WARN
    assert isinstance(counter.state, Returning)


def test_while_it_is_written_nothing_is_paid_twice() -> None:
    counter = returning()
    for event in (Picked(0), Confirmed()):
        counter.act(event)
    saving = counter.do(Chosen("not-needed")).state
    assert not any(isinstance(deed, OpenDrawer) for deed in counter.deeds)
    for stray in (Confirmed(), Picked(0), Scanned(pack(FREE)), Chosen("void"), WentBack()):
        step = counter.do(stray)
        assert (step.state, step.deeds) == (saving, ())


@pytest.mark.parametrize("answer", [NotSaved(SaveFault.DISK_FULL), NotAllowed("more than sold")])
def test_what_was_not_written_is_not_paid(answer: Event) -> None:
    counter = returning()
    for event in (Picked(0), Confirmed()):
        counter.act(event)
    counter.do(Chosen("not-needed"))
    step = counter.do(answer)
    assert not step.deeds
    assert state(counter).notice == "refused"
    step = counter.act(Confirmed())
    assert isinstance(step.deeds[0], Record), "the reason is known already"
    assert isinstance(counter.state, Done)


def test_the_way_back_pays_nothing() -> None:
    counter = returning()
    counter.act(Picked(0))
    counter.act(WentBack())
    assert screen(counter) == Ready()
    assert not counter.book.notes


def test_pages_are_turned() -> None:
    counter = returning()
    counter.act(TurnedPage())
    assert state(counter).page == 1


# Controlled drugs.


def test_a_narcotic_is_taken_back_with_the_card_and_minutes() -> None:
    """CTL-12 (TT18 Đ6 k2, Đ12 k1 d, annex XVIII, A)."""
    counter = returning(narcotic())
    counter.act(Scanned(pack(NARCOTIC)))
    step = counter.act(Confirmed())
    assert state(counter).notice == "needs-card"
    assert step.cue is Cue.WARN
    deeds = returned(counter, Scanned(CARD))
    note = note_of(counter)
    assert note.person == CARD
    assert deeds[1:] == (OpenDrawer(), Print(Paper.RETURN_MINUTES, number=8))
    assert CARD.name not in repr(note)


def test_a_narcotic_never_goes_back_to_the_shelf() -> None:
    counter = returning(narcotic())
    counter.permit(returns_to_stock=True)
    returned(counter, Scanned(pack(NARCOTIC)), Scanned(CARD))
    assert not note_of(counter).to_shelf


def form(counter: Counter) -> Form:
    assert isinstance(counter.state, Form), counter.state
    return counter.state


FOREIGNER = Buyer(name="Kham", address="Ha Noi", passport="P12")


def test_who_has_no_card_is_keyed_in_for_the_minutes() -> None:
    """CTL-12, CASE-03: name, address, and a passport number or none."""
    counter = returning(narcotic())
    for event in (Scanned(pack(NARCOTIC)), Confirmed(), Chosen("person")):
        counter.act(event)
    assert form(counter).topic is Topic.RETURNER
    fill(counter, "Kham", "Ha Noi", "P12")
    assert (state(counter).notice, state(counter).quantities) == (None, (1,))
    deeds = returned(counter)
    note = note_of(counter)
    assert note.person == FOREIGNER
    assert deeds[1:] == (OpenDrawer(), Print(Paper.RETURN_MINUTES, number=8))
    assert "Ha Noi" not in repr(note)


@pytest.mark.parametrize(
    ("card", "known"),
    [
        (replace(CARD, reliable=False), ["", "", CARD.number]),
        (replace(CARD, residence=""), [CARD.name, "", CARD.number]),
    ],
)
def test_a_card_that_lost_its_letters_leaves_the_rest_to_be_keyed_in(
    card: CitizenCard, known: list[str]
) -> None:
    counter = returning(narcotic())
    counter.act(Scanned(pack(NARCOTIC)))
    assert counter.act(Scanned(card)).cue is Cue.WARN
    assert [field.text for field in form(counter).fields] == known
    assert form(counter).at == known.index("")
    fill(counter, *(["Kham"] * known.count("")), "")
    returned(counter)
    person = note_of(counter).person
    assert isinstance(person, Buyer)
    assert person.passport == CARD.number


def test_a_card_that_is_read_after_all_takes_the_place_of_the_form() -> None:
    counter = returning(narcotic())
    for event in (Scanned(pack(NARCOTIC)), Chosen("person"), Typed("x"), Scanned(CARD)):
        counter.act(event)
    returned(counter)
    assert note_of(counter).person == CARD


def test_another_pack_that_is_brought_back_is_counted_and_not_sold() -> None:
    counter = returning(narcotic())
    for event in (Scanned(pack(NARCOTIC)), Chosen("person"), Scanned(pack(NARCOTIC))):
        counter.act(event)
    assert state(counter).quantities == (2,)


def test_going_back_from_the_form_keeps_what_was_counted() -> None:
    counter = returning(narcotic())
    for event in (Scanned(pack(NARCOTIC)), Chosen("person"), WentBack()):
        counter.act(event)
    assert state(counter).quantities == (1,)
    assert state(counter).person is None


def test_nobody_s_name_is_asked_for_where_the_law_wants_none() -> None:
    counter = returning()
    before = counter.act(Picked(0)).state
    assert counter.act(Chosen("person")).state == before


def test_no_card_is_asked_for_or_kept_for_other_drugs() -> None:
    """RX-13: for an ordinary drug nobody has to say who they are."""
    offer = made_offers(COMBINATION)[1]
    counter = returning(sold(SoldLine(offer=offer, batch="GOOD", expiry=None, quantity=1)))
    returned(counter, Picked(0), Scanned(CARD))
    assert note_of(counter).person is None


def test_a_free_sale_opens_no_drawer() -> None:
    gift = replace(BLISTER, price_vnd=0)
    counter = returning(sold(SoldLine(offer=gift, batch="GOOD", expiry=None, quantity=1)))
    assert returned(counter, Picked(0)) == (Record(note_of(counter)),)


def test_money_and_goods_agree_after_a_real_sale() -> None:
    counter = Counter(shelf=stocked())
    for event in (Scanned(pack(FREE)), Scanned(pack(FREE)), CashTaken(), Opened(Item.RETURN)):
        counter.act(event)
    assert state(counter).sale.lines[0].offer.gtin == gtin(FREE)
    returned(counter, Scanned(pack(FREE)))
    drawer = counter.book.drawer()
    assert (drawer.cash_vnd, drawer.refunded_vnd, drawer.expected_vnd) == (22_000, 11_000, 11_000)
