"""What was set aside is judged again after an upgrade."""

from datetime import timedelta

import pytest

from server.ingest import reading as reading_entries
from server.ingest.release import Released, release
from server.store.check import check_all
from server.store.database import reading, rows
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire.chain import entry_hash

LATER = NOW + timedelta(days=1)


@pytest.fixture
def newer(outlet: Outlet) -> Outlet:
    """A terminal that is newer than the server: its second entry is of a version to come."""
    outlet.sell(1)
    outlet.write("sale", v=2, total_vnd=7, lines=["x" * 70_000])
    outlet.sell(1)
    return outlet


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing yet: a test upgrades the server when its time has come."""
    return monkeypatch


def upgrade(server: pytest.MonkeyPatch) -> None:
    server.setattr(reading_entries, "SCHEMA_VERSION", 2)


def test_an_entry_of_a_newer_schema_waits_whole_with_an_alarm_and_its_neighbours_are_stored(
    newer: Outlet,
) -> None:
    receipt = Desk().receive_batch(newer, newer.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(2, "newer schema")]
    assert (receipt.through, receipt.head) == (3, newer.head)
    assert rows("SELECT body FROM quarantine") == [(newer.bodies[1],)]
    assert rows("SELECT kind, terminal, epoch, detail FROM alarm") == [
        ("newer schema", newer.id, newer.epoch, "1: 2")
    ]


def test_it_is_stored_once_the_server_can_read_it(
    newer: Outlet, upgraded: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    desk.receive_batch(newer, newer.bodies)
    assert release(LATER) == Released(looked_at=1, stored=0)
    upgrade(upgraded)
    assert release(LATER) == Released(looked_at=1, stored=1)
    assert release(LATER) == Released(looked_at=0, stored=0)
    assert rows("SELECT body, total_vnd FROM entry WHERE seq = 2") == [(newer.bodies[1], 7)]
    assert rows("SELECT through, stored FROM mark") == [(3, 3)]
    with reading():
        assert check_all().first_break is None
    receipt = desk.receive_batch(newer, newer.bodies)
    assert (receipt.through, receipt.head, receipt.rejected) == (3, newer.head, ())


def test_the_last_entry_of_a_ledger_becomes_its_head_again(
    outlet: Outlet, upgraded: pytest.MonkeyPatch
) -> None:
    outlet.sell(1)
    outlet.write("novelty", v=2)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    upgrade(upgraded)
    assert release(LATER).stored == 1
    receipt = desk.receive_batch(outlet, [])
    assert (receipt.through, receipt.head, receipt.rejected) == (2, outlet.head, ())


def test_an_entry_whose_very_head_is_new_waits_too(
    outlet: Outlet, upgraded: pytest.MonkeyPatch
) -> None:
    body = b'{"v":2,"seq":1,"ledger":{"t":"Q33-0001"}}'
    receipt = Desk().receive_batch(outlet, [body])
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(1, "newer schema")]
    upgrade(upgraded)
    assert release(LATER) == Released(looked_at=1, stored=0)


def test_a_batch_of_a_newer_schema_is_not_answered_so_that_it_comes_again(outlet: Outlet) -> None:
    for payload in (
        b'{"v":2,"terminal":"Q33-0001","epoch":"%s","entries":[]}' % outlet.epoch.encode(),
        b'{"v":2,"something":"else"}',
    ):
        assert Desk().receive(outlet.entries_topic, outlet.signed(payload)) == []
    assert rows("SELECT DISTINCT reason FROM quarantine") == [("newer schema",)]


def test_what_contradicts_what_is_stored_stays_aside(outlet: Outlet) -> None:
    outlet.sell(1)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    other = Outlet(id=outlet.id, key=outlet.key, epoch=outlet.epoch)
    other.bodies.append(other.sale(1, other.head, quantity=9))
    desk.receive_batch(other, other.bodies)
    assert release(LATER) == Released(looked_at=1, stored=0)
    assert rows("SELECT sha256 FROM entry") == [(entry_hash(outlet.bodies[0]),)]
    assert rows("SELECT sha256, reason FROM quarantine") == [(other.hashes[0], "conflict")]


def test_of_two_that_claim_one_number_only_one_is_stored(
    outlet: Outlet, upgraded: pytest.MonkeyPatch
) -> None:
    twin = Outlet(id=outlet.id, key=outlet.key, epoch=outlet.epoch)
    outlet.write("one", v=2)
    twin.write("two", v=2)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    desk.receive_batch(twin, twin.bodies)
    upgrade(upgraded)
    assert release(LATER) == Released(looked_at=2, stored=1)
    assert rows("SELECT count(*) FROM entry") == [(1,)]
    assert rows("SELECT count(*) FROM quarantine") == [(1,)]
