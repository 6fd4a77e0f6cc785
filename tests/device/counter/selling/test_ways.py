"""The ways out of a refusal: each does what it says, and is written down where the law wants it."""

from dataclasses import replace
from datetime import date

import pytest

from codes import PrescriptionCode
from device.counter.deed import AskPrescription
from device.counter.drug import Drug
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    Erased,
    Event,
    SetQuantity,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.open_sale import open_sale
from device.counter.prescription import Origin
from device.counter.rules import Rule
from device.counter.sale import Buyer, Overridden
from device.counter.state import (
    Form,
    Selling,
)
from device.counter.states.asking import Field, Topic
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    PARACETAMOL,
    blocked,
    lines_of,
    taken,
    told,
    with_prescription,
)
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    FREE,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    PRECURSOR,
    PSYCHOTROPIC,
    TYPE_H,
    TYPE_N,
    Counter,
    MemoryShelf,
    gtin,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def typed(text: str) -> list[Event]:
    return [*(Typed(letter) for letter in text), Confirmed()]


def fill(counter: Counter, *texts: str) -> None:
    """Type one text into each field of the form that is open."""
    assert isinstance(counter.state, Form)
    for text in texts:
        counter.play(typed(text))


def test_a_paper_prescription_brings_the_refused_pack_into_the_sale(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    assert isinstance(counter.state, Form)
    assert counter.state.topic is Topic.PAPER_PRESCRIPTION
    fill(counter, "Tram y te", "Bs Binh", "22112026", "77/2026")
    assert taken(counter) == [("vỉ", 1, None)]
    found = open_sale(counter.state).prescription
    assert found is not None
    assert (found.origin, found.issued, found.text) == (
        Origin.PAPER,
        date(2026, 11, 22),
        "77/2026",
    )
    assert counter.do(CashTaken()).commit is not None


def test_a_paper_prescription_that_is_too_old_dispenses_nothing(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    fill(counter, "Tram y te", "Bs Binh", "01112026", "")
    assert blocked(counter).refusal.rule is Rule.PRESCRIPTION_EXPIRED


def test_a_code_that_is_keyed_in_is_asked_for_and_has_its_type_letter(counter: Counter) -> None:
    counter.scan(CARD, pack(NARCOTIC))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    counter.deeds.clear()
    fill(counter, "Vien K", "Bs Binh", "22112026", TYPE_N.text)
    assert counter.deeds == [AskPrescription(TYPE_N.text.upper())]
    assert [line.drug for line in lines_of(counter)] == [NARCOTIC]


def number_field(counter: Counter) -> Field:
    assert isinstance(counter.state, Form), counter.state
    return counter.state.fields[3]


@pytest.mark.parametrize(
    ("drug", "code", "other"),
    [(NARCOTIC, TYPE_N, TYPE_H), (PSYCHOTROPIC, TYPE_H, TYPE_N), (PRECURSOR, TYPE_H, ORDINARY)],
    ids=lambda one: getattr(one, "id", one.text if isinstance(one, PrescriptionCode) else ""),
)
def test_a_paper_of_type_n_or_h_is_keyed_in_by_its_code(
    counter: Counter, drug: Drug, code: PrescriptionCode, other: PrescriptionCode
) -> None:
    """CTL-04, RX-10: the type is the code's last letter; nothing else tells it."""
    counter.scan(CARD, pack(drug))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    fill(counter, "Vien K", "Bs Binh", "22112026")
    for wrong in ("", "77/2026", other.text, f"{code.text}X"):
        counter.do(Erased(all=True))
        counter.play(typed(wrong))
        assert isinstance(counter.state, Form), "without the code it is not a prescription for this"
    assert number_field(counter).is_wrong
    counter.do(Erased(all=True))
    counter.play(typed(code.text.upper()))
    assert [line.drug for line in lines_of(counter)] == [drug]
    found = open_sale(counter.state).prescription
    assert found is not None
    assert (found.facility, found.origin) == ("Vien K", Origin.PAPER)


def test_a_paper_that_was_keyed_in_for_another_drug_is_completed_with_its_code(
    counter: Counter,
) -> None:
    counter.scan(CARD, pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    fill(counter, "Vien K", "Bs Binh", "22112026", "77/2026")
    counter.do(UndoScan())
    counter.scan(pack(NARCOTIC))
    assert blocked(counter).refusal.rule is Rule.NEEDS_TYPE_N
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    form = counter.at(Form)
    assert [field.text for field in form.fields] == ["Vien K", "Bs Binh", "22112026", ""]
    assert form.at == 3
    counter.play(typed(TYPE_N.text))
    assert [line.drug for line in lines_of(counter)] == [NARCOTIC]


def test_the_number_of_an_ordinary_paper_need_not_be_a_code(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    assert not number_field(counter).needed
    fill(counter, "Vien K", "Bs Binh", "22112026", "")
    assert [line.drug for line in lines_of(counter)] == [ON_PRESCRIPTION]


def test_name_and_address_of_the_buyer_lift_the_block(counter: Counter) -> None:
    counter.scan(pack(COMBINATION))
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER
    counter.do(Chosen("BUYER"))
    fill(counter, "An", "Ha Noi", "")
    assert open_sale(counter.state).buyer == Buyer(name="An", address="Ha Noi")
    assert [line.drug for line in lines_of(counter)] == [COMBINATION]
    assert counter.do(CashTaken()).commit is not None


def test_going_back_from_a_form_leads_to_the_block(counter: Counter) -> None:
    counter.scan(pack(COMBINATION))
    before = counter.state
    counter.play([Chosen("BUYER"), Typed("A"), WentBack()])
    assert counter.state == before


def test_a_card_that_was_seen_is_noted_and_not_kept(counter: Counter) -> None:
    counter.scan(TYPE_N, pack(NARCOTIC))
    assert blocked(counter).refusal.rule is Rule.TRANCHE_ID
    counter.do(Chosen("SEEN_CARD"))
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER
    assert open_sale(counter.state).card_seen
    assert open_sale(counter.state).card is None


def test_less_is_sold_where_more_is_not_there(counter: Counter) -> None:
    counter.shelf = MemoryShelf()
    counter.shelf.put(FREE, "A", NEXT_YEAR, on_hand=25)
    with_prescription(counter, replace(PARACETAMOL, quantity=500))
    counter.scan(pack(FREE, "A", box=True))
    assert taken(counter) == [("viên", 25, 3)]
    counter.scan(pack(FREE, "A", box=True))
    assert blocked(counter).refusal.rule is Rule.NOT_ENOUGH
    counter.do(Dismissed())
    assert taken(counter) == [("viên", 25, 3)]


def test_less_at_paying_sells_what_the_book_still_has(counter: Counter) -> None:
    counter.scan(pack(FREE, box=True))
    counter.do(SetQuantity(3))
    counter.shelf.move(FREE.id, "GOOD", -750)
    counter.do(CashTaken())
    assert (blocked(counter).refusal.rule, blocked(counter).in_sale) == (Rule.NOT_ENOUGH, True)
    counter.do(Chosen("LESS"))
    assert [(line.offer.unit, line.quantity) for line in lines_of(counter)] == [("vỉ", 25)]
    assert counter.do(CashTaken()).commit is not None


def test_in_hand_at_paying_keeps_the_line_as_it_is(counter: Counter) -> None:
    counter.scan(pack(FREE, box=True))
    counter.shelf.move(FREE.id, "GOOD", -960)
    counter.do(CashTaken())
    counter.do(Chosen("IN_HAND"))
    assert taken(counter) == [("hộp", 1, None)]
    assert counter.do(CashTaken()).commit is not None


def test_less_than_prescribed_before_the_answer_came_is_sold_in_smaller_units(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION, box=True))
    counter.do(told(AMLODIPIN))
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED
    counter.do(Chosen("LESS"))
    assert taken(counter) == [("viên", 28, 1)]


def test_a_pack_in_the_hand_is_sold_although_the_book_has_none_and_the_reason_stands_in_the_sale(
    counter: Counter,
) -> None:
    counter.shelf = MemoryShelf()
    counter.scan(pack(FREE))
    assert blocked(counter).refusal.rule is Rule.NOT_ENOUGH
    counter.do(Chosen("IN_HAND"))
    entry = Overridden(
        rule="GPP-01", reason="in-hand", by=MAI.badge, drug=FREE.id, batch="GOOD", units=10
    )
    assert open_sale(counter.state).overridden == (entry,)
    counter.scan(pack(FREE))
    assert open_sale(counter.state).overridden == (replace(entry, units=20),)
    assert counter.do(CashTaken()).commit is not None


def test_a_reason_goes_with_its_line_when_that_is_taken_back(counter: Counter) -> None:
    counter.shelf = MemoryShelf()
    counter.scan(CARD, pack(FREE))
    counter.do(Chosen("IN_HAND"))
    counter.do(UndoScan())
    assert open_sale(counter.state).overridden == ()
    counter.scan(pack(FREE))
    assert blocked(counter).refusal.rule is Rule.NOT_ENOUGH


def test_a_drug_without_prescription_is_sold_beside_what_was_prescribed_of_it(
    counter: Counter,
) -> None:
    with_prescription(counter, PARACETAMOL)
    counter.scan(pack(FREE), pack(FREE))
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED
    counter.do(Chosen("OUTSIDE_PRESCRIPTION"))
    assert taken(counter) == [("vỉ", 2, 3), ("vỉ", 1, None)]
    assert counter.do(CashTaken()).commit is not None


def test_a_price_above_the_posted_one_is_brought_down_to_it(counter: Counter) -> None:
    dear = replace(counter.shelf.offers_by_gtin[gtin(FREE)], price_vnd=12_000)
    counter.shelf.offers_by_gtin[gtin(FREE)] = dear
    counter.scan(pack(FREE))
    assert blocked(counter).refusal.rule is Rule.ABOVE_POSTED
    counter.do(Chosen("AT_LIMIT"))
    assert open_sale(counter.state).total_vnd == 11_000


def test_the_card_that_turns_up_while_the_buyer_is_keyed_in_lifts_the_block(
    counter: Counter,
) -> None:
    counter.scan(pack(COMBINATION))
    counter.play([Chosen("BUYER"), Typed("A")])
    counter.scan(CARD)
    assert [line.drug for line in lines_of(counter)] == [COMBINATION]


def test_another_pack_leaves_a_form_and_the_block_under_it(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    counter.scan(pack(FREE))
    assert [line.drug for line in lines_of(counter)] == [FREE]


def test_what_is_written_names_no_reason_for_a_drug_that_is_not_in_the_sale(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE))
    stray = Overridden(rule="GPP-01", reason="in-hand", by=MAI.badge, drug=ON_PRESCRIPTION.id)
    counter.state = replace(counter.at(Selling), sale=open_sale(counter.state).overriding(stray))
    sale = counter.do(CashTaken()).commit
    assert sale is not None
    assert sale.overridden == ()


def test_what_was_keyed_in_from_paper_stays_when_the_province_answers(counter: Counter) -> None:
    """RX-07: the prescriber is kept with the sale."""
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("PAPER_PRESCRIPTION"))
    fill(counter, "Tram y te", "Bs Binh", "22112026", ORDINARY.text)
    counter.do(told(AMLODIPIN))
    found = open_sale(counter.state).prescription
    assert found is not None
    assert (found.prescriber, found.facility) == ("Bs Binh", "Tram y te")
    assert (found.lines, found.origin) == ((AMLODIPIN,), Origin.PROVINCE)
