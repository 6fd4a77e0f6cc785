"""Lines that a rule let in, one by one, make a sale that may be paid; and no limit is passed."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from device.counter.drug import ShelfBatch
from device.counter.prescription import Prescription
from device.counter.rules import Rule, left_on, refuse, refuse_sale, warnings
from device.counter.sale import OpenSale, SaleLine
from device.counter.world import World
from tests.device.counter.rules.stall import (
    BUYER,
    CARD,
    COMBINATION,
    FREE,
    NARCOTIC,
    RX,
    SAME,
    TODAY,
    Stall,
    batch,
    days,
    line,
    prescribed,
    prescription,
    sale,
    world,
)

DRUGS = (FREE, RX, SAME, COMBINATION, NARCOTIC)
lines = st.builds(
    lambda drug, size, quantity, number, on, age: replace(
        line(drug, quantity, size=size),
        batch=number,
        prescribed=on,
        expiry=TODAY + days(age),
    ),
    st.sampled_from(DRUGS),
    st.sampled_from([1, 10, 100]),
    st.integers(1, 6),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from([None, None, 1, 2]),
    st.sampled_from([-1, 0, 1, 400]),
)
sheets = st.sampled_from(
    [
        None,
        prescription(),
        prescription(prescribed(RX, 30), prescribed(FREE, 12, number=2, dispensed=5)),
        prescription(prescribed(RX, 30), issued=TODAY - days(6)),
        prescription(prescribed(NARCOTIC, 7), letter="n"),
    ]
)
people = st.sampled_from(
    [sale(), sale(card=CARD), sale(buyer=BUYER), sale(buyer=BUYER, card_seen=True)]
)
amounts = st.integers(0, 60)


def around(on_hand: tuple[int, int]) -> World:
    def batches(units: tuple[int, int]) -> tuple[ShelfBatch, ...]:
        return batch("A", on_hand=units[0]), batch("B", on_hand=units[1])

    return world(Stall(stock={drug.id: batches(on_hand) for drug in DRUGS}))


@given(st.lists(lines, max_size=6), sheets, people, st.tuples(amounts, amounts))
def test_what_was_let_in_one_by_one_may_be_paid_and_passes_no_limit(
    tried: list[SaleLine],
    on: Prescription | None,
    person: OpenSale,
    on_hand: tuple[int, int],
) -> None:
    shop = around(on_hand)
    open_sale = replace(person, prescription=on)
    for each in tried:
        if refuse(each, open_sale, shop) is None:
            open_sale = open_sale.add(each)
    assert refuse_sale(open_sale, shop) is None
    for drug in DRUGS:
        assert open_sale.taken(drug.id, "A") <= on_hand[0]
        assert open_sale.taken(drug.id, "B") <= on_hand[1]
        assert open_sale.taken(drug.id, "C") == 0
    _keeps_to_the_prescription(open_sale, shop)
    warnings(open_sale, shop)


def _keeps_to_the_prescription(open_sale: OpenSale, shop: World) -> None:
    found = open_sale.prescription
    if found is None:
        assert not any(each.drug in {RX, SAME, NARCOTIC} for each in open_sale.lines)
        return
    for number in (1, 2):
        prescribed_line = found.line(number)
        if prescribed_line:
            here = sum(each.base_units for each in open_sale.lines if each.prescribed == number)
            assert here <= prescribed_line.quantity - prescribed_line.dispensed
            whole = left_on(prescribed_line, replace(open_sale, lines=()), shop)
            assert left_on(prescribed_line, open_sale, shop) == whole - here


@given(st.lists(lines, min_size=1, max_size=3), sheets, st.tuples(amounts, amounts))
def test_the_order_of_lines_never_decides_whether_a_sale_may_be_paid(
    tried: list[SaleLine], on: Prescription | None, on_hand: tuple[int, int]
) -> None:
    shop = around(on_hand)
    answers = {
        refuse_sale(replace(sale(*order, card=CARD), prescription=on), shop) is None
        for order in permutations(tried)
    }
    assert len(answers) == 1


@given(lines, sheets)
def test_a_refusal_is_of_the_line_and_its_facts_are_whole(
    tried: SaleLine, on: Prescription | None
) -> None:
    refusal = refuse(tried, replace(sale(), prescription=on), around((30, 5)))
    if refusal is None:
        return
    assert refusal.line == tried
    if refusal.rule in {Rule.NOT_ENOUGH, Rule.MORE_THAN_PRESCRIBED}:
        assert refusal.allowed is not None
        assert 0 <= refusal.allowed < tried.base_units
    if refusal.good_batch:
        assert refusal.good_batch.expiry
        assert refusal.good_batch.expiry >= TODAY
        assert refusal.good_batch.number != tried.batch
