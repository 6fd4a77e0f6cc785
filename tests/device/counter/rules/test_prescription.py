from dataclasses import replace
from datetime import date

import pytest

from device.counter.drug import Control
from device.counter.parameters import CURRENT, Action, DayCount, Parameters, WithoutCode
from device.counter.prescription import Origin, Prescription
from device.counter.rules import Refusal, Rule, Way, refuse, refuse_sale, warnings
from device.counter.rules.warn import Warn
from device.counter.sale import OpenSale, Overridden
from device.counter.shop import OutletKind
from tests.device.counter.rules.stall import (
    FREE,
    NARCOTIC,
    OTHER,
    PAPER,
    RX,
    SAME,
    TODAY,
    Dispensed,
    Stall,
    code,
    days,
    line,
    of_class,
    prescribed,
    prescription,
    sale,
    world,
)

EMERGENCY = replace(CURRENT, rx_required_override=WithoutCode.EMERGENCY)
OFF = replace(CURRENT, rx_required_override=WithoutCode.OFF)


def rule_of(refusal: Refusal | None) -> Rule | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize("kind", OutletKind)
def test_rx_01_no_outlet_sells_a_prescription_drug_without_one_law_6(kind: OutletKind) -> None:
    drug = replace(RX, essential=True, commune_level=True)
    assert rule_of(refuse(line(drug), sale(), world(kind=kind))) is Rule.NEEDS_PRESCRIPTION
    assert refuse(line(drug), sale(prescription=prescription()), world(kind=kind)) is None


@pytest.mark.parametrize(
    ("parameters", "ways"),
    [
        (OFF, ()),
        (CURRENT, (Way.PAPER_PRESCRIPTION,)),
        (EMERGENCY, (Way.PAPER_PRESCRIPTION, Way.EMERGENCY)),
    ],
)
def test_rx_01_the_ways_out_are_the_provinces_choice(
    parameters: Parameters,
    ways: tuple[Way, ...],
) -> None:
    refusal = refuse(line(RX), sale(), world(parameters=parameters))
    assert refusal is not None
    assert refusal.ways == ways


def _overridden(rule: str = "RX-01", drug: str = "RX") -> OpenSale:
    return sale(overridden=(Overridden(rule=rule, reason="emergency", by="DS", drug=drug),))


def test_rx_01_an_emergency_passes_only_where_it_is_switched_on() -> None:
    assert refuse(line(RX), _overridden(), world(parameters=EMERGENCY)) is None
    for parameters in (CURRENT, OFF):
        refusal = refuse(line(RX), _overridden(), world(parameters=parameters))
        assert rule_of(refusal) is Rule.NEEDS_PRESCRIPTION


def test_rx_01_an_override_is_for_this_rule_and_this_drug_alone() -> None:
    at_emergency = world(parameters=EMERGENCY)
    for entered in (_overridden(drug="SAME"), _overridden(rule="GPP-01"), _overridden(drug="")):
        assert rule_of(refuse(line(RX), entered, at_emergency)) is Rule.NEEDS_PRESCRIPTION
    old = replace(line(RX), expiry=TODAY - days(1))
    assert rule_of(refuse(old, _overridden(), at_emergency)) is Rule.EXPIRED


def test_rx_01_no_emergency_for_narcotics() -> None:
    refusal = refuse(line(NARCOTIC), _overridden(drug=NARCOTIC.id), world(parameters=EMERGENCY))
    assert refusal is not None
    assert refusal.rule is Rule.NEEDS_PRESCRIPTION
    assert Way.EMERGENCY not in refusal.ways


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule.source.code != "GPP-01"])
def test_nothing_else_passes_by_an_override(rule: Rule) -> None:
    """Every other rule, overridden by its own code, still refuses."""
    from tests.device.counter.rules.examples import EXAMPLES  # noqa: PLC0415 - reads the table

    tried = EXAMPLES[rule].refused
    entered = Overridden(
        rule=rule.source.code, reason="emergency", by="DS", drug=tried.line.drug.id
    )
    forced = replace(tried.sale, overridden=(entered,))
    assert rule_of(refuse(tried.line, forced, tried.world)) is rule


