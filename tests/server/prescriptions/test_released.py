"""What `release` stores after an upgrade counts on its prescription, once with what carries it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from server.ingest import reading as reading_entries
from server.ingest.release import Released, release
from server.prescriptions import cases, due
from server.prescriptions.doubles import look
from server.store import prescriptions
from server.store.database import writing
from tests.server.outlet import NOW, Outlet
from tests.server.prescriptions.counters import CODE, Counter, all_dispensed, sheet
from wire.entry import encode
from wire.sale import read_sale

Send = Callable[[Counter], None]
pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def too_new(monkeypatch: pytest.MonkeyPatch) -> Send:
    """Return what sends entries to a server that is older than they are: they are set aside."""

    def send(counter: Counter) -> None:
        with monkeypatch.context() as older:
            older.setattr(reading_entries, "SCHEMA_VERSION", 0)
            counter.send()

    return send


def test_after_an_upgrade_the_double_is_found_and_the_sale_is_told(too_new: Send) -> None:
    with writing():
        prescriptions.load([sheet(10)], NOW)
    one, other = Counter("Q33-0001"), Counter("Q33-0002")
    other.sell(CODE, {1: 10})
    other.send()
    one.sell("330127ffffff-c", {1: 1})
    one.send()
    one.sell(CODE, {1: 10})
    too_new(one)
    one.sell("330127ffffff-c", {1: 1})
    one.send()
    assert all_dispensed() == {1: 10}
    assert look(NOW) == 0
    later = datetime.now(UTC)
    assert release(later) == Released(looked_at=1, stored=1)
    assert all_dispensed() == {1: 20}
    assert look(later) == 1
    with writing():
        case = cases.of_code(CODE)
        assert due.enqueue(later - timedelta(seconds=1), later) == 4
    assert case
    assert case.excess.beyond == 10


@pytest.mark.parametrize("carried_before", [True, False])
def test_what_another_epoch_carries_is_not_counted_twice(
    too_new: Send, *, carried_before: bool
) -> None:
    counter = Counter("Q33-0001")
    old = counter.outlet
    first = counter.sell(CODE, {1: 10})
    too_new(counter)
    assert all_dispensed() == {}
    if not carried_before:
        assert release(NOW).stored == 1
        assert all_dispensed() == {1: 10}
    new = Outlet(id=old.id, key=old.key)
    aside = read_sale(old.bodies[0])
    again = msgspec.structs.replace(aside, epoch=new.epoch, prev=new.head, carried=first)
    new.bodies.append(encode(again))
    counter.outlet, counter.sent = new, 0
    counter.send()
    assert all_dispensed() == {1: 10}
    assert release(NOW).stored == 0
    assert all_dispensed() == {1: 10}
    counter.take_back(first, {1: 4})
    counter.send()
    assert all_dispensed() == {1: 6}


def test_a_void_waits_for_who_carries_its_sale(too_new: Send) -> None:
    counter = Counter("Q33-0001")
    old = counter.outlet
    first = counter.sell(CODE, {1: 10})
    too_new(counter)
    new = counter.outlet = Outlet(id=old.id, key=old.key)
    counter.sent = 0
    counter.take_back(first, {1: 4})
    counter.send()
    assert all_dispensed() == {}
    aside = read_sale(old.bodies[0])
    again = msgspec.structs.replace(aside, epoch=new.epoch, seq=2, prev=new.head, carried=first)
    new.bodies.append(encode(again))
    counter.send()
    assert all_dispensed() == {1: 6}
