"""What a scanned pack takes of the prescription: what is left, exactly, and never more."""

from dataclasses import replace

import pytest

from device.counter.event import (
    CashTaken,
    Opened,
    TransferWanted,
)
from device.counter.rules import Rule
from device.counter.state import Blocked, Paid, Transfer
from device.counter.states.asking import Item
from tests.device.counter.selling.prescriptions import (
    AMLODIPIN,
    LOSARTAN,
    PARACETAMOL,
    blocked,
    dispensed,
    lines_of,
    sale_of,
    taken,
    told,
    with_prescription,
)
from tests.device.counter.shop import (
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_ON_PRESCRIPTION,
    Counter,
    MemoryShelf,
    pack,
)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_what_was_dispensed_here_and_what_was_dispensed_elsewhere_is_added_up(
    counter: Counter,
) -> None:
    """RX-04: the province's figure leaves this terminal out."""
    with_prescription(counter, dispensed(AMLODIPIN, 8))
    counter.scan(pack(ON_PRESCRIPTION, serial="S1"))
    assert taken(counter) == [("vỉ", 1, 1)]
    counter.act(CashTaken())
    with_prescription(counter, dispensed(AMLODIPIN, 8))
    found = sale_of(counter.state).prescription
    assert found is not None
    assert (found.lines[0].dispensed, found.lines[0].left) == (18, 10)
    counter.scan(pack(ON_PRESCRIPTION))
    assert taken(counter) == [("vỉ", 1, 1)]
    counter.act(CashTaken())
    with_prescription(counter, dispensed(AMLODIPIN, 8))
    counter.scan(pack(ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED


def test_a_sale_that_was_put_by_counts_what_was_paid_on_its_prescription_meanwhile(
    counter: Counter,
) -> None:
    with_prescription(counter, dispensed(AMLODIPIN, 8))
    counter.act(Opened(Item.PARK))
    with_prescription(counter, dispensed(AMLODIPIN, 8))
    counter.scan(pack(ON_PRESCRIPTION, serial="S1"))
    counter.act(CashTaken())
    counter.act(Opened(Item.UNPARK))
    counter.scan(pack(ON_PRESCRIPTION))
    assert taken(counter) == [("vỉ", 1, 1)]


def test_a_pack_finds_its_line_and_takes_what_is_left(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN, LOSARTAN)
    counter.scan(pack(OTHER_ON_PRESCRIPTION), pack(ON_PRESCRIPTION))
    assert taken(counter) == [("vỉ", 6, 2), ("viên", 28, 1)]


@pytest.mark.parametrize(
    ("left", "scanned", "expected"),
    [
        (200, "hộp", ("hộp", 2)),
        (100, "hộp", ("hộp", 1)),
        (30, "hộp", ("vỉ", 3)),
        (28, "hộp", ("viên", 28)),
        (30, "vỉ", ("vỉ", 3)),
        (200, "vỉ", ("vỉ", 20)),
        (7, "vỉ", ("viên", 7)),
    ],
)
def test_the_quantity_is_exact_in_the_largest_unit_of_the_pack_that_makes_it_up(
    counter: Counter,
    left: int,
    scanned: str,
    expected: tuple[str, int],
) -> None:
    with_prescription(counter, replace(AMLODIPIN, quantity=left))
    counter.scan(pack(ON_PRESCRIPTION, box=scanned == "hộp"))
    line = lines_of(counter)[0]
    assert (line.offer.unit, line.quantity) == expected
    assert line.base_units == left


def test_where_no_unit_makes_it_up_as_many_are_taken_as_are_not_more(counter: Counter) -> None:
    counter.shelf.every_offer = [
        offer for offer in counter.shelf.every_offer if offer.unit_size > 1
    ]
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION))
    assert taken(counter) == [("vỉ", 2, 1)]
    counter.scan(pack(ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED
    assert blocked(counter).refusal.allowed == 8


def test_what_was_dispensed_elsewhere_is_not_dispensed_again(counter: Counter) -> None:
    with_prescription(counter, dispensed(AMLODIPIN, 18))
    counter.scan(pack(ON_PRESCRIPTION, box=True))
    assert taken(counter) == [("vỉ", 1, 1)]


def test_a_pack_more_than_is_left_is_refused(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION), pack(ON_PRESCRIPTION))
    refusal = blocked(counter).refusal
    assert (refusal.rule, refusal.allowed, refusal.prescribed) == (
        Rule.MORE_THAN_PRESCRIBED,
        0,
        28,
    )


def test_packs_with_serial_numbers_are_taken_one_by_one(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    for serial in ("S1", "S2", "S3"):
        counter.scan(pack(ON_PRESCRIPTION, serial=serial))
    assert taken(counter) == [("vỉ", 2, 1), ("viên", 8, 1)]
    counter.scan(pack(ON_PRESCRIPTION, serial="S4"))
    assert blocked(counter).refusal.rule is Rule.MORE_THAN_PRESCRIBED


def test_several_batches_make_up_one_line(counter: Counter) -> None:
    counter.shelf = MemoryShelf()
    counter.shelf.put(ON_PRESCRIPTION, "A", NEXT_YEAR, on_hand=20)
    counter.shelf.put(ON_PRESCRIPTION, "B", NEXT_YEAR, on_hand=100)
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION, "A"), pack(ON_PRESCRIPTION, "B"))
    assert [(line.batch, line.base_units, line.prescribed) for line in lines_of(counter)] == [
        ("A", 20, 1),
        ("B", 8, 1),
    ]


def test_after_less_was_taken_the_pack_once_more_adds_one(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN)
    counter.scan(pack(ON_PRESCRIPTION, serial="S1"))
    assert taken(counter) == [("vỉ", 1, 1)]
    counter.scan(pack(ON_PRESCRIPTION))
    assert taken(counter) == [("vỉ", 2, 1)]


def test_a_part_is_paid_and_the_rest_stays_on_the_prescription(counter: Counter) -> None:
    with_prescription(counter, AMLODIPIN, LOSARTAN, PARACETAMOL)
    counter.scan(pack(OTHER_ON_PRESCRIPTION))
    counter.act(CashTaken())
    paid = counter.state
    assert isinstance(paid, Paid)
    assert (paid.rest, paid.on_prescription, paid.line_count) == (2, True, 1)
    with_prescription(counter, AMLODIPIN, LOSARTAN, PARACETAMOL)
    counter.scan(pack(ON_PRESCRIPTION), pack(FREE))
    counter.act(CashTaken())
    assert isinstance(counter.state, Paid)
    assert counter.state.rest == 0


def test_an_answer_that_forbids_the_sale_takes_its_payment_code_from_the_screen(
    counter: Counter,
) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION, box=True))
    counter.do(TransferWanted())
    counter.at(Transfer)
    counter.do(told(AMLODIPIN))
    assert isinstance(counter.state, Blocked)
