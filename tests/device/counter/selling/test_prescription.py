"""A prescription at the counter: what it says, what is left of it, what is dispensed on it."""

from datetime import timedelta

import pytest

from codes import PrescriptionCode
from device.counter.cue import Cue
from device.counter.deed import AskPrescription
from device.counter.event import (
    CashTaken,
    Dismissed,
    MenuWanted,
    Prescribed,
    TransferWanted,
    UndoScan,
)
from device.counter.open_sale import open_sale
from device.counter.payment import CASH
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.rules import Rule
from device.counter.sale import Directions
from device.counter.state import Menu, Notice, Saving, Selling, Transfer
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    LOSARTAN,
    blocked,
    lines_of,
    sale_of,
    taken,
    told,
    with_prescription,
)
from tests.device.counter.shop import (
    CARD,
    FREE,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_ON_PRESCRIPTION,
    TODAY,
    TYPE_N,
    Counter,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_scanned_prescription_is_attached_at_once_and_the_province_is_asked(
    counter: Counter,
) -> None:
    found = counter.scan(ORDINARY)
    assert isinstance(found.state, Selling)
    assert found.state.is_asking
    assert found.deeds == (AskPrescription(ORDINARY.text),)
    prescription = found.state.sale.prescription
    assert prescription is not None
    assert (prescription.origin, prescription.lines) == (Origin.CODE, ())


def test_until_the_answer_comes_packs_go_on_being_sold(counter: Counter) -> None:
    counter.scan(ORDINARY)
    found = counter.scan(pack(ON_PRESCRIPTION))
    assert isinstance(found.state, Selling)
    assert found.state.is_asking
    assert taken(counter) == [("vỉ", 1, None)]


def test_the_answer_fills_the_lines_in(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN, LOSARTAN)
    assert isinstance(counter.state, Selling)
    assert not counter.state.is_asking
    found = counter.state.sale.prescription
    assert found is not None
    assert (found.lines, found.is_checked) == ((AMLODIPIN, LOSARTAN), True)


def test_without_an_answer_the_sale_goes_on_and_says_so(counter: Counter) -> None:
    counter.scan(ORDINARY)
    found = counter.do(Prescribed(ORDINARY.text, None))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.cue) == (Notice.PRESCRIPTION_UNCHECKED, Cue.WARN)
    assert not found.state.is_asking
    counter.scan(pack(ON_PRESCRIPTION))
    assert counter.do(CashTaken()).commit is not None


def test_an_answer_about_another_prescription_changes_nothing(counter: Counter) -> None:
    counter.scan(ORDINARY)
    before = counter.state
    other = Prescribed(TYPE_N.text, told(AMLODIPIN).prescription)
    assert counter.do(other).state is before
    counter.do(UndoScan())
    ready = counter.state
    assert counter.do(told(AMLODIPIN)).state is ready


def test_a_drug_without_an_id_is_found_by_name_or_by_ingredient_and_strength(
    counter: Counter,
) -> None:
    by_name = PrescribedLine(number=1, name=ON_PRESCRIPTION.name.upper(), quantity=10)
    generic = PrescribedLine(number=2, name="Losartan", strength="50mg", quantity=10)
    with_prescription(counter, by_name, generic)
    counter.scan(pack(OTHER_ON_PRESCRIPTION), pack(ON_PRESCRIPTION))
    assert [line.prescribed for line in lines_of(counter)] == [2, 1]


