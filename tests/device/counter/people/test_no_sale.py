"""The drawer opens without a sale only once the reason stands in the ledger."""

from pathlib import Path

from msgspec import UNSET

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
from tests.device.ledger.books import open_book
from wire.kinds import DrawerOpened, read_entry


def entry_of(counter: Counter, folder: Path, *, staff: str) -> DrawerOpened:
    """What a real ledger writes of the note that the counter wanted written."""
    (note,) = (deed.note for deed in counter.deeds if isinstance(deed, Record))
    ledger = open_book(folder / "ledger.sqlite")
    ledger.record_note(note, staff=staff)
    (stored,) = ledger.entries()
    ledger.close()
    entry = read_entry(stored.body)
    assert isinstance(entry, DrawerOpened)
    return entry


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


def test_a_seller_calls_somebody_who_may_and_the_entry_names_who_agreed(tmp_path: Path) -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.do(Opened(Item.NO_SALE))
    assert isinstance(counter.state, CallPerson)
    counter.do(badge_of(OWNER))
    counter.act(Chosen("change-money"))
    assert Record(DrawerNote(reason="change-money", by="CH01")) in counter.deeds
    assert OpenDrawer() in counter.deeds
    assert counter.person == SELLER
    entry = entry_of(counter, tmp_path, staff=SELLER.badge)
    assert (entry.staff, entry.reason, entry.allowed_by) == (SELLER.badge, "change-money", "CH01")


def test_who_may_do_it_alone_is_named_once(tmp_path: Path) -> None:
    counter = asked()
    counter.act(Chosen("count"))
    entry = entry_of(counter, tmp_path, staff=PHARMACIST.badge)
    assert (entry.staff, entry.allowed_by) == ("DS01", UNSET)


def test_it_can_be_left_before_a_reason_is_given() -> None:
    counter = asked()
    assert counter.do(WentBack()).state == Ready()
