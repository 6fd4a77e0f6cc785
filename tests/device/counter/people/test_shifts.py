"""Shifts: counted cash at the beginning, a numbered report at the end."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from codes import Command, ControlCode
from device.counter.cue import Cue
from device.counter.deed import Record, SignIn
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    Erased,
    Event,
    MenuWanted,
    NotAllowed,
    NotSaved,
    Opened,
    Recorded,
    Rested,
    Scanned,
    Typed,
    WentBack,
)
from device.counter.notes import ShiftNote
from device.counter.past import Drawer, RegisterRow
from device.counter.savefault import SaveFault
from device.counter.state import (
    Done,
    Notice,
    Ready,
    Selling,
    ShiftClosing,
    ShiftOpening,
    SignedOut,
)
from device.counter.states.asking import Item
from tests.device.counter.people.outlet import (
    PHARMACIST,
    SELLER,
    badge_of,
    outlet,
    type_in,
)
from tests.device.counter.shop import AT, FREE, Counter, pack

END_OF_SHIFT = Opened(Item.SHIFT_END)


def opening() -> Counter:
    counter = outlet(state=SignedOut())
    counter.act(badge_of(SELLER))
    return counter


def closing() -> Counter:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.act(CashTaken())
    counter.do(Dismissed())
    counter.do(Rested())
    counter.do(END_OF_SHIFT)
    return counter


def typed(counter: Counter) -> str:
    assert isinstance(counter.state, ShiftOpening | ShiftClosing)
    return counter.state.typed


def drawer_of(counter: Counter) -> Drawer:
    assert isinstance(counter.state, ShiftClosing)
    return counter.state.drawer


def test_a_shift_begins_with_what_was_counted() -> None:
    counter = opening()
    type_in(counter, "500")
    counter.do(Typed("000"))
    found = counter.act(Confirmed())
    note = ShiftNote(event="opened", drawer=Drawer(), counted_vnd=500_000)
    assert found.deeds == (Record(note),)
    assert counter.state == Ready()
    assert (counter.book.drawer().shift, counter.book.drawer().float_vnd) == (1, 500_000)


def test_what_the_shift_before_left_is_accepted_with_one_touch() -> None:
    counter = closing()
    type_in(counter, "511000")
    counter.act(Confirmed())
    counter.act(badge_of(PHARMACIST))
    assert counter.state == ShiftOpening(person=PHARMACIST, carried_vnd=511_000)
    counter.act(Confirmed())
    assert (counter.book.drawer().shift, counter.book.drawer().float_vnd) == (4, 511_000)


def test_nothing_is_sold_before_the_float_is_counted() -> None:
    counter = opening()
    before = counter.state
    for event in (Scanned(pack(FREE)), MenuWanted(), Opened(Item.SEARCH), CashTaken()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (before, ())


def test_who_does_not_want_to_open_a_shift_is_signed_out_again() -> None:
    counter = opening()
    assert counter.act(WentBack()).deeds == (SignIn(None),)
    assert isinstance(counter.state, SignedOut)
    assert counter.person is None


def test_a_shift_that_the_ledger_has_open_already_just_goes_on() -> None:
    counter = opening()
    counter.do(Confirmed())
    assert counter.do(NotAllowed("open")).cue is Cue.WARN
    assert counter.state == Ready()


def test_the_report_shows_what_the_ledger_says_and_what_was_counted() -> None:
    counter = closing()
    state = counter.state
    assert isinstance(state, ShiftClosing)
    assert state.person == SELLER
    assert (state.drawer.cash_vnd, state.drawer.expected_vnd) == (11_000, 511_000)
    assert (state.counted_vnd, state.difference_vnd) == (None, None)
    type_in(counter, "510000")
    assert isinstance(counter.state, ShiftClosing)
    assert (counter.state.counted_vnd, counter.state.difference_vnd) == (510_000, -1_000)


def test_closing_writes_the_figures_and_shows_the_number_of_the_report() -> None:
    counter = closing()
    type_in(counter, "511000")
    drawer = counter.book.drawer()
    found = counter.act(Confirmed())
    note = ShiftNote(event="closed", drawer=drawer, counted_vnd=511_000)
    assert found.deeds == (Record(note),)
    assert counter.state == Done(what="shift", number=3, amount_vnd=511_000)


def test_nothing_is_closed_before_anything_was_counted() -> None:
    counter = closing()
    found = counter.do(Confirmed())
    assert (found.deeds, found.cue) == ((), Cue.WARN)
    type_in(counter, "0")
    assert counter.do(Confirmed()).deeds != ()


def test_unsent_sales_are_told_and_stop_nothing() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.book.open_drawer = Drawer(shift=3, unsent=12)
    counter.do(END_OF_SHIFT)
    assert drawer_of(counter).unsent == 12
    type_in(counter, "0")
    counter.act(Confirmed())
    assert counter.state == Done(what="shift", number=3, lines=12)


def test_nothing_is_sold_while_the_drawer_is_counted() -> None:
    counter = closing()
    before = counter.state
    for event in (Scanned(pack(FREE)), MenuWanted(), Opened(Item.SEARCH), CashTaken()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (before, ())
    assert counter.do(Scanned(pack(FREE))).cue is Cue.BLOCK


@pytest.mark.parametrize("event", [Rested(), Dismissed(), Confirmed(), WentBack(), MenuWanted()])
def test_after_a_shift_nobody_is_signed_in(event: Event) -> None:
    counter = closing()
    type_in(counter, "511000")
    counter.act(Confirmed())
    assert counter.act(event).deeds == (SignIn(None),)
    assert isinstance(counter.state, SignedOut)
    assert counter.person is None


def test_a_pack_that_is_scanned_after_a_shift_is_not_sold() -> None:
    counter = closing()
    type_in(counter, "511000")
    counter.act(Confirmed())
    found = counter.act(Scanned(pack(FREE)))
    assert (found.cue, found.deeds) == (Cue.BLOCK, (SignIn(None),))
    assert isinstance(counter.state, SignedOut)


def test_the_next_badge_begins_the_next_shift_at_once() -> None:
    counter = closing()
    type_in(counter, "511000")
    counter.act(Confirmed())
    assert counter.act(badge_of(PHARMACIST)).deeds == (SignIn(PHARMACIST),)
    assert isinstance(counter.state, ShiftOpening)


def test_the_next_badge_asks_for_the_pin_where_one_is_wanted() -> None:
    counter = outlet("badge-and-pin", person=SELLER, shift=3)
    counter.do(END_OF_SHIFT)
    type_in(counter, "0")
    counter.act(Confirmed())
    assert counter.act(badge_of(PHARMACIST)).deeds == (SignIn(None),)
    assert isinstance(counter.state, SignedOut)
    assert counter.state.chosen == PHARMACIST


@pytest.mark.parametrize("begin", [opening, closing])
def test_a_full_disk_is_said_and_tried_again(begin: Callable[[], Counter]) -> None:
    counter = begin()
    type_in(counter, "100")
    counter.do(Confirmed())
    waiting = counter.state
    for event in (WentBack(), Typed("1"), Erased(), Confirmed()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (waiting, ())
    assert counter.do(NotSaved(SaveFault.DISK_FULL)).cue is Cue.BLOCK
    assert isinstance(counter.state, ShiftOpening | ShiftClosing)
    assert (counter.state.fault, counter.state.is_saving) == (SaveFault.DISK_FULL, False)
    assert typed(counter) == "100"
    assert isinstance(counter.do(Confirmed()).deeds[0], Record)


@pytest.mark.parametrize("begin", [opening, closing])
def test_a_sum_is_typed_on_the_pad(begin: Callable[[], Counter]) -> None:
    counter = begin()
    type_in(counter, "0051")
    assert typed(counter) == "51"
    counter.do(Typed("000"))
    assert typed(counter) == "51000"
    counter.do(Erased())
    assert typed(counter) == "5100"
    for key in ("x", "٣", "-", "."):
        counter.do(Typed(key))
    assert typed(counter) == "5100"
    for _ in range(5):
        counter.do(Typed("000"))
    assert typed(counter) == "5100000000"
    counter.do(Erased(all=True))
    assert typed(counter) == ""


def test_an_answer_that_nobody_waits_for_closes_nothing() -> None:
    counter = closing()
    before = counter.state
    for answer in (Recorded(number=9, at=AT), NotSaved(SaveFault.DAMAGED), NotAllowed("")):
        assert counter.do(answer).state is before


def test_going_back_leaves_the_shift_open() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.do(END_OF_SHIFT)
    counter.do(WentBack())
    assert counter.state == Ready()
    assert counter.book.drawer().shift == 3


def test_an_open_sale_is_finished_before_the_shift() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    for item in (Item.SHIFT_END, Item.SIGN_OUT):
        found = counter.do(Opened(item))
        assert isinstance(found.state, Selling)
        assert (found.state.notice, found.cue) == (Notice.SALE_OPEN, Cue.WARN)


def test_a_sale_that_is_put_by_is_finished_before_the_shift() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.act(Opened(Item.PARK))
    for item in (Item.SHIFT_END, Item.SIGN_OUT):
        found = counter.do(Opened(item))
        assert (found.state, found.cue) == (Ready(notice=Notice.SALE_OPEN), Cue.WARN)


def test_where_no_shift_is_open_none_is_closed() -> None:
    counter = outlet(person=SELLER)
    assert counter.do(Scanned(ControlCode(Command.END_SHIFT))).cue is Cue.WARN
    assert isinstance(counter.state, Ready)


def test_signing_out_leaves_the_shift_open_for_the_next_one() -> None:
    counter = outlet(person=SELLER, shift=3)
    found = counter.act(Opened(Item.SIGN_OUT))
    assert found.deeds == (SignIn(None),)
    counter.act(badge_of(PHARMACIST))
    assert (counter.state, counter.person) == (Ready(), PHARMACIST)
    assert counter.book.drawer().shift == 3


def test_a_hand_over_without_a_shift_counts_the_drawer_and_keeps_the_sale() -> None:
    """As after a damaged ledger: the new one knows of no shift."""
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.book = outlet().book
    assert isinstance(counter.act(badge_of(PHARMACIST)).state, ShiftOpening)
    counter.do(Confirmed())
    found = counter.do(Recorded(number=1, at=AT))
    assert isinstance(found.state, Selling)
    assert counter.person == PHARMACIST


@pytest.mark.parametrize("shows", [True, False])
def test_whether_the_expected_sum_is_shown_is_the_owners_setting(*, shows: bool) -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.shop = replace(counter.shop, shows_expected_cash=shows)
    counter.do(END_OF_SHIFT)
    assert isinstance(counter.state, ShiftClosing)
    assert counter.state.shows_expected == shows


@pytest.mark.parametrize("printed", [True, False])
def test_books_that_are_still_to_be_signed_are_told_before_the_shift_ends(*, printed: bool) -> None:
    counter = outlet(person=SELLER, shift=3)
    book = RegisterRow(drug_id="GN", name="Thuốc", annex="VIII", movements=1, printed=printed)
    on_day = {counter.today: (book,)}
    counter.book.registers = lambda day: on_day.get(day, ())  # type: ignore[method-assign]
    counter.do(END_OF_SHIFT)
    assert isinstance(counter.state, ShiftClosing)
    assert counter.state.registers_due is not printed
