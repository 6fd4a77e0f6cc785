"""Calling somebody whose word is needed: who may answer, and who is noted."""

import pytest

from codes import Badge, Unknown, Why
from device.counter.asking.calling import call
from device.counter.asking.forms import form_for
from device.counter.cue import Cue
from device.counter.deed import CheckPin
from device.counter.event import Opened, Picked, Scanned, Typed, WentBack
from device.counter.shop import Degree, Person, Role, Shop
from device.counter.shop import SignIn as Way
from device.counter.state import CallPerson, Choice, FindSale, Form, Ready, Selling
from device.counter.states.asking import Item, Question, Topic
from device.ui.asking_sentences import call_trouble
from tests.device.counter.people.outlet import (
    OWNER,
    PHARMACIST,
    SELLER,
    TECHNICIAN,
    badge_of,
    outlet,
    right,
    type_in,
    wrong,
)
from tests.device.counter.shop import FREE, Counter, pack

TRUSTED = frozenset({Role.PHARMACIST, Role.OWNER})
WHY = Choice(question=Question.OVERRIDE_REASON, options=("paper",), behind=Ready())


def calling(
    sign_in: Way = "badge-or-pin", *, needs_degree: bool = False, person: Person = SELLER
) -> Counter:
    counter = outlet(sign_in, person=person, shift=3)
    found = call(WHY, behind=Ready(), roles=TRUSTED, world=counter.world, needs_degree=needs_degree)
    counter.state = found.state
    return counter


def called(counter: Counter) -> CallPerson:
    assert isinstance(counter.state, CallPerson)
    return counter.state


def answered_by(counter: Counter) -> str:
    assert isinstance(counter.state, Choice)
    return counter.state.by


def test_who_may_is_not_asked_twice_and_is_noted() -> None:
    counter = calling(person=PHARMACIST)
    assert answered_by(counter) == "DS01"


def test_who_may_not_calls_somebody_whose_badge_is_noted() -> None:
    counter = calling()
    assert called(counter).behind == Ready()
    found = counter.do(badge_of(OWNER))
    assert (found.cue, answered_by(counter)) == (Cue.READ, "CH01")
    assert found.deeds == ()
    assert counter.person == SELLER


@pytest.mark.parametrize("badge", [SELLER.badge, TECHNICIAN.badge, "XX99"])
def test_a_badge_of_somebody_who_may_not_is_refused(badge: str) -> None:
    counter = calling()
    assert counter.do(Scanned(Badge(badge))).cue is Cue.BLOCK
    assert called(counter).unknown_badge
    counter.do(badge_of(OWNER))
    assert answered_by(counter) == "CH01"


def test_a_code_that_cannot_be_read_is_said_to_be_no_badge() -> None:
    counter = calling()
    assert counter.do(Scanned(Unknown(Why.TOO_LONG))).cue is Cue.BLOCK
    assert call_trouble(called(counter)) == "Mã này không phải thẻ nhân viên"
    counter.do(badge_of(OWNER))
    assert answered_by(counter) == "CH01"


def test_a_substitution_wants_the_degree_and_not_only_the_role() -> None:
    counter = calling(needs_degree=True, person=OWNER)
    assert counter.do(badge_of(OWNER)).cue is Cue.BLOCK
    counter.do(badge_of(PHARMACIST))
    assert answered_by(counter) == "DS01"


def test_who_is_in_charge_may_substitute_without_the_degree() -> None:
    head = Person(badge="PT01", name="Cô Phụ", roles=TRUSTED, in_charge=True)
    student = Person(badge="TC01", name="Em Trung", roles=TRUSTED, degree=Degree.SECONDARY)
    counter = Counter(shop=Shop(people=(head, student)), person=student)
    found = call(WHY, behind=Ready(), roles=TRUSTED, world=counter.world, needs_degree=True)
    counter.state = found.state
    counter.do(badge_of(head))
    assert answered_by(counter) == "PT01"


def test_both_badge_and_pin_are_asked_where_the_outlet_wants_both() -> None:
    counter = calling("badge-and-pin")
    counter.do(badge_of(PHARMACIST))
    assert called(counter).chosen == PHARMACIST
    assert type_in(counter, "123456").deeds == (CheckPin("DS01", "123456"),)
    counter.do(wrong(tries_left=2))
    assert called(counter).tries_left == 2
    type_in(counter, "654321")
    counter.do(right(PHARMACIST))
    assert answered_by(counter) == "DS01"


def test_a_forgotten_badge_is_made_up_for_by_name_and_pin_of_those_who_may() -> None:
    counter = calling()
    assert [person.badge for person in called(counter).people] == ["DS01", "CH01"]
    counter.do(Picked(1))
    type_in(counter, "1234")
    counter.do(right(OWNER))
    assert answered_by(counter) == "CH01"


def test_the_answer_for_who_is_signed_in_is_not_taken_for_another() -> None:
    counter = calling()
    counter.do(Picked(1))
    type_in(counter, "1234")
    counter.do(right(SELLER))
    assert called(counter).chosen == OWNER


def test_going_back_first_forgets_the_name_and_then_the_call() -> None:
    counter = calling()
    counter.do(Picked(0))
    counter.do(Typed("1"))
    counter.do(WentBack())
    assert (called(counter).chosen, called(counter).pin) == (None, "")
    assert counter.do(WentBack()).state == Ready()


def test_a_scanned_pack_leaves_the_call_and_keeps_the_sale() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.state = call(WHY, behind=counter.state, roles=TRUSTED, world=counter.world).state
    found = counter.do(Scanned(pack(FREE, "A")))
    assert isinstance(found.state, Selling)
    assert len(found.state.sale.lines) == 2


def test_an_outlet_without_people_needs_no_badge_but_proves_no_degree() -> None:
    counter = Counter(shop=Shop(), person=None)
    assert call(WHY, behind=Ready(), roles=TRUSTED, world=counter.world).state == WHY
    found = call(WHY, behind=Ready(), roles=TRUSTED, world=counter.world, needs_degree=True)
    assert isinstance(found.state, CallPerson)
    counter.state = found.state
    assert counter.do(badge_of(PHARMACIST)).cue is Cue.BLOCK


def test_a_form_learns_who_was_called_and_what_has_no_by_goes_on_without() -> None:
    counter = outlet(person=SELLER, shift=3)
    for then in (form_for(Topic.GONE, behind=Ready()), Ready()):
        counter.state = call(then, behind=Ready(), roles=TRUSTED, world=counter.world).state
        counter.do(badge_of(OWNER))
        assert isinstance(counter.state, Form | Ready)
        assert getattr(counter.state, "by", "CH01") == "CH01"


def test_a_return_goes_on_once_the_pharmacist_came() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.do(Opened(Item.RETURN))
    assert called(counter).roles == TRUSTED
    counter.do(badge_of(PHARMACIST))
    assert isinstance(counter.state, FindSale)