def test_rx_01_a_paper_prescription_does_not_count_where_it_is_switched_off() -> None:
    on_paper = sale(prescription=PAPER)
    assert refuse(line(RX), on_paper, world()) is None
    refusal = refuse(line(RX), on_paper, world(parameters=OFF))
    assert rule_of(refusal) is Rule.NEEDS_PRESCRIPTION


@pytest.mark.parametrize("missing", [{"facility": ""}, {"prescriber": ""}, {"issued": None}])
def test_rx_07_a_paper_prescription_needs_its_fields_for_prescription_drugs_only(
    missing: dict[str, str | None],
) -> None:
    on = sale(prescription=replace(PAPER, **missing))  # type: ignore[arg-type]
    assert rule_of(refuse(line(RX), on, world())) is Rule.PAPER_INCOMPLETE
    assert refuse(line(FREE), on, world()) is None


@pytest.mark.parametrize(
    ("route", "prescription_only", "needed"),
    [
        ("uống", False, True),
        ("tiêm", False, True),
        ("", False, True),
        ("Nhỏ mắt", False, False),
        ("dùng ngoài", False, False),
        ("dùng ngoài", True, True),
    ],
)
def test_abx_01_an_antibiotic_for_systemic_use_is_a_prescription_drug_whatever_the_catalogue_says(
    route: str,
    prescription_only: bool,  # noqa: FBT001 - a column
    needed: bool,  # noqa: FBT001 - a column
) -> None:
    drug = replace(FREE, antibiotic=True, route=route, prescription_only=prescription_only)
    wanted = Rule.NEEDS_PRESCRIPTION if needed else None
    assert rule_of(refuse(line(drug), sale(), world())) is wanted
    trusting = world(parameters=replace(CURRENT, systemic_antibiotic_is_rx=False))
    assert (refuse(line(drug), sale(), trusting) is None) is not prescription_only


@pytest.mark.parametrize("control", [Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR])
def test_rx_02_annexes_i_to_iii_are_on_prescription_even_if_the_catalogue_calls_them_free(
    control: Control,
) -> None:
    drug = of_class(control, prescription_only=False)
    assert rule_of(refuse(line(drug), sale(), world())) is Rule.NEEDS_PRESCRIPTION


