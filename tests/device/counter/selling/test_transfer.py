"""Paying by transfer: the code is made for this sale, and each way in which the money is seen."""

from dataclasses import replace

import pytest

from codes import Badge, Unknown, VietQR, Why
from codes.vietqr import read_vietqr
from device.counter.cue import Cue
from device.counter.deed import AwaitMoney, CommitSale
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Chosen,
    Dismissed,
    DropSale,
    MoneyCame,
    MoneySeen,
    NotSaved,
    RecallCame,
    Saved,
    Scanned,
    SetQuantity,
    TransferWanted,
    WentBack,
)
from device.counter.open_sale import open_sale
from device.counter.payment import Transfer as ByTransfer
from device.counter.payment import Witness
from device.counter.rules import Rule
from device.counter.shop import Shop
from device.counter.state import (
    Blocked,
    Menu,
    Notice,
    Paid,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Selling,
    Transfer,
)
from tests.device.counter.selling.prescriptions import blocked
from tests.device.counter.shop import AT, CARD, COMBINATION, FREE, SHOP, Counter, pack

REFERENCE = "K7M4P"


@pytest.fixture
def counter() -> Counter:
    """A counter at which a transfer of 11.000 đ is awaited."""
    counter = Counter()
    counter.scan(pack(FREE))
    counter.do(TransferWanted())
    return counter


def awaited(counter: Counter) -> Transfer:
    assert isinstance(counter.state, Transfer), counter.state
    return counter.state


def test_the_code_names_the_outlets_own_account_the_sum_and_a_reference(counter: Counter) -> None:
    """PAY-02: the money goes straight to the outlet."""
    state = awaited(counter)
    assert SHOP.account is not None
    assert read_vietqr(state.text) == VietQR(
        bank=SHOP.account.bank,
        account=SHOP.account.number,
        amount_vnd=11_000,
        memo="QT K7M4P",
        dynamic=True,
    )
    assert (state.reference, state.memo, state.amount_vnd) == (REFERENCE, "QT K7M4P", 11_000)
    assert counter.deeds == [AwaitMoney(REFERENCE, 11_000)]


def test_nothing_is_written_before_the_money_is_there(counter: Counter) -> None:
    assert not any(isinstance(deed, CommitSale) for deed in counter.deeds)


def test_the_banks_notice_ends_it_by_itself(counter: Counter) -> None:
    sale = open_sale(counter.state)
    found = counter.do(MoneyCame(reference=REFERENCE, amount_vnd=11_000))
    payment = ByTransfer(reference=REFERENCE, witness=Witness.BANK)
    assert found.state == Saving(sale=sale, payment=payment)
    assert found.deeds == (CommitSale(sale=sale, payment=payment),)
    paid = counter.do(Saved(number=7, at=AT)).state
    assert isinstance(paid, Paid)
    assert paid.payment == payment


def test_the_staffs_own_look_is_written_as_such(counter: Counter) -> None:
    found = counter.do(MoneySeen())
    assert isinstance(found.state, Saving)
    assert found.state.payment == ByTransfer(reference=REFERENCE, witness=Witness.STAFF)


@pytest.mark.parametrize("amount", [10_000, 12_000])
def test_another_amount_stays_and_is_said(counter: Counter, amount: int) -> None:
    found = counter.do(MoneyCame(reference=REFERENCE, amount_vnd=amount))
    assert (awaited(counter).came_vnd, found.cue, found.deeds) == (amount, Cue.WARN, ())
    assert isinstance(counter.do(MoneySeen()).state, Saving)


def test_a_notice_of_another_transfer_changes_nothing(counter: Counter) -> None:
    before = counter.state
    assert counter.do(MoneyCame(reference="ZZZZZ", amount_vnd=11_000)).state is before


def test_going_back_leads_to_the_sale_and_the_next_code_is_another(counter: Counter) -> None:
    counter.do(WentBack())
    assert isinstance(counter.state, Selling)
    late = counter.do(MoneyCame(reference=REFERENCE, amount_vnd=11_000))
    assert late.commit is None
    assert isinstance(late.state, Selling)


def test_a_notice_that_comes_too_late_changes_nothing(counter: Counter) -> None:
    counter.do(MoneySeen())
    late = MoneyCame(reference=REFERENCE, amount_vnd=11_000)
    assert counter.do(late).commit is None
    counter.do(Saved(number=7, at=AT))
    paid = counter.state
    assert counter.do(late).state is paid
    dropped = Counter()
    dropped.scan(pack(FREE))
    dropped.play([TransferWanted(), DropSale()])
    assert dropped.do(late).state == Ready()


def test_a_pack_goes_into_the_sale_and_voids_the_code(counter: Counter) -> None:
    counter.scan(pack(FREE))
    assert isinstance(counter.state, Selling)
    assert open_sale(counter.state).total_vnd == 22_000
    assert counter.do(MoneyCame(reference=REFERENCE, amount_vnd=11_000)).commit is None
    counter.do(TransferWanted())
    assert awaited(counter).amount_vnd == 22_000


@pytest.mark.parametrize(
    "code",
    [Unknown(Why.NO_MATCH), Badge("NV99"), VietQR(bank="970415", account="113366668888")],
    ids=lambda code: type(code).__name__,
)
def test_a_code_that_means_nothing_leaves_the_transfer_on_the_screen(
    counter: Counter, code: Unknown | Badge | VietQR
) -> None:
    before = counter.state
    found = counter.do(Scanned(code))
    assert found.state is before
    assert found.cue is not None


