"""How many of a line, and in which unit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    DropSale,
    Erased,
    Event,
    Picked,
    Saved,
    SetQuantity,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.selling.portion import portion
from device.counter.state import Blocked, Notice, Quantity, Ready, Selling
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    blocked,
    lines_of,
    taken,
    with_prescription,
)
from tests.device.counter.shop import (
    AT,
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    Counter,
    MemoryShelf,
    gtin,
    pack,
)
from tests.properties import steady


@pytest.fixture
def counter() -> Counter:
    """A counter at which two packs of different batches were scanned."""
    counter = Counter()
    counter.scan(pack(FREE, "A"), pack(FREE, "B"))
    return counter


def asked(counter: Counter) -> Quantity:
    assert isinstance(counter.state, Quantity), counter.state
    return counter.state


def digits(number: int) -> list[Event]:
    return [Typed(digit) for digit in str(number)]


def quantities(counter: Counter) -> list[tuple[str, str, int]]:
    return [(line.batch, line.offer.unit, line.quantity) for line in lines_of(counter)]


def test_a_lines_quantity_opens_with_its_units_the_largest_first(counter: Counter) -> None:
    counter.do(Picked(0))
    state = asked(counter)
    assert state.index == 0
    assert [offer.unit for offer in state.offers] == ["hộp", "vỉ", "viên"]
    assert (state.chosen.unit, state.typed, state.on_hand) == ("vỉ", "", 1000)


def test_a_line_that_is_not_there_opens_nothing(counter: Counter) -> None:
    before = counter.state
    for index in (2, 17, -1):
        assert counter.do(Picked(index)).state is before


def test_at_most_three_units_are_shown_and_the_lines_own_is_one_of_them(
    counter: Counter,
) -> None:
    offer = counter.shelf.offers_by_gtin[gtin(FREE)]
    counter.shelf.every_offer += [
        replace(offer, unit="thùng", unit_size=5000),
        replace(offer, unit="kiện", unit_size=900),
    ]
    counter.do(Picked(0))
    units = [offer.unit for offer in asked(counter).offers]
    assert len(units) == 3
    assert "vỉ" in units


def test_typed_digits_become_the_quantity(counter: Counter) -> None:
    counter.play([Picked(0), *digits(12), Confirmed()])
    assert quantities(counter) == [("A", "vỉ", 12), ("B", "vỉ", 1)]


def test_another_unit_is_sold_of_the_same_batch(counter: Counter) -> None:
    counter.play([Picked(1), Chosen("viên"), *digits(7), Confirmed()])
    assert quantities(counter) == [("A", "vỉ", 1), ("B", "viên", 7)]
    assert open_sale(counter.state).total_vnd == 11_000 + 7 * 1_200


def test_with_nothing_typed_the_number_stands(counter: Counter) -> None:
    counter.play([Picked(1), Chosen("hộp"), Confirmed()])
    assert quantities(counter) == [("A", "vỉ", 1), ("B", "hộp", 1)]


def test_two_lines_that_become_the_same_become_one(counter: Counter) -> None:
    counter.scan(pack(FREE, "B", box=True))
    counter.play([Picked(2), Chosen("vỉ"), *digits(3), Confirmed()])
    assert quantities(counter) == [("A", "vỉ", 1), ("B", "vỉ", 4)]


@pytest.mark.parametrize("press", [Chosen("remove"), UndoScan()])
def test_a_line_is_taken_out_and_undo_brings_it_back(counter: Counter, press: Event) -> None:
    counter.play([Picked(0), press])
    assert quantities(counter) == [("B", "vỉ", 1)]
    counter.do(UndoScan())
    assert quantities(counter) == [("A", "vỉ", 1), ("B", "vỉ", 1)]


def test_nought_takes_the_line_out(counter: Counter) -> None:
    counter.play([Picked(0), Typed("0"), Confirmed(), Picked(0), Typed("0"), Confirmed()])
    assert counter.state == Ready()


def test_digits_are_taken_back_one_by_one_or_all(counter: Counter) -> None:
    counter.play([Picked(0), *digits(123), Erased()])
    assert asked(counter).typed == "12"
    counter.do(Erased(all=True))
    assert asked(counter).typed == ""


def test_letters_and_a_fifth_digit_are_not_typed(counter: Counter) -> None:
    counter.play([Picked(0), *digits(1234), Typed("5"), Typed("a"), Typed("²"), Typed("٣")])
    assert asked(counter).typed == "1234"


def test_going_back_changes_nothing(counter: Counter) -> None:
    before = counter.state
    counter.play([Picked(0), *digits(9), WentBack()])
    assert counter.state == before


def test_the_pack_once_more_adds_one_and_leads_back_to_the_sale(counter: Counter) -> None:
    counter.do(Picked(0))
    counter.scan(pack(FREE, "A"))
    assert quantities(counter) == [("B", "vỉ", 1), ("A", "vỉ", 2)]


def test_more_than_the_book_has_is_not_taken_and_the_most_is_said(counter: Counter) -> None:
    counter.play([Picked(0), *digits(101)])
    found = counter.do(Confirmed())
    assert (asked(counter).too_many, found.cue) == (100, Cue.WARN)
    counter.do(Typed("9"))
    assert (asked(counter).typed, asked(counter).too_many) == ("9", None)
    counter.do(Confirmed())
    assert quantities(counter)[0] == ("A", "vỉ", 9)


def test_more_than_prescribed_is_not_taken_and_the_most_is_said() -> None:
    counter = Counter()
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION))
    counter.play([Picked(0), *digits(29), Confirmed()])
    assert asked(counter).too_many == 28
    counter.play([Chosen("vỉ"), Typed("3"), Confirmed()])
    assert asked(counter).too_many == 2
    counter.play([Typed("2"), Confirmed()])
    assert taken(counter) == [("vỉ", 2, 1)]


def test_less_than_prescribed_may_be_taken_and_the_rest_stays() -> None:
    """RX-05."""
    counter = Counter()
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION))
    counter.play([Picked(0), *digits(14), Confirmed()])
    assert taken(counter) == [("viên", 14, 1)]
    sold = counter.do(CashTaken())
    assert sold.commit is not None
    paid = counter.do(Saved(number=1, at=AT)).state
    assert getattr(paid, "rest", None) == 1


def test_packs_with_serial_numbers_are_counted_by_scanning() -> None:
    counter = Counter()
    counter.scan(pack(FREE, serial="S1"))
    for changes in (digits(2), [Chosen("viên")]):
        counter.play([Picked(0), *changes])
        found = counter.do(Confirmed())
        assert isinstance(found.state, Selling)
        assert found.state.notice is Notice.COUNTED_BY_SCAN
        assert quantities(counter) == [("GOOD", "vỉ", 1)]
    counter.play([Picked(0), Chosen("remove")])
    assert counter.state == Ready()


def test_of_a_part_of_a_pack_with_a_serial_number_less_may_be_taken_but_not_more() -> None:
    counter = Counter()
    with_prescription(counter, replace(AMLODIPIN, quantity=7))
    counter.scan(pack(ON_PRESCRIPTION, serial="S1"))
    assert taken(counter) == [("viên", 7, 1)]
    counter.play([Picked(0), Typed("5"), Confirmed()])
    assert taken(counter) == [("viên", 5, 1)]
    counter.play([Picked(0), Typed("6"), Confirmed()])
    assert taken(counter) == [("viên", 5, 1)]


def test_a_unit_above_its_posted_price_is_refused_and_the_sale_stays(counter: Counter) -> None:
    dear = counter.shelf.offers(FREE.id)[0]
    counter.shelf.every_offer.remove(dear)
    counter.shelf.every_offer.append(replace(dear, price_vnd=200_000))
    before = open_sale(counter.state)
    counter.play([Picked(0), Chosen("hộp"), Confirmed()])
    assert blocked(counter).refusal.rule is Rule.ABOVE_POSTED
    counter.do(WentBack())
    assert open_sale(counter.state) == before


def test_the_printed_sheet_asks_the_same_rules(counter: Counter) -> None:
    shelf = MemoryShelf()
    shelf.put(FREE, "A", NEXT_YEAR, on_hand=35)
    counter = Counter(shelf)
    counter.scan(pack(FREE, "A"))
    found = counter.do(SetQuantity(4))
    assert (asked(counter).too_many, asked(counter).typed) == (3, "4")
    assert found.cue is Cue.WARN
    counter.do(WentBack())
    assert quantities(counter) == [("A", "vỉ", 1)]


def test_the_sale_can_be_dropped_from_here(counter: Counter) -> None:
    counter.play([Picked(0), DropSale()])
    assert counter.state == Ready()


def test_a_quantity_of_a_line_that_has_become_forbidden_is_refused_at_paying(
    counter: Counter,
) -> None:
    counter.shelf.move(FREE.id, "A", -1000)
    counter.play([Picked(1), *digits(2), Confirmed()])
    assert isinstance(counter.do(CashTaken()).state, Blocked)


@steady
@given(st.integers(0, 5000), st.sampled_from([False, True]))
def test_a_portion_is_never_more_and_exact_wherever_there_are_tablets(
    units: int,
    is_box: bool,  # noqa: FBT001 - a property
) -> None:
    counter = Counter()
    offer = counter.shelf.offers_by_gtin[gtin(FREE, box=is_box)]
    found = portion(units, offer, counter.world)
    if units == 0:
        assert found is None
        return
    assert found is not None
    chosen, quantity = found
    assert chosen.unit_size * quantity == units
    assert chosen.unit_size <= offer.unit_size
    larger = [one for one in counter.shelf.offers(FREE.id) if one.unit_size > chosen.unit_size]
    assert all(one.unit_size > offer.unit_size or units % one.unit_size for one in larger)
