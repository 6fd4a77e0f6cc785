"""Codes besides packs and orders: cards, badges, registration numbers, and what is not needed."""

from dataclasses import replace

import pytest

from codes import Badge, InsuranceCard, ReceiptCode, RegistrationNumber, Sex, Unknown, Why
from codes.vietqr import VietQR
from device.counter.cue import Cue
from device.counter.deed import SignIn
from device.counter.event import CashTaken, Chosen, Dismissed, MenuWanted, Scanned, Typed
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Notice,
    Ready,
    Selling,
)
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    FREE,
    LAN,
    MAI,
    YESTERDAY,
    Counter,
    pack,
)

DAMAGED = replace(CARD, name="Nguy?n", residence="?", reliable=False)


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.mark.parametrize(
    "code",
    [
        InsuranceCard("0120878811", None, Sex.MALE, ("0120878811",)),
        Badge("NV99"),
        ReceiptCode("Q33-0001", "0f0f0f0f", 128, "7F3A91C204DE"),
        VietQR(bank="970415", account="113366668888"),
    ],
    ids=lambda code: type(code).__name__,
)
def test_a_code_that_a_sale_does_not_need_gives_a_calm_notice(
    counter: Counter, code: InsuranceCard | Badge | ReceiptCode | VietQR
) -> None:
    found = counter.do(Scanned(code))
    assert (found.state, found.cue) == (Ready(notice=Notice.NOT_NEEDED), Cue.WARN)
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    assert counter.do(Scanned(code)).state == Selling(sale=sale, notice=Notice.NOT_NEEDED)


def test_a_registration_number_that_nobody_knows_is_shown(counter: Counter) -> None:
    found = counter.do(Scanned(RegistrationNumber("VD-99999-99")))
    assert found.cue is Cue.UNKNOWN
    assert found.state == Ready(notice=Notice.NOT_IN_CATALOGUE, code="VD-99999-99")


def test_a_card_whose_letters_were_lost_says_so(counter: Counter) -> None:
    found = counter.scan(DAMAGED)
    assert found.cue is Cue.WARN
    assert found.state == Selling(sale=OpenSale().with_card(DAMAGED), notice=Notice.NAME_UNREADABLE)
    assert counter.scan(CARD).state == Selling(sale=OpenSale().with_card(DAMAGED).with_card(CARD))


def test_a_damaged_reading_never_replaces_the_same_card_whole(counter: Counter) -> None:
    counter.scan(CARD, DAMAGED)
    assert open_sale(counter.state).card is CARD
    other = replace(DAMAGED, number="001090000009")
    counter.scan(other)
    assert open_sale(counter.state).card is other


def test_a_card_whose_letters_were_lost_is_no_customers_name_and_address(counter: Counter) -> None:
    counter.scan(pack(COMBINATION))
    blocked = counter.scan(DAMAGED)
    assert isinstance(blocked.state, Blocked)
    assert blocked.state.refusal.rule is Rule.NEEDS_CUSTOMER
    sold = counter.scan(CARD)
    assert isinstance(sold.state, Selling)
    assert len(sold.state.sale.lines) == 1
    counter.state = Selling(sale=sold.state.sale.with_card(DAMAGED))
    refused = counter.do(CashTaken())
    assert isinstance(refused.state, Blocked)
    assert refused.state.refusal.rule is Rule.NEEDS_CUSTOMER


def test_a_refused_pack_stays_refused_when_the_block_is_dismissed_by_touch(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE, expiry=YESTERDAY))
    assert counter.do(Dismissed()).state == Ready()


def test_another_persons_badge_hands_the_counter_over_and_the_sale_stays(counter: Counter) -> None:
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    found = counter.scan(Badge(LAN.badge))
    assert SignIn(LAN) in found.deeds
    assert open_sale(found.state) == sale


def test_the_badge_of_who_stands_there_means_nothing(counter: Counter) -> None:
    found = counter.scan(Badge(MAI.badge))
    assert (found.state, found.cue) == (Ready(notice=Notice.NOT_NEEDED), Cue.WARN)


@pytest.mark.parametrize(
    "code", [Unknown(Why.NO_MATCH), Badge("NV99"), InsuranceCard("0", None, Sex.MALE, ("0",))]
)
def test_a_code_that_says_nothing_to_a_sale_leaves_a_form_as_it_is(
    counter: Counter, code: Unknown | Badge | InsuranceCard
) -> None:
    counter.scan(pack(COMBINATION))
    counter.play([Chosen("BUYER"), Typed("A")])
    before = counter.state
    found = counter.do(Scanned(code))
    assert (found.state, found.cue) == (before, Cue.WARN)


def test_over_a_menu_it_is_said_that_a_code_is_unknown(counter: Counter) -> None:
    counter.do(MenuWanted())
    found = counter.do(Scanned(Unknown(Why.NO_MATCH, "893")))
    assert found.state == Ready(notice=Notice.UNKNOWN_CODE, code="893")
