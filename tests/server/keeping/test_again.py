"""After a restore the province knows what it lacks, and asks for that and nothing else."""

from datetime import timedelta
from pathlib import Path

from server.keeping.again import missing_of
from server.keeping.hold import came_back
from server.store.database import reading, writing
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
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
