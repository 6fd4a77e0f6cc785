"""Signing in (SEC-03): by badge, by name and PIN, by either, by both."""

from dataclasses import replace

import pytest

from codes import Badge, Code, Command, ControlCode, Unknown, Why
from device.counter.cue import Cue
from device.counter.deed import CheckPin, SignIn
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Confirmed,
    Erased,
    Event,
    MenuWanted,
    Opened,
    Picked,
    Scanned,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.people.flow import first_state
from device.counter.shop import Shop
from device.counter.shop import SignIn as Way
from device.counter.state import Ready, RecallShown, ShiftOpening, SignedOut, State
from device.counter.states.asking import Item
from device.ui.people_sentences import sign_in_trouble
from tests.device.counter.people.outlet import (
    OWNER,
    PEOPLE,
    PHARMACIST,
    SELLER,
    TECHNICIAN,
    WITHOUT_PIN,
    badge_of,
    outlet,
    right,
    type_in,
    wrong,
)
from tests.device.counter.shop import CARD, FREE, Counter, pack


def begun(sign_in: Way = "badge-or-pin", *, shift: int = 3) -> Counter:
    counter = outlet(sign_in, shift=shift)
    counter.state = first_state(counter.world)
    return counter


def asking(counter: Counter) -> SignedOut:
    assert isinstance(counter.state, SignedOut)
    return counter.state


def test_an_outlet_that_names_no_people_just_sells() -> None:
    counter = Counter(shop=Shop(), person=None)
    counter.state = first_state(counter.world)
    assert counter.state == Ready()
    assert counter.scan(pack(FREE)).cue is Cue.READ


def test_an_outlet_with_people_begins_with_nobody_signed_in() -> None:
    state = asking(begun())
    assert state.chosen is None
    assert [person.badge for person in state.people] == ["NV01", "DS01", "CH01"]


@pytest.mark.parametrize("way", ["badge", "badge-and-pin"])
def test_where_a_badge_is_always_wanted_no_name_can_be_chosen(way: Way) -> None:
    counter = begun(way)
    assert asking(counter).people == ()
    before = counter.state
    assert counter.do(Picked(0)).state is before


@pytest.mark.parametrize("way", ["badge", "badge-or-pin"])
def test_a_badge_alone_signs_in_where_the_outlet_wants_no_more(way: Way) -> None:
    counter = begun(way)
    found = counter.act(badge_of(SELLER))
    assert (found.cue, found.deeds) == (Cue.READ, (SignIn(SELLER),))
    assert (counter.state, counter.person) == (Ready(), SELLER)


@pytest.mark.parametrize("way", ["pin", "badge-and-pin"])
def test_a_badge_alone_is_not_enough_where_the_outlet_wants_a_pin(way: Way) -> None:
    counter = begun(way)
    assert counter.do(badge_of(SELLER)).deeds == ()
    assert (asking(counter).chosen, asking(counter).badge_seen) == (SELLER, True)
    found = type_in(counter, "1234")
    assert found.deeds == (CheckPin("NV01", "1234"),)
    assert counter.do(right(SELLER)).deeds == (SignIn(SELLER),)


@pytest.mark.parametrize("way", ["pin", "badge-or-pin"])
def test_a_forgotten_badge_is_made_up_for_by_name_and_pin(way: Way) -> None:
    counter = begun(way)
    counter.do(Picked(0))
    assert asking(counter).chosen == SELLER
    assert type_in(counter, "1234").deeds == (CheckPin("NV01", "1234"),)
    assert asking(counter).is_checking
    counter.act(right(SELLER))
    assert (counter.state, counter.person) == (Ready(), SELLER)


def test_the_pin_is_checked_at_its_last_digit_however_long_it_is() -> None:
    counter = begun()
    counter.do(Picked(1))
    assert type_in(counter, "12345").deeds == ()
    assert counter.do(Typed("6")).deeds == (CheckPin("DS01", "123456"),)


