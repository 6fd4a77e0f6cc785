"""Every event in every state: whatever happens, the counter answers, and no money is lost."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.counter.event import Event
from device.counter.flow import step
from device.counter.open_sale import open_sale
from device.counter.power import PowerNow, Supplied
from device.counter.savefault import SaveFault
from device.counter.shop import Person, Role, Shop
from device.counter.state import Ready, SaveFailed, Saving, State
from device.counter.world import World
from tests.device.counter.every_event import EVENTS
from tests.device.counter.every_state import HOLD, STATES
from tests.device.counter.shop import Counter, MemoryShelf

TECHNICIAN = Person(badge="KT01", name="KTV", roles=frozenset({Role.TECHNICIAN}))


def worlds() -> dict[str, World]:
    counter = Counter()
    recalled = Counter()
    recalled.shelf.holds.append(HOLD)
    return {
        "an ordinary day": counter.world,
        "nobody signed in": replace(counter.world, person=None),
        "an outlet that names nobody": replace(counter.world, person=None, shop=Shop()),
        "a technician": replace(counter.world, person=TECHNICIAN),
        "nothing can be written": replace(counter.world, fault=SaveFault.DISK_FULL),
        "nothing on the shelf": Counter(MemoryShelf()).world,
        "a recall": recalled.world,
        "a battery that runs low": replace(counter.world, power=PowerNow(supplied=Supplied.ENDING)),
        "a battery that is empty": replace(counter.world, power=PowerNow(supplied=Supplied.OVER)),
        "training": replace(counter.world, is_training=True),
    }


def test_there_is_an_example_of_every_state_and_of_every_event() -> None:
    assert {type(state) for state in STATES} == set(get_args(State))
    assert {type(event) for event in EVENTS} == set(get_args(Event))


@pytest.mark.parametrize(("name", "world"), worlds().items(), ids=worlds())
def test_every_event_in_every_state_leads_to_a_state(name: str, world: World) -> None:
    for state in STATES:
        for event in EVENTS:
            found = step(state, event, world)
            assert isinstance(found.state, State), (name, state, event)
            writes = isinstance(found.state, Saving) and not isinstance(state, Saving)
            assert (found.commit is not None) == writes, (name, state, event)
            if found.commit is not None:
                assert found.commit.lines
                assert world.fault is None


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.data())
def test_no_row_of_events_leads_anywhere_that_cannot_be_left(data: st.DataObject) -> None:
    counter = Counter()
    counter.state = data.draw(st.sampled_from(STATES))
    for event in data.draw(st.lists(st.sampled_from(EVENTS), max_size=40)):
        counter.act(event)
        assert isinstance(counter.state, State)
        sale = open_sale(counter.state)
        assert sale.total_vnd == sum(line.quantity * line.offer.price_vnd for line in sale.lines)
        assert isinstance(counter.state, Ready | SaveFailed) or len(counter.parked) <= 6
