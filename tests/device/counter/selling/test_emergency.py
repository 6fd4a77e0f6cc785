"""Selling without a prescription (RX-01): only where it is switched on, and as what it is."""

from dataclasses import replace

import pytest

from codes import Badge
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Event,
    Scanned,
    Typed,
)
from device.counter.open_sale import open_sale
from device.counter.parameters import WithoutCode
from device.counter.rules import Rule
from device.counter.sale import Overridden
from device.counter.state import (
    CallPerson,
    Choice,
    Form,
)
from device.counter.states.asking import Question
from tests.device.counter.selling.prescriptions import (
    blocked,
    lines_of,
    taken,
)
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    FREE,
    LAN,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    Counter,
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


def test_an_emergency_is_no_way_where_the_province_has_not_switched_it_on(
    counter: Counter,
) -> None:
    counter.scan(pack(ON_PRESCRIPTION))
    before = counter.state
    assert counter.do(Chosen("EMERGENCY")).state is before


def test_an_emergency_wants_a_pharmacists_badge_and_a_reason_and_is_written_into_the_sale(
    counter: Counter,
) -> None:
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    counter.person = LAN
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("EMERGENCY"))
    counter.at(CallPerson)
    assert isinstance(counter.do(Scanned(Badge(LAN.badge))).state, CallPerson)
    counter.do(Scanned(Badge(MAI.badge)))
    assert counter.at(Choice).question is Question.OVERRIDE_REASON
    counter.do(Chosen("emergency"))
    entry = Overridden(rule="RX-01", reason="emergency", by=MAI.badge, drug=ON_PRESCRIPTION.id)
    assert open_sale(counter.state).overridden == (entry,)
    sale = counter.do(CashTaken()).commit
    assert sale is not None
    assert sale.overridden == (entry,)


def test_whoever_gives_paper_as_the_reason_keys_its_fields_in(counter: Counter) -> None:
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    counter.scan(pack(ON_PRESCRIPTION))
    counter.do(Chosen("EMERGENCY"))
    counter.do(Chosen("paper"))
    fill(counter, "Tram y te", "Bs Binh", "22112026", "")
    assert taken(counter) == [("vỉ", 1, None)]
    assert open_sale(counter.state).overridden == ()


def test_an_emergency_for_one_drug_is_none_for_another(counter: Counter) -> None:
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    counter.scan(pack(ON_PRESCRIPTION))
    counter.play([Chosen("EMERGENCY"), Chosen("emergency")])
    counter.scan(pack(NARCOTIC))
    assert blocked(counter).refusal.rule is Rule.NEEDS_PRESCRIPTION


def test_an_emergency_is_not_asked_again_when_another_thing_was_missing_too(
    counter: Counter,
) -> None:
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    both = replace(COMBINATION, id="BOTH", prescription_only=True)
    offer = replace(counter.shelf.offers_by_gtin[gtin(COMBINATION)], drug=both)
    counter.shelf.offers_by_gtin[gtin(COMBINATION)] = offer
    counter.shelf.put(both, "GOOD", NEXT_YEAR)
    counter.scan(pack(COMBINATION))
    counter.play([Chosen("EMERGENCY"), Chosen("emergency")])
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER
    counter.scan(CARD)
    assert [line.drug for line in lines_of(counter)] == [both]
    assert len(open_sale(counter.state).overridden) == 1


def test_a_reason_without_its_pack_does_not_stay_in_the_sale(counter: Counter) -> None:
    counter.permit(rx_required_override=WithoutCode.EMERGENCY)
    both = replace(COMBINATION, id="BOTH", prescription_only=True)
    offer = replace(counter.shelf.offers_by_gtin[gtin(COMBINATION)], drug=both)
    counter.shelf.offers_by_gtin[gtin(COMBINATION)] = offer
    counter.scan(pack(COMBINATION))
    counter.play([Chosen("EMERGENCY"), Chosen("emergency")])
    counter.scan(pack(FREE))
    assert open_sale(counter.state).overridden == ()
