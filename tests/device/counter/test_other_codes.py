"""Codes besides packs and orders: cards, badges, registration numbers, and what is not needed."""

from dataclasses import replace

import pytest

from codes import Badge, InsuranceCard, ReceiptCode, RegistrationNumber, Sex
from codes.vietqr import VietQR
from device.counter.cue import Cue
from device.counter.event import CashTaken, Dismissed, Scanned
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