def test_without_an_account_there_is_no_transfer() -> None:
    counter = Counter(shop=Shop())
    counter.scan(pack(FREE))
    found = counter.do(TransferWanted())
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.cue, found.deeds) == (Notice.NO_TRANSFER, Cue.WARN, ())


def test_an_account_that_cannot_be_is_no_account() -> None:
    assert SHOP.account is not None
    wrong = replace(SHOP, account=replace(SHOP.account, bank="VCB"))
    counter = Counter(shop=wrong)
    counter.scan(pack(FREE))
    found = counter.do(TransferWanted())
    assert isinstance(found.state, Selling)
    assert found.state.notice is Notice.NO_TRANSFER


def test_a_sum_of_nought_cannot_be_transferred() -> None:
    counter = Counter()
    code = pack(FREE).gtin
    free = counter.shelf.offers_by_gtin[code]
    counter.shelf.offers_by_gtin[code] = replace(free, price_vnd=0)
    counter.scan(pack(FREE))
    found = counter.do(TransferWanted())
    assert isinstance(found.state, Selling)
    assert found.state.notice is Notice.NO_TRANSFER
    assert counter.do(CashTaken()).commit is not None


def test_without_a_line_there_is_nothing_to_transfer() -> None:
    counter = Counter()
    assert counter.do(TransferWanted()).state == Ready()
    counter.scan(CARD)
    before = counter.state
    assert counter.do(TransferWanted()).state is before


def test_no_code_is_shown_for_a_sale_that_may_not_be_paid() -> None:
    counter = Counter()
    counter.scan(pack(FREE, "A"))
    counter.shelf.holds.append(
        Hold(number="R1", kind=HoldKind.RECALLED, drug_id=FREE.id, drug_name="")
    )
    found = counter.do(TransferWanted())
    assert isinstance(found.state, Blocked)
    assert found.deeds == ()


def test_a_recall_takes_the_code_from_the_screen(counter: Counter) -> None:
    counter.shelf.holds.append(
        Hold(number="R1", kind=HoldKind.RECALLED, drug_id=FREE.id, drug_name="")
    )
    found = counter.do(RecallCame())
    assert found.cue is Cue.BLOCK
    assert (blocked(counter).refusal.rule, blocked(counter).in_sale) == (Rule.RECALLED, True)


def test_money_that_was_seen_is_not_asked_for_again_where_writing_failed(
    counter: Counter,
) -> None:
    counter.play([MoneySeen(), NotSaved(SaveFault.DISK_FULL)])
    payment = ByTransfer(reference=REFERENCE, witness=Witness.STAFF)
    assert isinstance(counter.state, SaveFailed)
    assert counter.state.payment == payment
    for again in (CashTaken(), MoneySeen()):
        found = counter.do(again)
        assert found.payment == payment
        counter.do(NotSaved(SaveFault.DISK_FULL))


def test_while_nothing_can_be_written_no_money_is_asked_for() -> None:
    counter = Counter()
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    counter.fault = SaveFault.DISK_FULL
    found = counter.do(TransferWanted())
    held = SaveFailed(sale=sale, fault=SaveFault.DISK_FULL, paying=False)
    assert (found.state, found.deeds) == (held, ())
    counter.fault = None
    assert isinstance(counter.do(Dismissed()).state, Selling)


def test_a_fault_at_the_last_moment_keeps_how_it_was_paid(counter: Counter) -> None:
    counter.fault = SaveFault.DISK_FULL
    found = counter.do(MoneySeen())
    assert isinstance(found.state, SaveFailed)
    assert found.state.payment == ByTransfer(reference=REFERENCE, witness=Witness.STAFF)


def test_the_notice_is_heard_behind_another_screen(counter: Counter) -> None:
    counter.state = Menu(items=(), behind=counter.state)
    found = counter.do(MoneyCame(reference=REFERENCE, amount_vnd=11_000))
    assert isinstance(found.state, Saving)


def test_what_was_missing_has_a_sale_written_at_once_whose_money_has_come() -> None:
    counter = Counter()
    counter.scan(CARD, pack(COMBINATION))
    counter.do(TransferWanted())
    state = awaited(counter)
    counter.state = replace(state, sale=replace(state.sale, card=None))
    counter.do(MoneySeen())
    assert blocked(counter).refusal.rule is Rule.NEEDS_CUSTOMER
    found = counter.scan(CARD)
    assert found.payment == ByTransfer(reference=REFERENCE, witness=Witness.STAFF)


def test_a_sale_whose_money_has_come_is_written_once_its_reason_is_given(
    counter: Counter,
) -> None:
    counter.shelf.move(FREE.id, "GOOD", -1000)
    counter.do(MoneySeen())
    assert blocked(counter).refusal.rule is Rule.NOT_ENOUGH
    found = counter.do(Chosen("IN_HAND"))
    assert found.payment == ByTransfer(reference=REFERENCE, witness=Witness.STAFF)


def test_a_sale_that_became_less_than_the_money_that_came_is_not_written_by_itself(
    counter: Counter,
) -> None:
    counter.play([WentBack(), SetQuantity(3), TransferWanted()])
    counter.shelf.move(FREE.id, "GOOD", -985)
    counter.do(MoneySeen())
    found = counter.do(Chosen("LESS"))
    assert found.commit is None
    assert open_sale(found.state).total_vnd < 33_000
