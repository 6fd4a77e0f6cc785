"""Filling a form in: fields, keys, what is wrong and what is wanting."""

from dataclasses import replace
from datetime import date

import pytest

from device.counter.asking import filling
from device.counter.asking.finishing import forms
from device.counter.asking.forms import day, form_for, value
from device.counter.cue import Cue
from device.counter.event import (
    Confirmed,
    Erased,
    Event,
    Picked,
    Scanned,
    SymbolsWanted,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.state import Form, Gathering, Ready, Selling, State
from device.counter.states.asking import Topic
from device.counter.step import Step
from device.counter.world import World
from tests.device.counter.shop import FREE, NEXT_YEAR, Counter, pack


def filling_in(topic: Topic, behind: State | None = None) -> Counter:
    return Counter(state=form_for(topic, behind=behind or Ready()))


def form_of(counter: Counter) -> Form:
    assert isinstance(counter.state, Form)
    return counter.state


def type_in(counter: Counter, keys: str) -> Step:
    return [counter.do(Typed(key)) for key in keys][-1]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """Completed forms, handed to nobody else, so that only the filling is looked at."""
    forms: list[Form] = []

    def take(form: Form, world: World) -> Step:
        del world
        forms.append(form)
        return Step(state=form.behind)

    monkeypatch.setattr(filling, "finish_form", take)
    return forms


@pytest.mark.parametrize(
    ("topic", "keys"),
    [
        (Topic.PAPER_PRESCRIPTION, ["facility", "prescriber", "issued", "number"]),
        (Topic.BUYER, ["name", "address", "passport"]),
        (Topic.RETURNER, ["name", "address", "passport"]),
        (Topic.PACK, ["batch", "expiry"]),
        (Topic.BATCH, ["batch", "expiry"]),
        (Topic.DELIVERY, ["supplier", "document"]),
        (Topic.GONE, ["document"]),
        (Topic.DIRECTIONS, ["morning", "noon", "afternoon", "evening", "words"]),
    ],
)
def test_each_form_has_the_fields_that_its_folder_reads(topic: Topic, keys: list[str]) -> None:
    form = form_for(topic, behind=Ready(), about="Thuốc")
    assert [field.key for field in form.fields] == keys
    assert (form.at, form.about) == (0, "Thuốc")


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic in forms()])
def test_every_form_that_is_asked_for_has_somebody_who_takes_it(topic: Topic) -> None:
    assert form_for(topic, behind=Ready()).fields


def test_what_is_known_already_stands_in_its_field() -> None:
    form = form_for(Topic.PACK, behind=Ready(), known={"batch": "AX1", "expiry": "30112027"})
    assert (value(form, "batch"), day(form, "expiry")) == ("AX1", NEXT_YEAR)
    assert form.is_complete


def test_names_are_composed_by_telex_and_begin_with_capitals() -> None:
    counter = filling_in(Topic.BUYER)
    type_in(counter, "nguyeenx vawn an")
    counter.do(Confirmed())
    type_in(counter, "soos 12 dduwowngf hoaf binhf")
    assert value(form_of(counter), "name") == "Nguyễn Văn An"
    assert value(form_of(counter), "address") == "Số 12 Đường Hòa Bình"


def test_a_facility_begins_with_one_capital() -> None:
    counter = filling_in(Topic.PAPER_PRESCRIPTION)
    type_in(counter, "trajm y tees xax Bifnh An")
    assert value(form_of(counter), "facility") == "Trạm y tế xã Bình An"


@pytest.mark.parametrize(
    ("topic", "key"),
    [
        (Topic.PACK, "batch"),
        (Topic.DELIVERY, "document"),
        (Topic.GONE, "document"),
        (Topic.BUYER, "passport"),
        (Topic.PAPER_PRESCRIPTION, "number"),
    ],
)
def test_numbers_with_letters_are_never_composed_and_stand_in_capitals(
    topic: Topic, key: str
) -> None:
    counter = filling_in(topic)
    at = next(at for at, field in enumerate(form_of(counter).fields) if field.key == key)
    counter.do(Picked(at))
    type_in(counter, "as12-ddw/aa")
    assert value(form_of(counter), key) == "AS12-DDW/AA"


def test_the_last_character_is_taken_back_with_its_mark() -> None:
    counter = filling_in(Topic.BUYER)
    type_in(counter, "nguyeenx")
    counter.do(Erased())
    assert value(form_of(counter), "name") == "Nguyễ"
    type_in(counter, "nf")
    assert value(form_of(counter), "name") == "Nguyền"
    counter.do(Erased(all=True))
    assert value(form_of(counter), "name") == ""


@pytest.mark.parametrize(
    ("digits", "is_wrong"), [("30112027", False), ("31112027", True), ("00112027", True)]
)
def test_a_date_is_checked_at_its_last_digit(digits: str, *, is_wrong: bool) -> None:
    counter = filling_in(Topic.PACK)
    counter.do(Picked(1))
    found = type_in(counter, digits)
    assert form_of(counter).fields[1].is_wrong == is_wrong
    assert found.cue is (Cue.WARN if is_wrong else None)
    counter.do(Erased())
    assert not form_of(counter).fields[1].is_wrong


def test_a_date_takes_eight_digits_and_nothing_else() -> None:
    counter = filling_in(Topic.PACK)
    counter.do(Picked(1))
    type_in(counter, "3a0/1 1-2027999")
    assert form_of(counter).fields[1].text == "30112027"


