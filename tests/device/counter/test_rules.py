from dataclasses import replace

import pytest

from codes import PrescriptionCode
from device.counter.drug import Control, Drug, Offer
from device.counter.parameters import CURRENT
from device.counter.prescription import Prescription
from device.counter.rules import Rule, check_line, person_to_keep
from device.counter.sale import OpenSale, SaleLine
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    FREE,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    PRECURSOR,
    PSYCHOTROPIC,
    TODAY,
    TYPE_H,
    TYPE_N,
    YESTERDAY,
)

TYPE_T = PrescriptionCode("01234ab12cd6-t")
LENIENT = replace(CURRENT, combination_needs_customer=False)


def line(drug: Drug) -> SaleLine:
    offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=11_000)
    return SaleLine(offer=offer, batch="A", expiry=NEXT_YEAR, batch_from="code")


def sale(*drugs: Drug, on: PrescriptionCode | None = None, card: bool = False) -> OpenSale:
    lines = tuple(line(drug) for drug in drugs)
    return OpenSale(
        lines=lines, prescription=Prescription(code=on) if on else None, card=CARD if card else None
    )


@pytest.mark.parametrize(
    ("drug", "prescription", "rule"),
    [
        (FREE, None, None),
        (FREE, ORDINARY, None),
        (ON_PRESCRIPTION, None, Rule.NEEDS_PRESCRIPTION),
        (ON_PRESCRIPTION, ORDINARY, None),
        (ON_PRESCRIPTION, TYPE_N, None),
        (ON_PRESCRIPTION, TYPE_H, None),
        (ON_PRESCRIPTION, TYPE_T, None),
        (NARCOTIC, None, Rule.NEEDS_PRESCRIPTION),
        (NARCOTIC, ORDINARY, Rule.NEEDS_TYPE_N),
        (NARCOTIC, TYPE_H, Rule.NEEDS_TYPE_N),
        (NARCOTIC, TYPE_N, None),
        (PSYCHOTROPIC, None, Rule.NEEDS_PRESCRIPTION),
        (PSYCHOTROPIC, ORDINARY, Rule.NEEDS_TYPE_H),
        (PSYCHOTROPIC, TYPE_N, Rule.NEEDS_TYPE_H),
        (PSYCHOTROPIC, TYPE_H, None),
        (PRECURSOR, ORDINARY, Rule.NEEDS_TYPE_H),
        (PRECURSOR, TYPE_H, None),
        (COMBINATION, None, None),
    ],
)
def test_each_class_of_drug_wants_its_type_of_prescription(
    drug: Drug, prescription: PrescriptionCode | None, rule: Rule | None
) -> None:
    assert check_line(line(drug), sale(on=prescription, card=True), today=TODAY) is rule


def test_a_controlled_drug_is_controlled_even_if_the_catalogue_calls_it_free() -> None:
    mistake = replace(NARCOTIC, prescription_only=False)
    assert check_line(line(mistake), sale(card=True), today=TODAY) is Rule.NEEDS_TYPE_N


@pytest.mark.parametrize(
    ("control", "wanted"),
    [
        (Control.NONE, False),
        (Control.POISON, False),
        (Control.LISTED, False),
        (Control.NARCOTIC, True),
        (Control.PSYCHOTROPIC, True),
        (Control.PRECURSOR, True),
        (Control.NARCOTIC_COMBINATION, True),
        (Control.PSYCHOTROPIC_COMBINATION, True),
        (Control.PRECURSOR_COMBINATION, True),
    ],
)
def test_the_customer_book_is_for_controlled_drugs_only(
    control: Control,
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    drug = Drug(id="X", name="X", prescription_only=False, control=control)
    right = {Control.NARCOTIC: TYPE_N}.get(control, TYPE_H)
    without = check_line(line(drug), sale(on=right), today=TODAY)
    assert without is (Rule.NEEDS_CUSTOMER if wanted else None)
    assert check_line(line(drug), sale(on=right, card=True), today=TODAY) is None
    assert CURRENT.needs_customer(control) is wanted


def test_the_circular_on_combinations_is_a_parameter() -> None:
    assert check_line(line(COMBINATION), sale(), today=TODAY) is Rule.NEEDS_CUSTOMER
    assert check_line(line(COMBINATION), sale(), today=TODAY, parameters=LENIENT) is None
    strict = check_line(line(NARCOTIC), sale(on=TYPE_N), today=TODAY, parameters=LENIENT)
    assert strict is Rule.NEEDS_CUSTOMER


def test_expiry_comes_before_everything_else() -> None:
    old = replace(line(NARCOTIC), expiry=YESTERDAY)
    assert check_line(old, sale(), today=TODAY) is Rule.EXPIRED
    assert check_line(replace(old, expiry=TODAY), sale(), today=TODAY) is Rule.NEEDS_PRESCRIPTION


def test_nobody_is_kept_for_an_ordinary_sale_though_the_card_was_scanned() -> None:
    assert person_to_keep(sale(FREE, card=True)) is None
    assert person_to_keep(sale(FREE, FREE, card=True)) is None
    assert person_to_keep(sale(card=True)) is None


def test_the_patient_of_a_prescription_and_the_customer_of_a_controlled_drug_are_kept() -> None:
    assert person_to_keep(sale(FREE, on=ORDINARY, card=True)) is CARD
    assert person_to_keep(sale(FREE, COMBINATION, card=True)) is CARD
    assert person_to_keep(sale(COMBINATION, card=True), LENIENT) is None
    assert person_to_keep(sale(ON_PRESCRIPTION, on=ORDINARY)) is None


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_says_where_it_stands_and_how_sure_that_is(rule: Rule) -> None:
    assert rule.source.law
    assert rule.source.code
    assert rule.source.confidence in {"A", "A*", "A-", "B", "C", "D"}
