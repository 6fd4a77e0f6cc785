"""Recalls: shown at once where nothing is being done, and until somebody has answered."""

from dataclasses import replace

import pytest

from device.counter.cue import Cue
from device.counter.deed import Paper, Print
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    Confirmed,
    NotSaved,
    PrintWanted,
    RecallCame,
    Scanned,
    WentBack,
)
from device.counter.goods.recalls import idle, next_recall
from device.counter.notes import RecallNote
from device.counter.savefault import SaveFault
from device.counter.state import Done, Gathering, Menu, Paid, Ready, RecallShown, Selling, State
from device.counter.states.goods import StockList
from tests.device.counter.goods.stockroom import (
    delivery,
    on_hand,
    scan,
    screen,
    set_aside,
    stocked,
    written,
)
from tests.device.counter.shop import (
    AT,
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    Counter,
    pack,
)


def hold(number: str = "12", drug: str = "FREE", kind: HoldKind = HoldKind.RECALLED) -> Hold:
    return Hold(
        number=number, kind=kind, drug_id=drug, drug_name="Thuốc", batches=("GOOD",), level=2
    )


def counter_with(*holds: Hold, state: State | None = None) -> Counter:
    shelf = stocked()
    shelf.put(FREE, "OTHER", NEXT_YEAR, 70)
    shelf.holds += holds
    return Counter(shelf=shelf, state=state or Ready())


PAID = Paid(number=1, total_vnd=1, line_count=1, on_prescription=False, at=AT)


@pytest.mark.parametrize("state", [Ready(), PAID, StockList(), Menu(items=(), behind=Ready())])
def test_it_covers_a_screen_on_which_nothing_is_being_done(state: State) -> None:
    counter = counter_with(hold(), state=state)
    step = counter.act(RecallCame())
    assert isinstance(counter.state, RecallShown)
    assert counter.state.behind == state
    assert [(row.batch, row.on_hand) for row in counter.state.rows] == [("GOOD", 1000)]
    assert step.cue is Cue.BLOCK


def test_it_does_not_cover_a_sale_or_a_list() -> None:
    counter = counter_with()
    scan(counter, pack(FREE))
    counter.shelf.holds.append(hold(drug="RX"))
    counter.act(RecallCame())
    assert isinstance(counter.state, Selling)
    other = delivery(stocked())
    other.shelf.holds.append(hold())
    other.act(RecallCame())
    assert isinstance(other.state, Gathering)


def test_it_does_not_cover_a_menu_over_a_sale() -> None:
    counter = counter_with()
    scan(counter, pack(FREE))
    menu = Menu(items=(), behind=counter.state)
    counter.state = menu
    counter.shelf.holds.append(hold())
    counter.act(RecallCame())
    assert screen(counter) == menu


def test_answering_puts_what_was_found_into_quarantine() -> None:
    """RCL-02 (LD Đ64 k2, A*): stop selling, put apart, record how much."""
    counter = counter_with(hold(), state=PAID)
    counter.act(RecallCame())
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, RecallNote)
    assert note.number == "12"
    assert [(goods.batch, goods.units) for goods in note.goods] == [("GOOD", 1000)]
    assert (on_hand(counter, "FREE"), set_aside(counter, "FREE")) == (0, 1000)
    assert on_hand(counter, "FREE", "OTHER") == 70
    assert screen(counter) == PAID


def test_what_is_sealed_is_answered_and_stays_where_it_is() -> None:
    """RCL-07 (C)."""
    counter = counter_with(hold(kind=HoldKind.SEALED))
    counter.act(RecallCame())
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, RecallNote)
    assert note.goods == ()
    assert on_hand(counter, "FREE") == 1000
    assert screen(counter) == Ready()


def test_a_notice_about_something_that_is_not_here_is_answered_too() -> None:
    """RCL-05 (C): that somebody has read it is the record."""
    counter = counter_with(hold(drug="NOTHING"))
    counter.act(RecallCame())
    counter.act(Confirmed())
    assert written(counter) == RecallNote(number="12", goods=())


def test_the_oldest_comes_first_and_the_next_follows() -> None:
    counter = counter_with(hold("1"), hold("2", "RX"))
    counter.act(RecallCame())
    counter.act(Confirmed())
    assert isinstance(counter.state, RecallShown)
    assert counter.state.hold.number == "2"
    counter.act(Confirmed())
    assert screen(counter) == Ready()
    assert idle(counter.world) == Ready()


