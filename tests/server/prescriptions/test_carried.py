"""Business that was set aside and carried into a new epoch counts on its prescription, once."""

import msgspec
import pytest

from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import reading
from tests.server.outlet import Outlet
from tests.server.prescriptions.counters import CODE, Counter, by_line
from wire.chain import entry_hash
from wire.entry import Reference, encode
from wire.sale import read_sale


def left() -> dict[int | None, int]:
    follow()
    with reading():
        return by_line(prescriptions.dispensed(CODE, beside=""))


@pytest.mark.usefixtures("store")
def test_what_is_carried_counts_and_can_be_undone_by_its_first_name() -> None:
    counter = Counter("Q33-0001")
    stored = counter.outlet
    stored.sell(1)
    counter.send()
    counter.outlet = Outlet(id=stored.id, key=stored.key, epoch=stored.epoch)
    first = counter.sell(CODE, {1: 10})
    counter.desk.receive_batch(counter.outlet, counter.outlet.bodies)
    assert left() == {}
    aside = read_sale(counter.outlet.bodies[0])
    new = Outlet(id=stored.id, key=stored.key)
    again = msgspec.structs.replace(aside, epoch=new.epoch, prev=new.head, carried=first)
    new.bodies.append(encode(again))
    counter.outlet, counter.sent = new, 0
    counter.send()
    assert left() == {1: 10}
    counter.take_back(first, {1: 4})
    counter.send()
    assert left() == {1: 6}
    place = Reference(epoch=new.epoch, seq=1, sha256=entry_hash(new.bodies[0]))
    counter.take_back(place, {1: 1})
    counter.send()
    assert left() == {1: 5}


@pytest.mark.usefixtures("store")
def test_a_sale_of_another_epoch_is_undone_whichever_ledger_is_read_first() -> None:
    counter = Counter("Q33-0001")
    old = counter.outlet
    sale = counter.sell(CODE, {1: 10})
    counter.send()
    counter.outlet, counter.sent = Outlet(id=old.id, key=old.key), 0
    counter.void(sale)
    counter.send()
    assert left() == {}