@pytest.mark.parametrize(
    ("count", "discharge", "age", "refused"),
    [
        (DayCount.EXCLUSIVE, False, 0, False),
        (DayCount.EXCLUSIVE, False, 5, False),
        (DayCount.EXCLUSIVE, False, 6, True),
        (DayCount.INCLUSIVE, False, 4, False),
        (DayCount.INCLUSIVE, False, 5, True),
        (DayCount.EXCLUSIVE, True, 2, False),
        (DayCount.EXCLUSIVE, True, 3, True),
        (DayCount.INCLUSIVE, True, 1, False),
        (DayCount.INCLUSIVE, True, 2, True),
    ],
)
def test_rx_03_a_prescription_is_valid_for_5_days_tt26_12_and_2_on_discharge_tt55_15(
    count: DayCount,
    discharge: bool,  # noqa: FBT001 - a column
    age: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    on = prescription(issued=TODAY - days(age), is_traditional_discharge=discharge)
    around = world(parameters=replace(CURRENT, rx_day_count=count))
    refusal = refuse(line(RX), sale(prescription=on), around)
    assert rule_of(refusal) is (Rule.PRESCRIPTION_EXPIRED if refused else None)
    if refusal:
        assert refusal.day == on.issued


@pytest.mark.parametrize(("age", "last"), [(4, False), (5, True), (6, False)])
def test_rx_03_the_last_day_is_said(
    age: int,
    last: bool,  # noqa: FBT001 - a column
) -> None:
    on = sale(line(RX), prescription=prescription(issued=TODAY - days(age)))
    assert (Warn.LAST_DAY in {each.warn for each in warnings(on, world())}) is last


def test_rx_03_a_prescription_whose_day_nobody_knows_is_neither_early_nor_late() -> None:
    offline = Prescription(code=code())
    assert refuse(line(RX), sale(prescription=offline), world()) is None


def test_rx_03_a_prescription_of_tomorrow_waits() -> None:
    tomorrow: date = TODAY + days(1)
    refusal = refuse(line(RX), sale(prescription=prescription(issued=tomorrow)), world())
    assert refusal is not None
    assert (refusal.rule, refusal.day) == (Rule.PRESCRIPTION_NOT_YET, tomorrow)


OLD = prescription(prescribed(), prescribed(FREE, number=2), issued=TODAY - days(30))


def test_rx_03_a_free_drug_is_sold_beside_an_old_prescription_but_not_on_it() -> None:
    on = sale(prescription=OLD)
    assert refuse(line(FREE), on, world()) is None
    refusal = refuse(line(FREE, prescribed=2), on, world())
    assert refusal is not None
    assert refusal.rule is Rule.PRESCRIPTION_EXPIRED
    assert refusal.ways == (Way.OUTSIDE_PRESCRIPTION,)
    refusal = refuse(line(RX, prescribed=1), on, world())
    assert refusal is not None
    assert refusal.ways == ()


THIRTY = prescription(prescribed(RX, 30), prescribed(FREE, 20, number=2))


@pytest.mark.parametrize(("quantity", "refused"), [(29, False), (30, False), (31, True)])
def test_rx_04_exactly_what_is_prescribed_is_sold_and_not_one_more_gpp_iii_2(
    quantity: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    refusal = refuse(line(RX, quantity, size=1, prescribed=1), sale(prescription=THIRTY), world())
    assert rule_of(refusal) is (Rule.MORE_THAN_PRESCRIBED if refused else None)
    if refusal:
        assert (refusal.allowed, refusal.prescribed) == (30, 30)


def test_rx_04_other_lines_on_the_same_prescribed_line_count_in_any_batch_and_unit() -> None:
    in_sale = line(RX, 20, size=1, prescribed=1, batch="B")
    on = sale(in_sale, line(FREE, 5, size=1, prescribed=2), prescription=THIRTY)
    assert refuse(line(RX, 1, prescribed=1), on, world()) is None
    refusal = refuse(line(RX, 2, prescribed=1), on, world())
    assert refusal is not None
    assert refusal.allowed == 10
    assert refusal.ways == (Way.LESS,)


@pytest.mark.parametrize(
    ("elsewhere", "here", "left"), [(0, 0, 30), (10, 0, 20), (0, 25, 5), (20, 25, 5), (35, 0, 0)]
)
def test_rx_04_what_was_dispensed_here_or_elsewhere_is_no_longer_left(
    elsewhere: int, here: int, left: int
) -> None:
    """The province's figure holds what was sold here as well: the larger of the two counts."""
    on = prescription(prescribed(RX, 30, dispensed=elsewhere))
    past = Dispensed(text=on.text, lines={1: here})
    refusal = refuse(line(RX, 31, size=1, prescribed=1), sale(prescription=on), world(past=past))
    assert refusal is not None
    assert refusal.allowed == left
    assert refusal.ways == ((Way.LESS,) if left else ())


def test_rx_04_less_is_offered_where_a_smaller_unit_fits() -> None:
    refusal = refuse(line(RX, size=100, prescribed=1), sale(prescription=THIRTY), world())
    assert refusal is not None
    assert refusal.ways == (Way.LESS,)
    one_left = sale(prescription=prescription(prescribed(RX, 1)))
    refusal = refuse(line(RX, size=10, prescribed=1), one_left, world())
    assert refusal is not None
    assert refusal.ways == (Way.LESS,)
    boxes_only = Stall(drugs=())
    refusal = refuse(line(RX, size=100, prescribed=1), sale(prescription=THIRTY), world(boxes_only))
    assert refusal is not None
    assert refusal.ways == ()


def test_rx_04_a_free_drug_beyond_the_prescription_is_sold_beside_it() -> None:
    refusal = refuse(line(FREE, 3, prescribed=2), sale(prescription=THIRTY), world())
    assert refusal is not None
    assert refusal.ways == (Way.LESS, Way.OUTSIDE_PRESCRIPTION)
    assert refuse(line(FREE, 3), sale(prescription=THIRTY), world()) is None


def test_rx_04_the_province_may_want_it_said_only() -> None:
    around = world(parameters=replace(CURRENT, rx_more_than_prescribed=Action.WARN))
    more = line(RX, 4, prescribed=1)
    assert refuse(more, sale(prescription=THIRTY), around) is None
    [eased] = [each for each in warnings(sale(more, prescription=THIRTY), around) if each.refusal]
    assert eased.refusal is not None
    assert (eased.warn, eased.refusal.rule) == (Warn.EASED, Rule.MORE_THAN_PRESCRIBED)


def test_a_line_that_lost_its_prescription_is_judged_as_without_one() -> None:
    assert rule_of(refuse(line(RX, prescribed=1), sale(), world())) is Rule.NEEDS_PRESCRIPTION
    assert refuse(line(FREE, prescribed=1), sale(), world()) is None


def test_rx_05_a_part_may_be_paid_and_the_rest_stays() -> None:
    on = sale(line(RX, 1, prescribed=1), prescription=THIRTY)
    assert refuse_sale(on, world()) is None


def test_rx_04_a_prescription_drug_that_is_not_on_it_is_refused_and_a_free_one_is_not() -> None:
    on = sale(prescription=THIRTY)
    assert rule_of(refuse(line(OTHER), on, world())) is Rule.NOT_PRESCRIBED
    unknown_line = line(RX, prescribed=7)
    assert rule_of(refuse(unknown_line, on, world())) is Rule.NOT_PRESCRIBED
    wrong_line = line(SAME, prescribed=1)
    assert rule_of(refuse(wrong_line, on, world())) is Rule.NOT_PRESCRIBED
    by_name_only = prescription(replace(prescribed(), drug=""))
    assert refuse(wrong_line, sale(prescription=by_name_only), world()) is None


@pytest.mark.parametrize(
    ("kind", "left", "ways"),
    [
        (OutletKind.PHARMACY, 30, (Way.SUBSTITUTE,)),
        (OutletKind.PHARMACY, 0, ()),
        (OutletKind.DRUG_COUNTER, 30, ()),
        (OutletKind.COMMUNE_CABINET, 30, ()),
    ],
)
def test_rx_06_substitution_is_offered_at_a_pharmacy_while_something_is_left(
    kind: OutletKind, left: int, ways: tuple[Way, ...]
) -> None:
    on = sale(prescription=prescription(prescribed(dispensed=30 - left)))
    drug = replace(OTHER, essential=True, commune_level=True)
    refusal = refuse(line(drug), on, world(kind=kind))
    assert refusal is not None
    assert (refusal.rule, refusal.ways) == (Rule.NOT_PRESCRIBED, ways)


def test_offline_a_code_alone_lets_what_is_scanned_count_as_prescribed() -> None:
    on = sale(prescription=Prescription(code=code(), origin=Origin.CODE))
    assert refuse(line(RX, 9), on, world()) is None


def test_rx_09_a_replaced_prescription_dispenses_nothing() -> None:
    on = sale(prescription=replace(THIRTY, superseded_by="01234ab12cd9-c"))
    assert rule_of(refuse(line(RX, prescribed=1), on, world())) is Rule.SUPERSEDED
    assert refuse(line(FREE), on, world()) is None
