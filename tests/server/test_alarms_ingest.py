"""Whoever sends what they may not: nothing is stored, and the operator sees who and what."""

import pytest

from server.store import alarms
from server.store.alarms import Raised
from server.store.database import reading, rows, writing
from server.store.terminals import register, revoke
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from wire.batch import encode_batch


@pytest.fixture
def other(outlet: Outlet) -> Outlet:
    assert outlet.id
    found = Outlet(id="Q33-0002")
    with writing():
        register(found.registration)
    found.sell(2)
    return found


def seen(topic: str, payload: bytes, *, again: int = 0) -> Raised:
    """Receive a message, see that nothing of it is stored, and return what the page shows."""
    desk = Desk()
    for _each in range(again + 1):
        assert desk.receive(topic, payload) == []
    with reading():
        assert rows("SELECT count(*) FROM entry") == [(0,)]
        (shown,) = alarms.list_alarms(open_only=True)
    return shown


def test_a_revoked_terminal_that_goes_on_sending(outlet: Outlet) -> None:
    outlet.sell(2)
    with writing():
        revoke(outlet.id)
    found = seen(outlet.entries_topic, outlet.batch(outlet.bodies), again=2)
    assert (found.kind, found.terminal, found.times) == ("revoked", outlet.id, 3)
    assert found.outlet == "Quầy thuốc Thử Nghiệm"


def test_a_terminal_that_publishes_its_batch_on_anothers_topic(
    outlet: Outlet, other: Outlet
) -> None:
    found = seen(outlet.entries_topic, other.batch(other.bodies))
    assert (found.kind, found.terminal, found.subject) == ("wrong signer", outlet.id, other.id)


def test_a_terminal_that_signs_with_anothers_key(outlet: Outlet, other: Outlet) -> None:
    thief = Outlet(id=outlet.id, key=other.key)
    thief.sell()
    found = seen(outlet.entries_topic, thief.batch(thief.bodies))
    assert (found.kind, found.terminal) == ("forged", outlet.id)


def test_a_terminal_that_puts_anothers_name_into_its_own_batch(
    outlet: Outlet, other: Outlet
) -> None:
    payload = encode_batch(other.id, other.epoch, other.bodies)
    found = seen(outlet.entries_topic, outlet.signed(payload))
    assert (found.kind, found.terminal) == ("malformed", outlet.id)


def test_what_was_seen_is_on_the_page_no_more_while_it_goes_on(outlet: Outlet) -> None:
    outlet.sell()
    with writing():
        revoke(outlet.id)
    batch = outlet.batch(outlet.bodies)
    found = seen(outlet.entries_topic, batch)
    with writing():
        alarms.see(found.id, by="Lan", now=found.last_at)
    Desk().receive(outlet.entries_topic, batch)
    with reading():
        assert alarms.list_alarms(open_only=True) == []