def test_another_strength_is_not_what_is_prescribed(counter: Counter) -> None:
    generic = PrescribedLine(number=1, name="Losartan", strength="100 mg", quantity=10)
    with_prescription(counter, generic)
    counter.scan(pack(OTHER_ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.NOT_PRESCRIBED


def test_a_drug_that_is_not_prescribed_is_refused_and_one_without_prescription_sold_beside(
    counter: Counter,
) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(OTHER_ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.NOT_PRESCRIBED
    counter.scan(pack(FREE))
    assert taken(counter) == [("vỉ", 1, None)]


def test_the_directions_come_from_the_prescription(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN, LOSARTAN)
    counter.scan(pack(ON_PRESCRIPTION), pack(OTHER_ON_PRESCRIPTION))
    assert [line.directions for line in lines_of(counter)] == [
        Directions(words="Sáng 1 viên"),
        None,
    ]


def test_packs_that_were_scanned_before_the_answer_are_sorted_in_when_it_comes(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION), pack(FREE))
    counter.do(told(AMLODIPIN))
    assert taken(counter) == [("vỉ", 1, 1), ("vỉ", 1, None)]


def test_more_than_prescribed_that_was_scanned_before_the_answer_is_stopped_by_it(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION, box=True))
    found = counter.do(told(AMLODIPIN))
    assert found.cue is Cue.BLOCK
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED
    assert blocked(counter).in_sale
    counter.do(Dismissed())
    assert lines_of(counter) == ()


def test_undoing_does_not_forget_what_was_answered(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.do(told(AMLODIPIN))
    counter.do(UndoScan())
    found = sale_of(counter.state).prescription
    assert found is not None
    assert found.lines == (AMLODIPIN,)
    counter.scan(pack(ON_PRESCRIPTION, box=True))
    assert taken(counter) == [("viên", 28, 1)]


def test_a_prescription_that_was_replaced_or_is_too_old_dispenses_nothing(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY)
    counter.do(told(AMLODIPIN, superseded_by="01234ab12cd9-c"))
    counter.scan(pack(ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.SUPERSEDED
    old = Counter()
    old.scan(ORDINARY, pack(ON_PRESCRIPTION))
    old.do(told(AMLODIPIN, issued=TODAY - timedelta(days=6)))
    assert blocked(old).refusal.rule is Rule.PRESCRIPTION_EXPIRED


def test_another_prescription_lifts_the_block_of_one_that_is_too_old(counter: Counter) -> None:
    counter.scan(ORDINARY)
    counter.do(told(AMLODIPIN, issued=TODAY - timedelta(days=6)))
    counter.scan(pack(ON_PRESCRIPTION))
    fresh = PrescriptionCode("01234zz12cd3-c")
    found = counter.scan(fresh)
    assert found.deeds == (AskPrescription(fresh.text),)
    assert taken(counter) == [("vỉ", 1, None)]


def test_one_sale_stands_on_one_prescription(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION))
    before = open_sale(counter.state)
    found = counter.scan(PrescriptionCode("01234zz12cd3-c"))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.state.sale) == (Notice.SALE_OPEN, before)


def test_what_was_taken_on_a_code_alone_is_not_put_on_another_prescription(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    before = open_sale(counter.state)
    found = counter.scan(TYPE_N)
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.state.sale) == (Notice.SALE_OPEN, before)
    alone = Counter()
    alone.scan(ORDINARY, pack(FREE), TYPE_N)
    assert open_sale(alone.state).prescription == Prescription(code=TYPE_N)


def test_the_same_prescription_twice_asks_again_only_where_nobody_answered(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY)
    assert counter.scan(ORDINARY).deeds == (AskPrescription(ORDINARY.text),)
    counter.do(told(AMLODIPIN))
    assert counter.scan(ORDINARY).deeds == ()


def test_the_answer_reaches_the_sale_behind_another_screen(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.do(MenuWanted())
    assert isinstance(counter.state, Menu)
    counter.do(told(AMLODIPIN))
    assert isinstance(counter.state, Menu)
    found = open_sale(counter.state).prescription
    assert found is not None
    assert found.lines == (AMLODIPIN,)


def test_an_answer_while_the_sale_is_being_written_changes_nothing(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.do(CashTaken())
    before = counter.state
    assert counter.do(told(AMLODIPIN)).state is before
    assert before == Saving(sale=open_sale(before), payment=CASH)


def test_card_and_prescription_in_either_order_lead_to_the_same_sale() -> None:
    sales = []
    for codes in ((CARD, ORDINARY), (ORDINARY, CARD)):
        counter = Counter()
        counter.scan(*codes)
        counter.do(told(AMLODIPIN))
        counter.scan(pack(ON_PRESCRIPTION))
        sale = open_sale(counter.state)
        sales.append((sale.card, sale.prescription, sale.lines))
    assert sales[0] == sales[1]


def test_upper_and_lower_case_are_the_same_code(counter: Counter) -> None:
    """RX-10: it is kept as it was scanned."""
    with_prescription(counter, AMLODIPIN)
    shouted = PrescriptionCode(ORDINARY.text.upper())
    assert counter.scan(shouted).deeds == ()
    found = sale_of(counter.state).prescription
    assert found is not None
    assert found.text == ORDINARY.text
    other = Counter()
    other.scan(shouted)
    other.do(told(AMLODIPIN))
    known = sale_of(other.state).prescription
    assert known is not None
    assert (known.text, known.lines) == (shouted.text, (AMLODIPIN,))


def test_an_answer_that_allows_the_sale_leaves_its_payment_code_on_the_screen(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.do(TransferWanted())
    counter.do(told(AMLODIPIN))
    found = counter.at(Transfer).sale.prescription
    assert found is not None
    assert found.lines == (AMLODIPIN,)


def test_no_answer_says_nothing_over_another_screen(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    counter.do(TransferWanted())
    before = counter.state
    assert counter.do(Prescribed(ORDINARY.text, None)).state is before


def test_a_prescription_that_was_taken_back_is_no_longer_asked_about(counter: Counter) -> None:
    counter.scan(CARD, ORDINARY)
    assert counter.at(Selling).is_asking
    counter.do(UndoScan())
    assert not counter.at(Selling).is_asking