def test_a_shorter_pin_can_be_confirmed_but_never_with_three_digits() -> None:
    counter = begun()
    counter.do(Picked(1))
    type_in(counter, "123")
    assert counter.do(Confirmed()).deeds == ()
    counter.do(Typed("4"))
    assert counter.do(Confirmed()).deeds == (CheckPin("DS01", "1234"),)


def test_the_pin_shows_in_no_repr() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "987")
    deed = counter.do(Typed("6")).deeds[0]
    for shown in (repr(counter.state), repr(deed), repr(Typed("9876"))):
        assert "9876" not in shown
        assert "Cô Lan" not in shown


def test_digits_are_taken_back_one_by_one_or_all_at_once() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "129")
    counter.do(Erased())
    assert asking(counter).pin == "12"
    counter.do(Erased(all=True))
    assert asking(counter).pin == ""


@pytest.mark.parametrize("key", ["000", "a", "٣", " ", ""])
def test_only_single_digits_are_part_of_a_pin(key: str) -> None:
    counter = begun()
    counter.do(Picked(0))
    counter.do(Typed(key))
    assert asking(counter).pin == ""


def test_a_wrong_pin_says_how_many_tries_are_left_and_how_long_to_wait() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "1111")
    assert counter.do(wrong(tries_left=1)).cue is Cue.BLOCK
    assert (asking(counter).pin, asking(counter).tries_left) == ("", 1)
    type_in(counter, "2222")
    counter.do(wrong(tries_left=0, wait_seconds=60))
    assert asking(counter).wait_seconds == 60
    assert asking(counter).chosen == SELLER


def test_while_a_pin_is_checked_nothing_is_typed_or_checked_again() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "1234")
    waiting = counter.state
    for event in (Typed("5"), Erased(all=True), Confirmed()):
        found = counter.do(event)
        assert (found.state, found.deeds) == (waiting, ())


def test_a_late_answer_for_somebody_else_lets_nobody_in() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "1234")
    counter.do(Picked(2))
    counter.do(right(SELLER))
    assert asking(counter).chosen == OWNER
    type_in(counter, "1234")
    counter.do(right(SELLER))
    assert asking(counter).chosen == OWNER
    assert counter.deeds[-1] == CheckPin("CH01", "1234")


def test_an_answer_that_nobody_asked_for_lets_nobody_in() -> None:
    counter = begun()
    counter.do(right(SELLER))
    assert asking(counter).chosen is None
    counter.do(Picked(0))
    counter.do(right(SELLER))
    counter.do(wrong())
    assert (asking(counter).chosen, asking(counter).tries_left) == (SELLER, None)


def test_a_strange_badge_is_refused_with_a_sound_and_without_a_name() -> None:
    counter = begun()
    counter.do(Picked(0))
    assert counter.do(Scanned(Badge("XX99"))).cue is Cue.BLOCK
    assert (asking(counter).unknown_badge, asking(counter).chosen) == (True, None)
    counter.act(badge_of(SELLER))
    assert counter.person == SELLER


@pytest.mark.parametrize("way", ["pin", "badge-and-pin"])
def test_who_has_no_pin_cannot_sign_in_where_one_is_wanted(way: Way) -> None:
    counter = begun(way)
    assert counter.do(badge_of(WITHOUT_PIN)).cue is Cue.BLOCK
    assert (asking(counter).unknown_badge, asking(counter).chosen) == (True, None)


def test_going_back_forgets_the_name_and_what_was_typed() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "12")
    counter.do(WentBack())
    assert (asking(counter).chosen, asking(counter).pin) == (None, "")
    assert counter.do(WentBack()).state == asking(begun())


def test_names_stand_on_pages_of_four() -> None:
    counter = begun()
    before = counter.state
    assert counter.do(TurnedPage()).state is before
    counter.state = SignedOut(people=PEOPLE)
    counter.do(TurnedPage())
    assert asking(counter).on_page == (WITHOUT_PIN,)
    counter.do(TurnedPage())
    assert asking(counter).on_page == PEOPLE[:4]
    counter.do(Picked(4))
    assert asking(counter).chosen == WITHOUT_PIN


