"""Another drug in place of the prescribed one (RX-06): with consent, a reason, and who answers."""

from dataclasses import replace

import pytest

from codes import Badge
from device.counter.event import CashTaken, Chosen, Prescribed, Scanned, WentBack
from device.counter.open_sale import open_sale
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.rules import Rule, Way
from device.counter.sale import Substitution
from device.counter.shop import OutletKind
from device.counter.state import CallPerson, Choice, Paid
from device.counter.states.asking import Question
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    LOSARTAN,
    blocked,
    lines_of,
    taken,
    told,
    with_prescription,
)
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    LAN,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_BRAND,
    OTHER_ON_PRESCRIPTION,
    TODAY,
    TYPE_N,
    Counter,
    gtin,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    """A counter with a prescription of two drugs, at which the pharmacist stands."""
    counter = Counter()
    with_prescription(counter, LOSARTAN, AMLODIPIN)
    return counter


def test_another_brand_is_refused_and_the_way_out_asks_for_the_buyers_consent(
    counter: Counter,
) -> None:
    counter.scan(pack(OTHER_BRAND))
    assert blocked(counter).refusal.rule is Rule.NOT_PRESCRIBED
    counter.do(Chosen("SUBSTITUTE"))
    refusal = blocked(counter).refusal
    assert (refusal.rule, refusal.ways) == (Rule.SUBSTITUTION_CONSENT, (Way.CONSENT,))
    assert refusal.line.substitution is not None
    assert refusal.line.substitution.prescribed == ON_PRESCRIPTION.id


def test_a_pharmacist_substitutes_with_consent_and_a_reason(counter: Counter) -> None:
    counter.scan(pack(OTHER_BRAND))
    counter.play([Chosen("SUBSTITUTE"), Chosen("CONSENT")])
    assert counter.at(Choice).question is Question.SUBSTITUTION_REASON
    counter.do(Chosen("out-of-stock"))
    line = lines_of(counter)[0]
    assert line.substitution == Substitution(
        prescribed=ON_PRESCRIPTION.id, reason="out-of-stock", by=MAI.badge, buyer_agrees=True
    )
    assert taken(counter) == [("viên", 28, AMLODIPIN.number)]
    counter.act(CashTaken())
    assert counter.at(Paid).rest == 1


def test_somebody_without_the_degree_calls_a_pharmacist_whose_badge_stands_in_the_line(
    counter: Counter,
) -> None:
    counter.person = LAN
    counter.scan(pack(OTHER_BRAND))
    counter.play([Chosen("SUBSTITUTE"), Chosen("CONSENT")])
    assert isinstance(counter.state, CallPerson)
    assert counter.state.needs_degree
    assert isinstance(counter.do(Scanned(Badge(LAN.badge))).state, CallPerson)
    counter.do(Scanned(Badge(MAI.badge)))
    counter.do(Chosen("buyer-asks"))
    found = lines_of(counter)[0].substitution
    assert found is not None
    assert (found.by, found.reason) == (MAI.badge, "buyer-asks")
    assert counter.do(CashTaken()).commit is not None


def test_going_back_from_the_reason_leads_to_the_question_of_consent(counter: Counter) -> None:
    counter.scan(pack(OTHER_BRAND))
    counter.play([Chosen("SUBSTITUTE"), Chosen("CONSENT"), WentBack()])
    assert blocked(counter).refusal.rule is Rule.SUBSTITUTION_CONSENT
    assert not open_sale(counter.state).lines


def test_another_ingredient_is_never_a_substitute() -> None:
    other = Counter()
    with_prescription(other, AMLODIPIN)
    other.scan(pack(OTHER_ON_PRESCRIPTION))
    other.do(Chosen("SUBSTITUTE"))
    assert blocked(other).refusal.rule is Rule.SUBSTITUTION_DIFFERENT
    assert Way.CONSENT not in blocked(other).refusal.ways


def test_no_other_outlet_than_a_pharmacy_substitutes(counter: Counter) -> None:
    counter.shop = replace(counter.shop, kind=OutletKind.DRUG_COUNTER)
    counter.scan(pack(OTHER_BRAND))
    assert Way.SUBSTITUTE not in blocked(counter).refusal.ways


def test_a_substitute_takes_no_more_than_is_left_of_what_it_stands_for(counter: Counter) -> None:
    counter.scan(pack(ON_PRESCRIPTION, serial="S1"))
    counter.scan(pack(OTHER_BRAND, box=True))
    counter.play([Chosen("SUBSTITUTE"), Chosen("CONSENT"), Chosen("cheaper")])
    assert taken(counter) == [("vỉ", 1, AMLODIPIN.number), ("viên", 18, AMLODIPIN.number)]
    counter.scan(pack(OTHER_BRAND))
    assert blocked(counter).refusal.rule is Rule.NOT_PRESCRIBED
    counter.do(Chosen("SUBSTITUTE"))
    assert blocked(counter).refusal.rule is Rule.SUBSTITUTION_DIFFERENT  # losartan is left


def test_a_drug_that_is_no_prescription_drug_needs_no_substitution(counter: Counter) -> None:
    counter.scan(pack(COMBINATION))
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER


def test_a_drug_that_was_scanned_before_the_answer_came_can_still_be_a_substitute() -> None:
    counter = Counter()
    counter.scan(ORDINARY, pack(OTHER_BRAND))
    counter.do(told(AMLODIPIN))
    assert (blocked(counter).refusal.rule, blocked(counter).in_sale) == (Rule.NOT_PRESCRIBED, True)
    counter.do(Chosen("SUBSTITUTE"))
    assert not open_sale(counter.state).lines
    counter.play([Chosen("CONSENT"), Chosen("out-of-stock")])
    assert taken(counter) == [("viên", 28, AMLODIPIN.number)]
    assert counter.do(CashTaken()).commit is not None


def test_a_substitute_that_wants_a_card_too_stays_one_when_the_card_comes() -> None:
    counter = Counter()
    other = replace(NARCOTIC, id="GN2", ingredients=())
    offer = replace(counter.shelf.offers_by_gtin[gtin(NARCOTIC)], drug=other)
    counter.shelf.offers_by_gtin[gtin(NARCOTIC)] = offer
    counter.shelf.put(other, "GOOD", NEXT_YEAR)
    counter.scan(TYPE_N)
    line = PrescribedLine(number=1, name="Morphin", quantity=10, drug=NARCOTIC.id)
    known = Prescription(code=TYPE_N, origin=Origin.PROVINCE, issued=TODAY, lines=(line,))
    counter.do(Prescribed(TYPE_N.text, known))
    counter.scan(pack(NARCOTIC))
    counter.play([Chosen("SUBSTITUTE"), Chosen("CONSENT"), Chosen("out-of-stock")])
    assert blocked(counter).refusal.rule is Rule.TRANCHE_ID
    counter.scan(CARD)
    assert lines_of(counter)[0].substitution is not None
    assert counter.do(CashTaken()).commit is not None
