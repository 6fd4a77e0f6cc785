"""After a restore the province knows what it lacks, and asks for that and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest

from server.ingest.desk import Desk as ServerDesk
from server.keeping.again import missing_of
from server.keeping.hold import came_back
from server.store.database import reading, run, writing
from server.store.terminals import register
from tests.device.ledger.books import open_book
from tests.device.link.outpost import LONG, Outpost
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY
from tests.server.desk import Desk
from tests.server.outlet import NOW, PROVINCE, Outlet
from wire.status import EpochMark


def wanted(outlet: Outlet) -> list[tuple[int, int]]:
    with reading():
        found = missing_of(outlet.id, NOW + timedelta(hours=1))
    assert {one.epoch for one in found} <= {outlet.epoch}
    return [(one.first, one.last) for one in found]


def restored() -> None:
    with writing():
        came_back(NOW - timedelta(days=3), NOW)


def test_nothing_is_asked_where_the_database_never_came_back(outlet: Outlet) -> None:
    outlet.sell(9)
    Desk().receive_batch(outlet, outlet.bodies[6:])
    assert wanted(outlet) == []


def test_a_hole_before_what_came_since_is_asked_for(outlet: Outlet) -> None:
    outlet.sell(9)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies[:3])
    restored()
    desk.receive_batch(outlet, outlet.bodies[6:])
    assert wanted(outlet) == [(4, 6)]
    desk.receive_batch(outlet, outlet.bodies[3:6])
    assert wanted(outlet) == []


def test_the_end_is_asked_for_once_the_terminal_has_told_of_it(outlet: Outlet) -> None:
    outlet.sell(9)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies[:3])
    restored()
    assert wanted(outlet) == []
    desk.receive(outlet.status_topic, outlet.status())
    assert wanted(outlet) == [(4, 9)]


def test_so_is_the_end_of_an_epoch_that_is_written_to_no_more(outlet: Outlet) -> None:
    outlet.sell(9)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies[:3])
    restored()
    old = EpochMark(epoch=outlet.epoch, last_seq=8, head=outlet.hashes[7], unsent=0)
    later = Outlet(id=outlet.id, key=outlet.key)
    desk.receive(outlet.status_topic, later.status(marks=(old,)))
    assert wanted(outlet) == [(4, 8)]


def test_two_months_later_nobody_is_asked_any_more(outlet: Outlet, store: Path | str) -> None:
    assert store
    outlet.sell(9)
    Desk().receive_batch(outlet, outlet.bodies[6:])
    restored()
    with reading():
        assert missing_of(outlet.id, NOW + timedelta(days=59))
        assert not missing_of(outlet.id, NOW + timedelta(days=61))


def test_what_was_only_set_aside_before_the_backup_came_back_is_set_aside_again(
    store: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store
    outlet = Outlet(key=TERMINAL_KEY)
    with writing():
        register(outlet.registration)
    ledger = open_book(tmp_path / "ledger.sqlite")
    outlet.epoch, outpost = ledger.epoch, Outpost(ledger)
    road = ServerDesk(province=PROVINCE, key=SERVER_KEY)

    def send() -> None:
        outpost.now += LONG
        (receipt,) = road.see_through([(outlet.entries_topic, outpost.batch())])
        assert outpost.exchange.receipt_came(receipt.payload)

    outpost.sell(2)
    send()
    monkeypatch.setattr("server.ingest.reading.SCHEMA_VERSION", 0)
    outpost.sell(1)
    send()
    monkeypatch.undo()
    assert outpost.states()[3] == "rejected"
    restored()
    with writing():
        run("DELETE FROM quarantine")
        run("UPDATE mark SET through = 2, aside = 0")
    outpost.sell(1)
    send()
    assert wanted(outlet) == [(3, 3)]
    with reading():
        outpost.exchange.send_again(missing_of(outlet.id, NOW + timedelta(hours=1)))
    send()
    assert wanted(outlet) == []
    assert set(outpost.states().values()) == {"received"}
    ledger.close()
