"""A terminal's signing key changes: what was signed before is believed for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from server.store import terminals
from server.store.database import reading, rows, writing
from server.store.terminals import Terminal
from tests.server.desk import Desk
from tests.server.outlet import Outlet


def renewed(outlet: Outlet, *, days: int = 40, ago: timedelta = timedelta(0)) -> Outlet:
    """Register the terminal with another key, and return it so; the old one keeps its own."""
    new = Outlet(id=outlet.id, epoch=outlet.epoch, bodies=outlet.bodies)
    with writing():
        terminals.register(new.registration, now=datetime.now(UTC) - ago, old_key_days=days)
    return new


def reasons() -> list[str]:
    return [row[0] for row in rows("SELECT reason FROM quarantine ORDER BY at")]


def known(outlet: Outlet) -> Terminal:
    with reading():
        return terminals.find([outlet.id])[outlet.id]


def test_both_keys_are_believed_and_the_newest_is_tried_first(outlet: Outlet) -> None:
    outlet.sell(2)
    new = renewed(outlet)
    desk = Desk()
    assert desk.receive_batch(outlet, outlet.bodies[:1]).through == 1
    assert desk.receive_batch(new, outlet.bodies).through == 2
    assert known(outlet).keys(datetime.now(UTC)) == [
        new.registration.signing_key,
        outlet.registration.signing_key,
    ]


def test_after_its_days_the_old_key_is_believed_no_more(outlet: Outlet) -> None:
    outlet.sell(1)
    new = renewed(outlet, days=40, ago=timedelta(days=41))
    desk = Desk()
    assert desk.receive(outlet.entries_topic, outlet.batch(outlet.bodies)) == []
    assert reasons() == ["forged"]
    assert desk.receive_batch(new, outlet.bodies).through == 1


def test_without_days_the_old_key_is_dead_at_once_and_so_are_those_before(outlet: Outlet) -> None:
    outlet.sell(1)
    second = renewed(outlet)
    third = renewed(outlet, days=0)
    desk = Desk()
    for old in (outlet, second):
        assert desk.receive(old.entries_topic, old.batch(old.bodies)) == []
    assert desk.receive_batch(third, outlet.bodies).through == 1


def test_registering_the_same_key_again_changes_nothing(outlet: Outlet) -> None:
    new = renewed(outlet)
    before = known(outlet)
    for days in (40, 0):
        with writing():
            terminals.register(new.registration, now=datetime.now(UTC), old_key_days=days)
        assert known(outlet) == before


def test_a_key_that_is_used_again_is_the_newest_and_no_former_one(outlet: Outlet) -> None:
    new = renewed(outlet)
    with writing():
        terminals.register(outlet.registration, now=datetime.now(UTC))
    assert known(outlet).keys(datetime.now(UTC)) == [
        outlet.registration.signing_key,
        new.registration.signing_key,
    ]


def test_revoking_kills_every_key_and_a_new_enrolment_revives_only_its_own(outlet: Outlet) -> None:
    outlet.sell(1)
    second = renewed(outlet)
    with writing():
        terminals.revoke(outlet.id)
    desk = Desk()
    for one in (outlet, second):
        assert desk.receive(one.entries_topic, one.batch(one.bodies)) == []
    third = renewed(outlet)
    for one in (outlet, second):
        assert desk.receive(one.entries_topic, one.batch(one.bodies[:0])) == []
    assert desk.receive_batch(third, outlet.bodies).through == 1
    assert sorted(set(reasons())) == ["forged", "revoked"]


def test_a_forger_is_not_believed_with_any_number_of_keys(outlet: Outlet) -> None:
    outlet.sell(1)
    renewed(outlet)
    forger = Outlet(id=outlet.id, epoch=outlet.epoch, bodies=outlet.bodies)
    assert Desk().receive(outlet.entries_topic, forger.batch(outlet.bodies)) == []
    assert reasons() == ["forged"]


@pytest.mark.parametrize("change", ["revoked", "rekeyed"])
def test_a_change_between_verifying_and_recording_is_seen(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    outlet.sell(2)
    desk = Desk()
    assert desk.receive_batch(outlet, outlet.bodies[:1]).through == 1  # it is believed from now on
    with writing():
        if change == "revoked":
            terminals.revoke(outlet.id)
        else:
            terminals.register(Outlet(id=outlet.id).registration, old_key_days=0)
    monkeypatch.setattr("server.ingest.believed.BELIEVED_SECONDS", 1e9)
    assert desk.receive(outlet.entries_topic, outlet.batch(outlet.bodies)) == []
    assert reasons() == [{"revoked": "revoked", "rekeyed": "forged"}[change]]
    assert rows("SELECT count(*) FROM entry") == [(1,)]
