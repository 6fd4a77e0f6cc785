"""What was dispensed is told to the national system: once, corrected when undone, never lost."""

import pytest

from server import alarm_texts
from server.interop.mood import Mood
from server.prescriptions.due import backlog, invoice_of
from server.store.alarms import Finding
from server.store.database import reading
from tests.server.prescriptions.counters import Counter
from tests.server.prescriptions.office import Office

pytestmark = pytest.mark.usefixtures("store")


def test_a_sale_is_told_once_as_it_was_scanned_and_names_no_buyer(
    office: Office, counter: Counter
) -> None:
    scanned = office.code.swapcase()
    sale = counter.sell(scanned, {1: 7})
    counter.send()
    for _ in range(3):
        office.round(minutes=1)
    invoice = invoice_of("Q33-0001", sale.epoch, sale.seq)
    assert office.sold() == {invoice: [7]}
    assert office.way.system.told == 1
    told = office.way.system.reports[invoice]
    assert told["ma_don_thuoc"] == scanned
    assert told["ma_dinh_danh_co_so_cung_ung_thuoc"] == "NT-1"
    prescription = office.way.system.prescription(office.code)
    assert prescription
    (line,) = told["thong_tin_thuoc"]
    assert line["ma_thuoc_da_ke_don"] == prescription["thong_tin_don_thuoc"][0]["ma_thuoc"]
    assert len(invoice) <= 20
    assert not any("benh_nhan" in field for field in told)


def test_a_sale_without_a_prescription_is_not_told(office: Office, counter: Counter) -> None:
    counter.outlet.sell(2)
    counter.send()
    office.round()
    assert (office.sold(), office.way.asked) == ({}, 0)


def test_what_comes_back_is_told_under_the_same_invoice(office: Office, counter: Counter) -> None:
    sale = counter.sell(office.code, {1: 7})
    counter.send()
    office.round()
    counter.take_back(sale, {1: 2})
    counter.send()
    office.round(minutes=1)
    assert list(office.sold().values()) == [[5]]
    counter.void(sale)
    counter.send()
    office.round(minutes=1)
    office.round(minutes=1)
    assert list(office.sold().values()) == [[]]
    assert office.way.system.told == 3


def test_what_was_voided_before_it_was_told_is_not_told(office: Office, counter: Counter) -> None:
    counter.void(counter.sell(office.code, {1: 7}))
    counter.send()
    office.round()
    assert office.way.system.told == 0
    with reading():
        assert backlog().waiting == 0


@pytest.mark.parametrize("mood", ["down", "limited", "garbage", "html", "key"])
def test_what_cannot_be_told_waits_alarms_and_is_told_once_at_last(
    office: Office, counter: Counter, mood: Mood
) -> None:
    office.way.behave(mood)
    counter.sell(office.code, {1: 7})
    counter.send()
    office.round()
    assert not office.is_alarming()
    office.round(minutes=61)
    assert office.is_alarming()
    asked = office.way.asked
    office.round(minutes=0.01)
    assert office.way.asked == asked
    office.way.behave("well")
    for _ in range(3):
        office.round(minutes=31)
        office.reporting._breaker.succeeded()
    assert list(office.sold().values()) == [[7]]
    assert office.way.system.told == 1
    assert not office.is_alarming()


@pytest.mark.parametrize("mood", ["down", "limited", "html", "wrong-type", "key"])
def test_what_cannot_be_fetched_for_a_moment_is_told_later_by_its_own_drugs(
    office: Office, counter: Counter, mood: Mood
) -> None:
    counter.sell(office.code, {1: 7})
    counter.send()
    office.way.behave(mood, times=1)
    office.round()
    assert (office.way.asked, office.sold()) == (1, {})
    office.reporting._breaker.succeeded()
    office.round(minutes=2)
    with reading():
        assert (backlog().waiting, backlog().refused) == (0, 0)
    assert list(office.sold().values()) == [[7]]


def test_a_restart_loses_nothing_and_repeats_nothing(office: Office, counter: Counter) -> None:
    counter.sell(office.code, {1: 1})
    counter.send()
    office.round()
    counter.sell(office.code, {1: 2})
    counter.send()
    office.restart()
    office.round(minutes=1)
    office.restart()
    office.round(minutes=1)
    assert sorted(office.sold().values()) == [[1], [2]]
    assert office.way.system.told == 2


def test_what_is_refused_is_not_tried_for_ever_and_is_seen(
    office: Office, counter: Counter
) -> None:
    counter.sell("99011zzzzzzz-c", {1: 1})
    counter.send()
    for _ in range(3):
        office.round(minutes=40)
    with reading():
        assert (backlog().waiting, backlog().refused) == (0, 1)
    assert office.is_alarming(Finding.RX_REFUSED)
    assert not office.is_alarming()
    assert office.sold() == {}


def test_a_refusal_that_was_seen_hides_neither_the_next_one_nor_an_outage(
    office: Office, counter: Counter
) -> None:
    counter.sell("99011zzzzzzz-c", {1: 1})
    counter.send()
    office.round()
    office.see(Finding.RX_REFUSED)
    office.way.behave("down")
    counter.sell(office.code, {1: 7})
    counter.send()
    office.round(minutes=1)
    office.round(minutes=61)
    assert office.is_alarming()
    assert not office.is_alarming(Finding.RX_REFUSED)
    office.see(Finding.RX_REPORT)
    office.way.behave("well")
    office.restart()
    office.round(minutes=60 * 24)
    assert office.sold()
    assert not office.is_alarming()
    counter.sell("99011zzzzzzy-c", {1: 1})
    counter.send()
    office.restart()
    office.round(minutes=1)
    alarm = office.alarm(Finding.RX_REFUSED)
    assert alarm
    assert alarm_texts.what(alarm).endswith(": gần nhất là phiếu số 3 của máy Q33-0001")
    office.way.behave("down")
    counter.sell(office.code, {1: 1})
    counter.send()
    office.restart()
    office.round(minutes=1)
    assert office.is_alarming()


def test_one_that_fails_does_not_hold_up_the_others(office: Office, counter: Counter) -> None:
    for units in range(1, 8):
        counter.sell(office.code, {1: units})
    counter.sell("99011zzzzzzz-c", {1: 1})
    counter.send()
    office.way.behave("down", times=0)
    office.round()
    office.way.behave("well")
    office.reporting._breaker.succeeded()
    office.round(minutes=31)
    assert sorted(office.sold().values()) == [[units] for units in range(1, 8)]