def test_later_goes_back_and_it_returns_when_the_counter_rests() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    counter.act(WentBack())
    assert screen(counter) == Ready()
    shown = idle(counter.world)
    assert isinstance(shown, RecallShown)
    assert shown.behind == Ready()
    again = next_recall(counter.world, PAID)
    assert again is not None
    assert again.behind == PAID


def test_a_scan_does_not_leave_it() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    before = counter.state
    step = counter.act(Scanned(pack(ON_PRESCRIPTION)))
    assert screen(counter) == before
    assert step.cue is Cue.BLOCK


def test_it_is_answered_once() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    counter.do(Confirmed())
    assert not counter.do(Confirmed()).deeds


def test_what_was_not_written_stays_to_be_answered() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    counter.do(Confirmed())
    counter.do(NotSaved(SaveFault.DISK_FULL))
    assert isinstance(counter.state, RecallShown)
    assert not counter.state.is_saving
    counter.act(Confirmed())
    assert screen(counter) == Ready()


def test_its_label_names_notice_drug_and_batches() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    step = counter.act(PrintWanted())
    assert step.deeds == (Print(Paper.RECALL_LABEL, words=("12", "Thuốc", "GOOD")),)


def test_leaving_a_list_shows_what_came_meanwhile() -> None:
    counter = delivery(stocked())
    counter.shelf.holds.append(hold())
    counter.act(RecallCame())
    counter.act(WentBack())
    assert isinstance(counter.state, RecallShown)


def test_where_nobody_is_signed_in_it_waits_for_whoever_comes() -> None:
    counter = counter_with(hold(), state=Done(what="shift", number=1))
    counter.person = None
    counter.act(RecallCame())
    assert counter.state == Done(what="shift", number=1)
    assert isinstance(idle(counter.world), RecallShown)


def test_one_document_about_several_drugs_is_answered_once_for_all_of_them() -> None:
    counter = counter_with(hold(), hold(drug="RX"))
    counter.act(RecallCame())
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, RecallNote)
    assert {goods.drug for goods in note.goods} == {"FREE", "RX"}
    assert screen(counter) == Ready()


def test_one_that_is_extended_while_it_is_shown_says_so_before_it_is_answered() -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    extended = replace(hold(), batches=("GOOD", "OTHER"), level=1)
    counter.shelf.holds[:] = [extended]
    step = counter.act(RecallCame())
    assert isinstance(counter.state, RecallShown)
    assert counter.state.hold == extended
    assert {row.batch for row in counter.state.rows} == {"GOOD", "OTHER"}
    assert step.cue is Cue.BLOCK
    assert counter.act(RecallCame()).cue is None


@pytest.mark.parametrize(
    "more",
    [replace(hold(), batches=("GOOD", "OTHER")), hold(drug="RX"), replace(hold(), level=1)],
)
def test_nobody_answers_what_they_have_not_read(more: Hold) -> None:
    counter = counter_with(hold())
    counter.act(RecallCame())
    shown = counter.state
    same = (more.number, more.drug_id) == ("12", "FREE")
    counter.shelf.holds[:] = [more] if same else [hold(), more]
    assert not counter.act(Confirmed()).deeds
    assert isinstance(counter.state, RecallShown)
    assert counter.state != shown
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, RecallNote)
    assert {(goods.drug, goods.batch) for goods in note.goods} >= {("FREE", "GOOD")}
    assert screen(counter) == Ready()


@pytest.mark.parametrize("event", [RecallCame(), Confirmed()])
def test_one_that_is_lifted_while_it_is_shown_moves_nothing(event: RecallCame | Confirmed) -> None:
    counter = counter_with(hold(), state=PAID)
    counter.act(RecallCame())
    counter.shelf.holds.clear()
    assert not counter.act(event).deeds
    assert screen(counter) == PAID
    assert (on_hand(counter, "FREE"), set_aside(counter, "FREE")) == (1000, 0)


def test_the_next_follows_one_that_is_lifted_while_it_is_shown() -> None:
    counter = counter_with(hold("1"), hold("2", "RX"))
    counter.act(RecallCame())
    counter.shelf.holds.pop(0)
    counter.act(RecallCame())
    assert isinstance(counter.state, RecallShown)
    assert counter.state.hold.number == "2"