@pytest.mark.parametrize("code", [pack(FREE), Unknown(Why.TOO_LONG)])
def test_another_code_in_place_of_a_badge_is_said_to_be_none(code: Code) -> None:
    counter = begun()
    counter.act(Scanned(code))
    assert sign_in_trouble(asking(counter)) == "Mã này không phải thẻ nhân viên"
    counter.act(badge_of(replace(SELLER, badge="XX99")))
    assert sign_in_trouble(asking(counter)) != "Mã này không phải thẻ nhân viên"
    counter.act(Scanned(code))
    counter.act(badge_of(SELLER))
    assert counter.person == SELLER


def test_another_code_while_a_pin_is_typed_takes_neither_name_nor_digits_away() -> None:
    counter = begun()
    counter.do(Picked(0))
    type_in(counter, "12")
    counter.act(Scanned(pack(FREE)))
    assert (asking(counter).chosen, asking(counter).pin) == (SELLER, "12")
    assert sign_in_trouble(asking(counter))
    type_in(counter, "3")
    assert not sign_in_trouble(asking(counter))


@pytest.mark.parametrize("code", [pack(FREE), CARD])
def test_nothing_is_sold_while_nobody_is_signed_in(code: object) -> None:
    counter = begun()
    found = counter.do(Scanned(code))  # type: ignore[arg-type]
    before = replace(asking(begun()), not_a_badge=True)
    assert (found.state, found.cue, found.deeds) == (before, Cue.BLOCK, ())
    events: list[Event] = [CashTaken(), MenuWanted(), *map(Opened, Item)]
    for event in events:
        found = counter.do(event)
        assert (found.state, found.deeds) == (before, ())


@pytest.mark.parametrize("command", list(Command))
def test_no_order_of_the_sheet_gets_past_the_sign_in(command: Command) -> None:
    counter = begun()
    found = counter.do(Scanned(ControlCode(command, 2)))
    assert isinstance(found.state, SignedOut)
    assert found.deeds == ()
    assert found.cue is not None


def test_digits_of_the_sheet_type_the_pin() -> None:
    counter = begun("badge-and-pin")
    counter.do(badge_of(SELLER))
    for digit in (1, 2, 3, 4):
        counter.do(Scanned(ControlCode(Command.DIGIT, digit)))
    assert counter.deeds == [CheckPin("NV01", "1234")]


def test_the_first_of_the_day_is_asked_what_is_in_the_drawer() -> None:
    counter = begun(shift=0)
    counter.act(badge_of(SELLER))
    assert counter.state == ShiftOpening(person=SELLER)


def test_a_technician_opens_no_shift() -> None:
    counter = begun(shift=0)
    counter.act(badge_of(TECHNICIAN))
    assert (counter.state, counter.person) == (Ready(), TECHNICIAN)


def test_an_outlet_without_shifts_sells_at_once() -> None:
    counter = outlet(has_shifts=False)
    counter.state = first_state(counter.world)
    counter.act(badge_of(PHARMACIST))
    assert counter.state == Ready()


def test_a_recall_that_nobody_answered_comes_right_after_the_sign_in() -> None:
    counter = begun()
    counter.shelf.holds.append(
        Hold(number="1/TB", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="Thuốc")
    )
    counter.act(badge_of(SELLER))
    assert isinstance(counter.state, RecallShown)


def test_every_state_here_goes_back_somewhere() -> None:
    states: tuple[State, ...] = (
        SignedOut(),
        ShiftOpening(person=SELLER),
        ShiftOpening(person=SELLER, is_saving=True),
    )
    for state in states:
        counter = outlet(state=state)
        assert isinstance(counter.do(WentBack()).state, State)
