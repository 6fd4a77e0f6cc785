"""The drawer opens without a sale only once the reason stands in the ledger."""

from device.counter.cue import Cue
from device.counter.deed import OpenDrawer, Record
from device.counter.event import Chosen, Event, NotAllowed, NotSaved, Opened, Recorded, WentBack
from device.counter.notes import DrawerNote
from device.counter.savefault import SaveFault
from device.counter.state import CallPerson, Choice, Done, Ready
from device.counter.states.asking import Item, Question
from tests.device.counter.people.outlet import (
    OWNER,
    PHARMACIST,
    SELLER,
    badge_of,
    outlet,
)
from tests.device.counter.shop import AT, Counter


def asked() -> Counter:
    counter = outlet(person=PHARMACIST, shift=3)
    counter.do(Opened(Item.NO_SALE))
    return counter


def test_the_drawer_opens_after_the_entry_and_not_before() -> None:
    counter = asked()
    assert isinstance(counter.state, Choice)
    assert counter.state.question is Question.NO_SALE_REASON
    assert counter.state.options == ("change-money", "count", "other")
    found = counter.do(Chosen("count"))
    assert found.deeds == (Record(DrawerNote(reason="count", by="DS01")),)
    done = counter.do(Recorded(number=9, at=AT))
    assert done.deeds == (OpenDrawer(),)
    assert done.state == Done(what="no-sale", number=9, detail="count")


def test_what_is_not_written_opens_no_drawer() -> None:
    answers: tuple[Event, ...] = (NotSaved(SaveFault.DISK_FULL), NotAllowed(""))
    for answer in answers:
        counter = asked()
        counter.do(Chosen("count"))
        found = counter.do(answer)
        assert (found.cue, found.deeds) == (Cue.BLOCK, ())
        assert isinstance(found.state, Choice)
        assert found.state.chosen == ""
    assert OpenDrawer() not in counter.deeds


def test_while_it_is_written_no_other_reason_is_taken() -> None:
    counter = asked()
    writing = counter.do(Chosen("count")).state
    for event in (Chosen("other"), WentBack()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (writing, ())


def test_an_answer_that_is_none_of_the_options_is_none() -> None:
    counter = asked()
    before = counter.state
    assert counter.do(Chosen("because")).state is before


def test_a_seller_calls_somebody_who_may_and_the_entry_names_who_agreed() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.do(Opened(Item.NO_SALE))
    assert isinstance(counter.state, CallPerson)
    counter.do(badge_of(OWNER))
    counter.act(Chosen("change-money"))
    assert Record(DrawerNote(reason="change-money", by="CH01")) in counter.deeds
    assert OpenDrawer() in counter.deeds
    assert counter.person == SELLER


def test_it_can_be_left_before_a_reason_is_given() -> None:
    counter = asked()
    assert counter.do(WentBack()).state == Ready()
