"""Drugs that no code tells: by registration number, by name, and codes that are linked."""

from dataclasses import replace

import pytest

from codes import Pack, RegistrationNumber
from device.counter.cue import Cue
from device.counter.deed import Record
from device.counter.drug import Drug, Offer
from device.counter.event import CashTaken, NotAllowed, Opened, Picked, Scanned, Typed, WentBack
from device.counter.notes import CodeNote
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.shop import Role
from device.counter.state import Blocked, Notice, Ready, Search, Selling
from device.counter.states.asking import Item
from tests.device.counter.selling.prescriptions import blocked, lines_of
from tests.device.counter.shop import (
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    UNKNOWN_GTIN,
    Counter,
    pack,
)
from tests.device.counter.shop import MAI as PHARMACIST

UNKNOWN = Pack(UNKNOWN_GTIN, "A", NEXT_YEAR)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def typed(counter: Counter, text: str) -> None:
    counter.play(Typed(letter) for letter in text)


def searching(counter: Counter) -> Search:
    assert isinstance(counter.state, Search), counter.state
    return counter.state


def test_a_registration_number_of_one_pack_sells_it_first_expired_first(counter: Counter) -> None:
    found = counter.scan(RegistrationNumber(FREE.registration))
    assert found.cue is Cue.READ
    line = lines_of(counter)[0]
    assert (line.offer.unit, line.batch, line.batch_from) == ("hộp", "A", "shelf")


def test_a_registration_number_of_several_packs_shows_them_to_choose_from(
    counter: Counter,
) -> None:
    strong = Drug(
        id="FREE2", name="Loại mạnh", prescription_only=False, registration=FREE.registration
    )
    second = Offer(drug=strong, unit="hộp", unit_size=100, price_vnd=9_000, gtin="1")
    counter.shelf.every_offer.append(second)
    counter.shelf.put(strong, "M1", NEXT_YEAR)
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    counter.scan(RegistrationNumber(FREE.registration))
    search = searching(counter)
    assert (search.text, search.purpose) == (FREE.registration, "sell")
    assert [offer.drug.id for offer in search.found.offers] == ["FREE", "FREE2"]
    assert search.found.on_hand == (4000, 1000)
    assert open_sale(search) == sale
    counter.do(Picked(1))
    assert [line.drug.id for line in lines_of(counter)] == ["FREE", "FREE2"]


def test_a_prescription_drug_by_its_registration_number_is_refused_like_its_pack(
    counter: Counter,
) -> None:
    counter.scan(RegistrationNumber(ON_PRESCRIPTION.registration))
    assert blocked(counter).refusal.rule is Rule.NEEDS_PRESCRIPTION
    assert blocked(counter).pack is None
    counter.scan(ORDINARY)
    assert [line.drug for line in lines_of(counter)] == [ON_PRESCRIPTION]


def test_a_drug_that_was_found_by_name_is_sold(counter: Counter) -> None:
    counter.do(Opened(Item.SEARCH))
    typed(counter, "khong ke don")
    assert searching(counter).purpose == "sell"
    counter.state = replace(searching(counter), found=counter.shelf.find(FREE.name, page=0, size=4))
    counter.do(Picked(0))
    assert [line.drug for line in lines_of(counter)] == [FREE]


def test_an_unknown_code_says_so_over_the_sale_and_keeps_the_pack(counter: Counter) -> None:
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    found = counter.scan(UNKNOWN)
    assert isinstance(found.state, Selling)
    assert found.state == replace(
        found.state,
        sale=sale,
        notice=Notice.NOT_IN_CATALOGUE,
        code=UNKNOWN_GTIN.lstrip("0"),
        unknown=UNKNOWN,
    )
    after = counter.scan(pack(FREE)).state
    assert isinstance(after, Selling)
    assert (after.notice, after.unknown) == (None, None)


def test_from_an_unknown_code_the_search_links_it_to_a_drug_and_sells_the_pack(
    counter: Counter,
) -> None:
    counter.scan(UNKNOWN)
    counter.do(Opened(Item.SEARCH))
    search = searching(counter)
    assert (search.purpose, search.code) == ("link", UNKNOWN_GTIN)
    found = counter.shelf.find(FREE.name, page=0, size=4)
    counter.state = replace(search, found=found)
    step = counter.act(Picked(0))
    note = CodeNote(gtin=UNKNOWN_GTIN, drug=FREE.id, unit=found.offers[0].unit)
    assert step.deeds == (Record(note),)
    assert counter.at(Selling).notice is Notice.CODE_LINKED
    assert [(line.batch, line.expiry) for line in lines_of(counter)] == [("A", NEXT_YEAR)]
    counter.scan(UNKNOWN)
    assert lines_of(counter)[0].quantity == 2


def test_a_linked_pack_is_refused_by_the_same_rules(counter: Counter) -> None:
    counter.scan(UNKNOWN)
    counter.do(Opened(Item.SEARCH))
    found = counter.shelf.find(ON_PRESCRIPTION.name, page=0, size=4)
    counter.state = replace(searching(counter), found=found)
    counter.act(Picked(0))
    assert counter.at(Blocked).pack == UNKNOWN
    counter.act(Scanned(ORDINARY))
    assert [line.batch for line in lines_of(counter)] == ["A"]


def test_a_link_that_could_not_be_written_is_not_said_to_stand(counter: Counter) -> None:
    counter.scan(UNKNOWN)
    counter.do(Opened(Item.SEARCH))
    found = counter.shelf.find(FREE.name, page=0, size=4)
    counter.state = replace(searching(counter), found=found)
    counter.do(Picked(0))
    refused = counter.do(NotAllowed())
    assert isinstance(refused.state, Selling)
    assert (refused.state.notice, refused.cue) == (None, Cue.WARN)


def test_going_back_from_the_search_leads_to_the_sale(counter: Counter) -> None:
    counter.scan(UNKNOWN)
    counter.do(Opened(Item.SEARCH))
    after = counter.do(WentBack()).state
    assert isinstance(after, Ready)
    assert after.notice is None


def test_who_may_not_sell_is_told_so(counter: Counter) -> None:
    counter.person = replace(PHARMACIST, roles=frozenset())
    found = counter.scan(pack(FREE))
    assert (found.state, found.cue) == (Ready(notice=Notice.NOT_YOURS), Cue.WARN)


def test_who_may_not_sell_links_no_code_either(counter: Counter) -> None:
    counter.person = replace(PHARMACIST, roles=frozenset({Role.TECHNICIAN}))
    counter.scan(UNKNOWN)
    counter.do(Opened(Item.SEARCH))
    typed(counter, "kh")
    found = counter.do(Picked(0))
    assert isinstance(found.state, Ready)
    assert (found.state.notice, found.deeds) == (Notice.NOT_YOURS, ())


def test_who_may_not_sell_takes_no_money_either(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.person = replace(PHARMACIST, roles=frozenset())
    found = counter.do(CashTaken())
    assert found.commit is None
    assert isinstance(found.state, Selling)
    assert found.state.notice is Notice.NOT_YOURS
