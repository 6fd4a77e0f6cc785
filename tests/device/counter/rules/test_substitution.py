from dataclasses import replace

import pytest

from device.counter.drug import Drug, Ingredient
from device.counter.prescription import PrescribedLine
from device.counter.rules import Rule, may_answer, may_substitute, refuse
from device.counter.rules.substitution import is_same
from device.counter.sale import SaleLine, Substitution
from device.counter.shop import OutletKind
from tests.device.counter.rules.stall import (
    COLLEGE,
    IN_CHARGE,
    LAN,
    OTHER,
    PHARMACIST,
    RX,
    SAME,
    line,
    prescribed,
    prescription,
    sale,
    world,
)

ON = sale(prescription=prescription(prescribed()))


def substituted(drug: Drug = SAME, *, by: str = "DS", agrees: bool = True) -> SaleLine:
    found = Substitution(prescribed="RX", reason="cheaper", by=by, buyer_agrees=agrees)
    return line(drug, prescribed=1, substitution=found)


def test_rx_06_only_a_pharmacy_may_substitute_law_47() -> None:
    assert [kind for kind in OutletKind if may_substitute(world(kind=kind))] == [
        OutletKind.PHARMACY
    ]


def test_rx_06_a_university_degree_or_the_person_in_charge_answers_for_it_law_13_30() -> None:
    people = [LAN, COLLEGE, PHARMACIST, replace(COLLEGE, in_charge=True), IN_CHARGE]
    assert [may_answer(person) for person in people] == [False, False, True, True, True]
    assert not may_answer(None)


@pytest.mark.parametrize("by", ["LAN", "CD", "", "nobody"])
def test_rx_06_whoever_may_not_is_told_to_call_the_pharmacist(by: str) -> None:
    refusal = refuse(substituted(by=by), ON, world())
    assert refusal is not None
    assert refusal.rule is Rule.SUBSTITUTION_STAFF


def test_rx_06_the_first_thing_said_is_what_nobody_here_can_change() -> None:
    wrong = substituted(OTHER, by="LAN", agrees=False)
    kinds = [(OutletKind.DRUG_COUNTER, Rule.SUBSTITUTION_OUTLET)]
    kinds += [(OutletKind.PHARMACY, Rule.SUBSTITUTION_DIFFERENT)]
    for kind, rule in kinds:
        refusal = refuse(wrong, ON, world(kind=kind))
        assert refusal is not None
        assert refusal.rule is rule


def test_rx_06_the_quantity_still_counts() -> None:
    refusal = refuse(replace(substituted(), quantity=4), ON, world())
    assert refusal is not None
    assert (refusal.rule, refusal.allowed) == (Rule.MORE_THAN_PRESCRIBED, 30)


def of(*ingredients: tuple[str, str], route: str = "uống") -> Drug:
    return replace(
        RX, ingredients=tuple(Ingredient(name, dose) for name, dose in ingredients), route=route
    )


@pytest.mark.parametrize(
    ("drug", "same"),
    [
        (SAME, True),
        (of(("Amlodipin", "5mg")), True),
        (of(("amlodipin", "0,005 g")), True),
        (of(("amlodipin", "10 mg")), False),
        (of(("amlodipin", "5 mg"), route="tiêm"), False),
        (of(("amlodipin", "5 mg"), route=""), True),
        (of(("amlodipin", "5 mg"), ("losartan", "50 mg")), False),
        (OTHER, False),
    ],
)
def test_rx_06_ingredient_route_and_dose_are_the_same_gpp_iii_2(
    drug: Drug,
    same: bool,  # noqa: FBT001 - a column
) -> None:
    assert is_same(drug, prescribed(), world()) is same


def written(name: str, strength: str = "", route: str = "") -> PrescribedLine:
    return PrescribedLine(number=1, name=name, strength=strength, route=route, quantity=10)


@pytest.mark.parametrize(
    ("line_", "same"),
    [
        (written("Amlodipin 5mg", "5 mg"), True),
        (written("Amlodipine (Stada)", "5 mg", "Uống"), True),
        (written("Amlodipin", "25 mg"), False),
        (written("Amlodipin", "5 mg", "tiêm"), False),
        (written("Amlodipin", ""), None),
        (written("Một tên riêng", "5 mg"), None),
    ],
)
def test_rx_06_a_prescription_that_says_too_little_leaves_it_to_the_pharmacist(
    line_: PrescribedLine,
    same: bool | None,  # noqa: FBT001 - a column
) -> None:
    assert is_same(RX, line_, world()) is same
    assert is_same(replace(RX, ingredients=()), line_, world()) is None
