"""RX-04: what was sold while only the prescription's code was known is dispensed all the same."""

from dataclasses import replace

import pytest

from codes import PrescriptionCode
from device.counter.drug import Drug
from device.counter.event import CashTaken, Confirmed, Prescribed, Scanned, SetQuantity
from device.counter.notes import ReturnNote, VoidNote
from device.counter.open_sale import open_sale
from device.counter.rules import Rule, Warn
from device.counter.state import Notice, Paid, Selling
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    PARACETAMOL,
    blocked,
    dispensed,
    taken,
    told,
)
from tests.device.counter.shop import (
    FREE,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_BRAND,
    Counter,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def sell_unanswered(counter: Counter, strips: int, drug: Drug = ON_PRESCRIPTION) -> None:
    """Sell so many strips of ten on the code alone: the province does not answer."""
    counter.act(Scanned(ORDINARY))
    counter.act(Prescribed(ORDINARY.text, None))
    counter.act(Scanned(pack(drug)))
    counter.act(SetQuantity(strips))
    assert taken(counter) == [("vỉ", strips, None)]
    counter.act(CashTaken())
    counter.at(Paid)
    counter.act(Confirmed())


def test_all_of_it_sold_on_the_code_leaves_nothing_when_the_province_answers(
    counter: Counter,
) -> None:
    sell_unanswered(counter, 3)
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    counter.act(Scanned(pack(ON_PRESCRIPTION, box=True)))
    refusal = blocked(counter).refusal
    assert (refusal.rule, refusal.allowed) == (Rule.MORE_THAN_PRESCRIBED, 0)


def test_a_part_sold_on_the_code_leaves_the_rest(counter: Counter) -> None:
    sell_unanswered(counter, 1)
    counter.act(Scanned(ORDINARY))
    counter.act(told(dispensed(AMLODIPIN, 8)))
    counter.act(Scanned(pack(ON_PRESCRIPTION, box=True)))
    assert taken(counter) == [("vỉ", 1, 1)]


def test_another_brand_with_the_same_ingredients_counts_as_well(counter: Counter) -> None:
    sell_unanswered(counter, 2, OTHER_BRAND)
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    counter.act(Scanned(pack(ON_PRESCRIPTION, box=True)))
    assert taken(counter) == [("viên", 8, 1)]


def test_a_drug_on_two_lines_fills_the_first_before_the_second(counter: Counter) -> None:
    sell_unanswered(counter, 3)
    counter.act(Scanned(ORDINARY))
    counter.act(told(replace(AMLODIPIN, quantity=20), replace(AMLODIPIN, number=2, quantity=14)))
    found = open_sale(counter.state).prescription
    assert found is not None
    assert [line.left for line in found.lines] == [0, 4]


def test_a_void_gives_all_of_it_back_and_a_return_what_came_back(counter: Counter) -> None:
    sell_unanswered(counter, 1)
    sell_unanswered(counter, 1)
    first, second = (counter.book.sale(number) for number in (1, 2))
    assert first is not None
    assert second is not None
    counter.book.record(VoidNote(sale=first, reason="mistake"))
    assert counter.book.sold_on_code(ORDINARY.text) == {ON_PRESCRIPTION.id: 10}
    counter.book.record(ReturnNote(sale=second, quantities=(1,), reason="reaction"))
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    counter.act(Scanned(pack(ON_PRESCRIPTION, box=True)))
    assert taken(counter) == [("viên", 28, 1)]


def test_what_was_sold_beside_lines_that_were_known_is_on_none_of_them(counter: Counter) -> None:
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    counter.act(Scanned(pack(FREE)))
    counter.act(CashTaken())
    counter.act(Confirmed())
    counter.act(Scanned(ORDINARY))
    counter.act(told(PARACETAMOL))
    counter.act(Scanned(pack(FREE, box=True)))
    assert taken(counter) == [("vỉ", 2, 3)]


def test_a_bare_code_that_was_sold_on_here_is_said_while_nobody_can_check_it(
    counter: Counter,
) -> None:
    sell_unanswered(counter, 1)
    counter.act(Scanned(PrescriptionCode(ORDINARY.text.upper())))
    assert Warn.DISPENSED_BEFORE in said(counter)
    counter.act(Prescribed(ORDINARY.text, None))
    assert counter.at(Selling).notice is Notice.PRESCRIPTION_USED
    counter.act(Scanned(pack(ON_PRESCRIPTION)))
    assert {Warn.DISPENSED_BEFORE, Warn.UNCHECKED} <= said(counter)


def test_it_is_not_said_of_a_first_sale_of_one_undone_or_where_lines_are_known(
    counter: Counter,
) -> None:
    counter.act(Scanned(ORDINARY))
    assert Warn.DISPENSED_BEFORE not in said(counter)
    sell_unanswered(counter, 1)
    counter.act(Scanned(ORDINARY))
    counter.act(told(AMLODIPIN))
    assert Warn.DISPENSED_BEFORE not in said(counter)
    sale = counter.book.sale(1)
    assert sale is not None
    counter.book.record(VoidNote(sale=sale, reason="mistake"))
    other = Counter(book=counter.book)
    other.act(Scanned(ORDINARY))
    assert Warn.DISPENSED_BEFORE not in said(other)


def said(counter: Counter) -> set[Warn]:
    return {warning.warn for warning in counter.at(Selling).warnings}
