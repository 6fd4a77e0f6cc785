"""What the national system refused goes again when asked to, and holds nothing up."""

from datetime import timedelta

import pytest

from server.prescriptions import due
from server.prescriptions.due import backlog
from server.prescriptions.reports import AT_ONCE
from server.store.alarms import Finding
from server.store.database import reading, writing
from tests.server.prescriptions.counters import Counter
from tests.server.prescriptions.office import Office

pytestmark = pytest.mark.usefixtures("store")

UNKNOWN = "99011zzzzz1a-c"


def refuse(office: Office, counter: Counter, many: int) -> None:
    """Sell so often on a code that nobody knows, and have it refused."""
    for _ in range(many):
        counter.sell(UNKNOWN, {1: 1})
    counter.send()
    while _backlog() != (0, many):
        office.round()


def send_again(office: Office) -> int:
    with writing():
        return due.again(office.now)


def _backlog() -> tuple[int, int]:
    with reading():
        left = backlog()
    return left.waiting, left.refused


@pytest.mark.parametrize("days", [-3, 3])
def test_what_is_sent_again_holds_no_fresh_sale_up(
    office: Office, counter: Counter, days: int
) -> None:
    refuse(office, counter, AT_ONCE + 10)
    # Entries are stored by the real clock: the button was pressed long before this sale, or after.
    office.now += timedelta(days=days)
    assert send_again(office) == AT_ONCE + 10
    office.now += timedelta(days=3 - days)
    other = Counter("Q33-0002", home="NT-2")
    other.sell(office.code, {1: 7})
    other.send()
    office.round()
    assert list(office.sold().values()) == [[7]]


def test_sending_again_is_late_only_when_it_takes_long_from_then(
    office: Office, counter: Counter
) -> None:
    refuse(office, counter, 1)
    office.now += timedelta(days=3)
    send_again(office)
    office.way.behave("down")
    office.round(minutes=1)
    assert not office.is_alarming()
    office.round(minutes=61)
    alarm = office.alarm(Finding.RX_REPORT)
    assert alarm
    assert alarm.detail == "waiting=1 minutes=62"


def test_a_refused_sale_that_is_voided_needs_no_telling(office: Office, counter: Counter) -> None:
    sale = counter.sell(UNKNOWN, {1: 7})
    counter.send()
    office.round()
    counter.take_back(sale, {1: 2})
    counter.send()
    office.round(minutes=1)
    assert _backlog() == (0, 1), "five are left of it"
    counter.void(sale)
    counter.send()
    office.round(minutes=1)
    assert _backlog() == (0, 0)
    know(office, UNKNOWN)
    assert send_again(office) == 0
    office.round(minutes=1)
    assert office.sold() == {}


def test_a_sale_that_is_voided_when_it_was_sent_again_is_not_told_empty(
    office: Office, counter: Counter
) -> None:
    sale = counter.sell(UNKNOWN, {1: 7})
    counter.send()
    office.round()
    know(office, UNKNOWN)
    send_again(office)
    counter.void(sale)
    counter.send()
    for _ in range(2):
        office.round(minutes=1)
    assert (_backlog(), office.sold()) == ((0, 0), {})


def test_what_was_never_told_stays_untold_whatever_else_undoes_it(
    office: Office, counter: Counter
) -> None:
    sale = counter.sell(office.code, {1: 7})
    counter.take_back(sale, {1: 7})
    counter.send()
    office.round()
    counter.void(sale)
    counter.send()
    office.round(minutes=1)
    assert (_backlog(), office.sold()) == ((0, 0), {})


def test_a_correction_that_was_refused_goes_again_as_one(office: Office, counter: Counter) -> None:
    sale = counter.sell(office.code, {1: 7})
    counter.send()
    office.round()
    counter.void(sale)
    counter.send()
    office.way.behave("unprocessable")
    office.round(minutes=1)
    office.way.behave("well")
    office.round(minutes=1)
    assert (_backlog(), list(office.sold().values())) == ((0, 1), [[7]])
    send_again(office)
    office.round(minutes=1)
    assert (_backlog(), list(office.sold().values())) == ((0, 0), [[]])


def know(office: Office, code: str) -> None:
    """Let the national system know a code."""
    prescription = office.way.system.prescription(office.code)
    assert prescription
    office.way.system.add(prescription | {"ma_don_thuoc": code})