def test_an_expiry_may_be_a_month_but_a_prescription_has_a_day() -> None:
    counter = filling_in(Topic.PACK)
    counter.do(Picked(1))
    type_in(counter, "022028")
    assert day(form_of(counter), "expiry") == date(2028, 2, 29)
    counter.do(Picked(0))
    assert not form_of(counter).fields[1].is_wrong
    counter = filling_in(Topic.PAPER_PRESCRIPTION)
    counter.do(Picked(2))
    type_in(counter, "022028")
    found = counter.do(Confirmed())
    assert (found.cue, form_of(counter).at) == (Cue.WARN, 2)
    assert form_of(counter).fields[2].is_wrong


def test_numbers_of_tablets_may_be_parts() -> None:
    counter = filling_in(Topic.DIRECTIONS)
    type_in(counter, "1/2x")
    assert value(form_of(counter), "morning") == "1/2"


@pytest.mark.parametrize("event", [Confirmed(), TurnedPage()])
def test_the_next_field_comes_after_each_and_the_last_finishes(
    event: Event, taken: list[Form]
) -> None:
    counter = filling_in(Topic.BUYER)
    for at, text in enumerate(("Lan", "Hà Nội", "")):
        assert form_of(counter).at == at
        for key in text:
            counter.do(Typed(key))
        counter.do(event)
    assert counter.state == Ready()
    assert [value(form, "address") for form in taken] == ["Hà Nội"]


def test_what_is_wanting_is_gone_back_to(taken: list[Form]) -> None:
    counter = filling_in(Topic.BUYER)
    counter.do(Picked(2))
    found = counter.do(Confirmed())
    assert (found.cue, form_of(counter).at) == (Cue.WARN, 0)
    type_in(counter, "Lan")
    counter.do(Picked(2))
    counter.do(Confirmed())
    assert form_of(counter).at == 1
    type_in(counter, "   ")
    counter.do(Picked(2))
    counter.do(Confirmed())
    assert form_of(counter).at == 1
    type_in(counter, "Huế")
    counter.do(Picked(2))
    assert taken == []
    counter.do(Confirmed())
    assert (counter.state, len(taken)) == (Ready(), 1)


def test_a_wrong_date_is_not_left_by_confirming_and_found_again_at_the_end() -> None:
    counter = filling_in(Topic.PAPER_PRESCRIPTION)
    type_in(counter, "Bệnh viện")
    counter.do(Picked(1))
    type_in(counter, "BS An")
    counter.do(Picked(2))
    type_in(counter, "3111")
    counter.do(Picked(3))
    assert form_of(counter).fields[2].is_wrong
    found = counter.do(Confirmed())
    assert (found.cue, form_of(counter).at) == (Cue.WARN, 2)


def test_letters_and_signs_change_places() -> None:
    counter = filling_in(Topic.BUYER)
    counter.do(SymbolsWanted())
    assert form_of(counter).symbols
    counter.do(SymbolsWanted())
    assert not form_of(counter).symbols
    counter.do(SymbolsWanted())
    counter.do(Picked(1))
    assert not form_of(counter).symbols


@pytest.mark.parametrize("index", [-1, 3, 99])
def test_there_is_no_field_beyond_the_last(index: int) -> None:
    counter = filling_in(Topic.BUYER)
    before = counter.state
    assert counter.do(Picked(index)).state is before


def test_a_field_holds_only_so_much_and_only_what_can_be_read() -> None:
    counter = filling_in(Topic.BUYER)
    type_in(counter, "b" * 200 + "\n\t\x07")
    assert value(form_of(counter), "name") == "B" + "b" * 119


def test_what_was_typed_shows_in_no_repr() -> None:
    counter = filling_in(Topic.BUYER)
    type_in(counter, "Lanh")
    assert "Lanh" not in repr(counter.state)


def test_going_back_leaves_the_form() -> None:
    counter = filling_in(Topic.BUYER)
    type_in(counter, "Lan")
    assert counter.do(WentBack()).state == Ready()


def test_a_scanned_pack_leaves_the_form_for_the_sale() -> None:
    counter = filling_in(Topic.BUYER)
    assert isinstance(counter.do(Scanned(pack(FREE))).state, Selling)


def test_over_a_delivery_a_scanned_pack_goes_on_being_gathered() -> None:
    counter = filling_in(Topic.PACK, behind=Gathering(purpose="delivery"))
    found = counter.do(Scanned(pack(FREE)))
    assert isinstance(found.state, Gathering)
    assert [line.batch for line in found.state.lines] == ["GOOD"]


def test_a_completed_form_goes_to_who_wanted_it() -> None:
    counter = filling_in(Topic.DELIVERY)
    type_in(counter, "Coong ty A")
    counter.do(Confirmed())
    type_in(counter, "pn01")
    found = counter.do(Confirmed())
    assert isinstance(found.state, Gathering)
    assert (found.state.supplier, found.state.document) == ("Công ty A", "PN01")


def test_a_form_is_complete_when_nothing_is_wrong_or_wanting() -> None:
    form = form_for(Topic.PACK, behind=Ready(), known={"batch": "A"})
    assert not form.is_complete
    expiry = replace(form.fields[1], text="30112027")
    assert replace(form, fields=(form.fields[0], expiry)).is_complete
    wrong = replace(expiry, is_wrong=True)
    assert not replace(form, fields=(form.fields[0], wrong)).is_complete
