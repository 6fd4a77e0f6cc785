"""A real terminal's ledger that begins with what the province knew: both sides agree afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest

from device.enrolment.succession import go_on_without
from device.ledger.epochs import newest
from device.ledger.ledger import Ledger
from device.ledger.stock import stock_of
from server.enrolment.batches import Place, prepare_replacement
from server.ingest.desk import Desk
from server.oversight.queries.terminal_shelf import terminal_shelf
from server.store import alarms, terminals
from server.store.database import reading, writing
from server.store.reconcile import reconcile
from tests.server.enrolment.newcomer import NOW, Newcomer
from tests.server.enrolment.office import make_desk
from tests.server.outlet import Outlet
from tests.server.oversight.shelves import Shop, counted, shelf_line, stock
from wire.enrolment import EnrolAnswer, read_label
from wire.kinds import SetAside

TERMINAL = "Q33-0101"
D1, D2 = ("D1", "A", "retail"), ("D2", "B", "retail")


@pytest.fixture
def desk(store: Path | str) -> Desk:
    assert store
    with writing():
        terminals.register(Outlet(id=TERMINAL).registration)
    return Desk(province="33", key=Outlet().key)


def old_ledger() -> Shop:
    shop = Shop(TERMINAL)
    shop.receive(("D1", "A", 100), ("D2", "B", 8))
    shop.sell(("D1", "A", 30))
    shop.write(SetAside, staff="7", because="recalled", lines=(shelf_line("D2", "B", 3),))
    shop.store()
    counted()
    return shop


def replaced() -> tuple[Newcomer, EnrolAnswer]:
    place = Place(host="t.example", port=8443, pin="A" * 32)
    label = prepare_replacement(TERMINAL, place, now=NOW, until=NOW + timedelta(days=1))
    card = Newcomer(code=read_label(label.text).code)
    answer = make_desk().decide(card.request(), NOW)
    assert isinstance(answer, EnrolAnswer)
    return card, answer


def test_the_shelf_is_the_same_on_both_sides_and_counted_once(desk: Desk, tmp_path: Path) -> None:
    before = old_ledger()
    card, answer = replaced()
    go_on_without(answer, tmp_path / "ledger.sqlite")
    ledger = Ledger.open(tmp_path / "ledger.sqlite", terminal=TERMINAL, readers={})
    try:
        epoch = newest(ledger.database).epoch
        bodies = [bytes(body) for (body,) in ledger.database.rows("SELECT body FROM entry")]
        here = {
            tuple(key): (held.on_hand, held.set_aside)
            for key, held in stock_of(ledger.database, "stock").items()
        }
    finally:
        ledger.close()
    assert here == {D1: (70, 0), D2: (5, 3)}
    sender = Outlet(id=TERMINAL, key=card.signing, epoch=epoch)
    assert desk.take(sender.batch(bodies)).receipt
    counted()
    assert stock(TERMINAL) == here
    with reading():
        shelf = terminal_shelf(TERMINAL)
    assert (shelf.epoch, shelf.through) == (epoch, len(bodies))
    reconcile(NOW + timedelta(days=2))
    with reading():
        assert alarms.list_alarms(open_only=True) == []
    assert before.epoch != epoch


@pytest.mark.usefixtures("desk")
def test_a_terminal_that_never_said_anything_begins_as_a_new_one(tmp_path: Path) -> None:
    _card, answer = replaced()
    go_on_without(answer, tmp_path / "ledger.sqlite")
    ledger = Ledger.open(tmp_path / "ledger.sqlite", terminal=TERMINAL, readers={})
    try:
        assert ledger.database.rows("SELECT count(*) FROM entry") == [(0,)]
    finally:
        ledger.close()
