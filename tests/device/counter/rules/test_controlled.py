from dataclasses import replace

import pytest

from codes import CitizenCard
from device.counter.drug import Control, Drug
from device.counter.parameters import CURRENT, Action
from device.counter.prescription import Tranche
from device.counter.rules import Refusal, Rule, Way, person_to_keep, refuse, warnings
from device.counter.rules.warn import Warn
from device.counter.sale import Buyer, OpenSale
from tests.device.counter.rules.stall import (
    BUYER,
    CARD,
    COMBINATION,
    FREE,
    NARCOTIC,
    PAPER,
    PRECURSOR,
    PSYCHOTROPIC,
    RX,
    TODAY,
    Dispensed,
    code,
    days,
    line,
    of_class,
    prescribed,
    prescription,
    sale,
    world,
)

LENIENT = replace(CURRENT, combination_needs_customer=False)


def rule_of(refusal: Refusal | None) -> Rule | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize(
    ("drug", "letter", "rule"),
    [
        (FREE, "c", None),
        (RX, "c", None),
        (RX, "n", None),
        (RX, "H", None),
        (RX, "t", None),
        (NARCOTIC, "c", Rule.NEEDS_TYPE_N),
        (NARCOTIC, "h", Rule.NEEDS_TYPE_N),
        (NARCOTIC, "N", None),
        (PSYCHOTROPIC, "c", Rule.NEEDS_TYPE_H),
        (PSYCHOTROPIC, "n", Rule.NEEDS_TYPE_H),
        (PSYCHOTROPIC, "H", None),
        (PRECURSOR, "c", Rule.NEEDS_TYPE_H),
        (PRECURSOR, "h", None),
        (COMBINATION, "c", None),
    ],
)
def test_ctl_04_each_class_wants_its_type_of_prescription_tt26_12(
    drug: Drug, letter: str, rule: Rule | None
) -> None:
    on = sale(prescription=prescription(letter=letter), card=CARD)
    assert rule_of(refuse(line(drug), on, world())) is rule


