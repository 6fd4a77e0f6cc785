"""Packs and sales that are refused, and what lifts the block."""

import pytest

from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    Dismissed,
    UndoScan,
)
from device.counter.open_sale import open_sale
from device.counter.payment import CASH
from device.counter.prescription import Prescription
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Ready,
    Selling,
)
from tests.device.counter.shop import (
    CARD,
    FREE,
    NARCOTIC,
    ON_PRESCRIPTION,
    ORDINARY,
    TODAY,
    TOMORROW,
    TYPE_N,
    YESTERDAY,
    Counter,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_an_expired_pack_blocks_and_a_good_pack_goes_on(counter: Counter) -> None:
    counter.scan(pack(FREE))
    blocked = counter.scan(pack(FREE, "OLD", YESTERDAY))
    assert blocked.cue is Cue.BLOCK
    assert isinstance(blocked.state, Blocked)
    assert blocked.state.refusal.rule is Rule.EXPIRED
    good = counter.scan(pack(FREE))
    assert good.cue is Cue.READ
    assert isinstance(good.state, Selling)
    assert [(line.batch, line.quantity) for line in good.state.sale.lines] == [("GOOD", 2)]


def test_a_refused_pack_that_is_put_aside_leaves_the_sale_as_it_was(counter: Counter) -> None:
    counter.scan(pack(FREE))
    before = counter.state
    counter.scan(pack(FREE, expiry=YESTERDAY))
    assert counter.do(Dismissed()).state == before
    alone = Counter()
    alone.scan(pack(FREE, expiry=YESTERDAY))
    assert alone.do(Dismissed()).state == Ready()


def test_a_pack_is_good_until_the_end_of_its_date(counter: Counter) -> None:
    assert isinstance(counter.scan(pack(FREE, expiry=TODAY)).state, Selling)
    counter.today = TOMORROW
    assert isinstance(counter.scan(pack(FREE, expiry=TODAY)).state, Blocked)


def test_a_pack_that_expires_at_midnight_is_refused_when_it_is_paid_after_it(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE, expiry=TODAY))
    counter.today = TOMORROW
    found = counter.do(CashTaken())
    assert found.commit is None
    assert isinstance(found.state, Blocked)
    assert (found.state.refusal.rule, found.state.pack) == (Rule.EXPIRED, None)


def test_a_prescription_scanned_in_a_block_brings_the_refused_pack_into_the_sale(
    counter: Counter,
) -> None:
    blocked = counter.scan(pack(ON_PRESCRIPTION, serial="S1")).state
    assert isinstance(blocked, Blocked)
    assert blocked.refusal.rule is Rule.NEEDS_PRESCRIPTION
    found = counter.scan(ORDINARY)
    assert found.cue is Cue.READ
    assert isinstance(found.state, Selling)
    assert found.state.sale.prescription == Prescription(code=ORDINARY)
    assert [line.serials for line in found.state.sale.lines] == [{"S1"}]


def test_a_narcotic_asks_for_its_prescription_and_then_for_the_card(counter: Counter) -> None:
    rules = []
    for code in (pack(NARCOTIC), ORDINARY, TYPE_N):
        state = counter.scan(code).state
        assert isinstance(state, Blocked)
        rules.append(state.refusal.rule)
    assert rules == [Rule.NEEDS_PRESCRIPTION, Rule.NEEDS_TYPE_N, Rule.TRANCHE_ID]
    found = counter.scan(CARD).state
    assert isinstance(found, Selling)
    assert [line.drug for line in found.sale.lines] == [NARCOTIC]
    assert counter.do(CashTaken()).commit is not None


def test_a_prescription_that_does_not_help_keeps_the_block_and_stays_in_the_sale(
    counter: Counter,
) -> None:
    counter.scan(pack(NARCOTIC))
    counter.scan(ORDINARY)
    assert isinstance(counter.state, Blocked)
    assert counter.state.sale.prescription == Prescription(code=ORDINARY)
    assert not counter.state.sale.lines


def test_a_card_scanned_in_an_expiry_block_does_not_bring_the_pack_back(counter: Counter) -> None:
    counter.scan(pack(FREE, expiry=YESTERDAY))
    found = counter.scan(CARD)
    assert found.state == Selling(sale=OpenSale().with_card(CARD))


def test_a_prescription_exchanged_for_a_lesser_one_is_noticed_at_paying(counter: Counter) -> None:
    counter.scan(TYPE_N, CARD, pack(NARCOTIC))
    lesser = open_sale(counter.state).with_prescription(Prescription(code=ORDINARY))
    counter.state = Selling(sale=lesser)
    found = counter.do(CashTaken())
    assert found.cue is Cue.BLOCK
    assert found.commit is None
    assert isinstance(found.state, Blocked)
    assert (found.state.refusal.rule, found.state.pack) == (Rule.NEEDS_TYPE_N, None)
    mended = counter.scan(TYPE_N)
    assert isinstance(mended.state, Selling)
    assert len(mended.state.sale.lines) == 1
    assert counter.do(CashTaken()).commit is not None


def test_a_sale_whose_prescription_is_gone_is_refused_at_paying(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    assert isinstance(counter.state, Selling)
    line = counter.state.sale.lines[0]
    counter.state = Selling(sale=OpenSale(lines=(line,)))
    found = counter.do(CashTaken())
    ways = (Way.PAPER_PRESCRIPTION,)
    refusal = Refusal(rule=Rule.NEEDS_PRESCRIPTION, line=line, ways=ways)
    sale = OpenSale(lines=(line,))
    assert found.state == Blocked(sale=sale, refusal=refusal, payment=CASH, in_sale=True)


def test_undo_after_a_block_that_was_lifted_takes_pack_and_prescription_back_in_turn(
    counter: Counter,
) -> None:
    counter.scan(pack(ON_PRESCRIPTION), ORDINARY)
    counter.do(UndoScan())
    sale = OpenSale().with_prescription(Prescription(code=ORDINARY))
    assert isinstance(counter.state, Selling)
    assert counter.state.sale == sale
    assert counter.do(UndoScan()).state == Ready()