@pytest.mark.parametrize("drug", [NARCOTIC, PSYCHOTROPIC, PRECURSOR])
def test_ctl_04_ctl_14_a_paper_of_the_type_can_be_keyed_in_while_nothing_stands_on_another(
    drug: Drug,
) -> None:
    def ways(on: OpenSale) -> tuple[Way, ...]:
        refusal = refuse(line(drug), on, world())
        assert refusal is not None
        assert rule_of(refusal) in {Rule.NEEDS_TYPE_N, Rule.NEEDS_TYPE_H}
        return refusal.ways

    assert ways(sale(prescription=PAPER)) == (Way.PAPER_PRESCRIPTION,)
    assert ways(sale(line(FREE), prescription=PAPER)) == (Way.PAPER_PRESCRIPTION,)
    assert ways(sale(line(RX), prescription=PAPER)) == ()
    assert ways(sale(prescription=prescription(letter="c"))) == ()


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
def test_ctl_05_06_the_customer_book_is_for_controlled_drugs_only_tt18_12(
    control: Control,
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    drug = of_class(control)
    letter = {Control.NARCOTIC: "n"}.get(control, "h")
    on = sale(prescription=prescription(letter=letter), card_seen=True)
    assert rule_of(refuse(line(drug), on, world())) is (Rule.NEEDS_CUSTOMER if wanted else None)
    assert refuse(line(drug), replace(on, buyer=BUYER), world()) is None
    assert CURRENT.needs_customer(control) is wanted


def test_ctl_06_the_circular_on_combinations_is_a_parameter() -> None:
    assert rule_of(refuse(line(COMBINATION), sale(), world())) is Rule.NEEDS_CUSTOMER
    assert refuse(line(COMBINATION), sale(), world(parameters=LENIENT)) is None
    on = sale(prescription=prescription(letter="n"), card_seen=True)
    strict = refuse(line(NARCOTIC), on, world(parameters=LENIENT))
    assert rule_of(strict) is Rule.NEEDS_CUSTOMER


@pytest.mark.parametrize(
    ("card", "buyer", "enough"),
    [
        (CARD, None, True),
        (None, BUYER, True),
        (replace(CARD, reliable=False), None, False),
        (replace(CARD, residence=""), None, False),
        (replace(CARD, reliable=False), BUYER, True),
        (None, replace(BUYER, address="  "), False),
        (None, replace(BUYER, name=""), False),
    ],
)
def test_ctl_05_name_and_address_and_no_number_annex_xix(
    card: CitizenCard | None,
    buyer: Buyer | None,
    enough: bool,  # noqa: FBT001 - a column
) -> None:
    refusal = refuse(line(COMBINATION), sale(card=card, buyer=buyer), world())
    assert (refusal is None) is enough
    if refusal:
        assert refusal.ways == (Way.BUYER,)


def test_ctl_11_whoever_collects_narcotics_shows_a_card_and_nobody_else_does() -> None:
    on = sale(prescription=prescription(letter="n"), buyer=BUYER)
    assert rule_of(refuse(line(NARCOTIC), on, world())) is Rule.TRANCHE_ID
    assert refuse(line(NARCOTIC), replace(on, card_seen=True), world()) is None
    assert refuse(line(RX), on, world()) is None
    on_h = sale(prescription=prescription(letter="h"), buyer=BUYER)
    assert refuse(line(PSYCHOTROPIC), on_h, world()) is None


@pytest.mark.parametrize(
    ("days_before", "rule"),
    [
        (4, Rule.TRANCHE_EARLY),
        (3, None),
        (2, None),
        (1, None),
        (0, Rule.TRANCHE_OVER),
        (-1, Rule.TRANCHE_OVER),
    ],
)
@pytest.mark.parametrize("number", [2, 3])
def test_ctl_11_tranches_2_and_3_are_collected_1_to_3_days_before_tt26_annex_ii(
    number: int, days_before: int, rule: Rule | None
) -> None:
    begins = TODAY + days(days_before)
    on = prescription(
        letter="n", issued=TODAY - days(20), tranche=Tranche(number=number, begins=begins)
    )
    refusal = refuse(line(NARCOTIC), sale(prescription=on, card=CARD), world())
    assert rule_of(refusal) is rule
    if refusal and rule is Rule.TRANCHE_EARLY:
        assert refusal.day == begins - days(3)
    if refusal and rule is Rule.TRANCHE_OVER:
        assert refusal.day == begins - days(1)


@pytest.mark.parametrize(("sold_on", "allowed"), [(-8, 10), (-1, 0)])
def test_ctl_11_what_was_collected_for_an_earlier_tranche_leaves_the_next_one_whole(
    sold_on: int, allowed: int
) -> None:
    """Whether a quantity is for one tranche or for all is settled by who says `counted_from`."""
    begins = TODAY + days(2)
    here = Dispensed(text=code("n").text, lines={1: 10}, day=TODAY + days(sold_on))
    on = prescription(
        prescribed(NARCOTIC, 10),
        letter="n", issued=TODAY - days(8), tranche=Tranche(number=2, begins=begins),
        counted_from=begins - days(3),
    )  # fmt: skip
    for tablets, rule in ((allowed, None), (allowed + 1, Rule.MORE_THAN_PRESCRIBED)):
        taken = line(NARCOTIC, tablets, size=1, prescribed=1)
        refusal = refuse(taken, sale(prescription=on, card=CARD), world(past=here))
        assert rule_of(refusal) is (rule if tablets else None)


def test_ctl_11_where_nobody_says_so_every_tranche_counts() -> None:
    here = Dispensed(text=code("n").text, lines={1: 10}, day=TODAY - days(8))
    on = prescription(
        prescribed(NARCOTIC, 10),
        letter="n", issued=TODAY - days(8), tranche=Tranche(number=2, begins=TODAY + days(2)),
    )  # fmt: skip
    taken = line(NARCOTIC, 1, size=1, prescribed=1)
    refusal = refuse(taken, sale(prescription=on, card=CARD), world(past=here))
    assert rule_of(refusal) is Rule.MORE_THAN_PRESCRIBED


def test_ctl_11_coming_late_may_be_eased_to_a_warning() -> None:
    on = prescription(letter="n", tranche=Tranche(number=2, begins=TODAY))
    around = world(parameters=replace(CURRENT, n_tranche_late=Action.WARN))
    late = line(NARCOTIC)
    assert refuse(late, sale(prescription=on, card=CARD), around) is None
    found = warnings(sale(late, prescription=on, card=CARD), around)
    assert [each.detail for each in found if each.warn is Warn.EASED] == ["CTL-11"]


@pytest.mark.parametrize(("age", "rule"), [(5, None), (6, Rule.PRESCRIPTION_EXPIRED)])
def test_ctl_11_the_first_tranche_keeps_the_5_days(age: int, rule: Rule | None) -> None:
    issued = TODAY - days(age)
    on = prescription(letter="n", issued=issued, tranche=Tranche(number=1, begins=issued))
    assert rule_of(refuse(line(NARCOTIC), sale(prescription=on, card=CARD), world())) is rule


def test_rx_13_nobody_is_kept_for_an_ordinary_sale_though_the_card_was_scanned() -> None:
    assert person_to_keep(sale(line(FREE), card=CARD)) is None
    assert person_to_keep(sale(line(FREE), line(FREE), card=CARD, buyer=BUYER)) is None
    assert person_to_keep(sale(card=CARD)) is None


def test_rx_07_the_patient_and_ctl_05_the_customer_are_kept() -> None:
    on = prescription()
    assert person_to_keep(sale(line(FREE), prescription=on, card=CARD)) is CARD
    assert person_to_keep(sale(line(FREE), line(COMBINATION), card=CARD)) is CARD
    assert person_to_keep(sale(line(COMBINATION), buyer=BUYER)) is BUYER
    assert person_to_keep(sale(line(COMBINATION), card=CARD, buyer=BUYER)) is CARD
    unreadable = replace(CARD, reliable=False)
    assert person_to_keep(sale(line(COMBINATION), card=unreadable, buyer=BUYER)) is BUYER
    assert person_to_keep(sale(line(RX), prescription=on, card=unreadable)) is unreadable
    assert person_to_keep(sale(line(COMBINATION), card=CARD), LENIENT) is None
    assert person_to_keep(sale(line(RX), prescription=on)) is None
